package io.mailtrail.ingest.cut;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailtrail.ingest.cut.Cut.Codes;
import io.mailtrail.ingest.cut.Cut.Reject;
import io.mailtrail.ingest.cut.JsonCutter.Ending;
import io.mailtrail.model.Digests;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OversizedRecordsTest {
  private static final int MAX = 1_000;
  private static final String BIG = "{\"Id\":\"big\",\"Text\":\"" + "x".repeat(20_000) + "\"}";

  @TempDir Path folder;

  @Test
  void aRecordThatIsTooLargeIsKeptWholeAndItsNeighboursPass() throws IOException {
    List<Cut> cuts = cut("[{\"Id\":\"1\"}," + BIG + ",{\"Id\":\"2\"}]", Ending.STRICT);
    assertThat(cuts).hasSize(3);
    assertThat(cuts.get(1)).isInstanceOf(Reject.class);
    Reject reject = (Reject) cuts.get(1);
    String name = Digests.sha256(BIG.getBytes(UTF_8));
    assertThat(reject.code()).isEqualTo(Codes.TOO_LARGE);
    assertThat(reject.message()).contains("sha256:" + name).contains(BIG.length() + " bytes");
    assertThat(reject.bytes()).hasSize(MAX).isEqualTo(BIG.substring(0, MAX).getBytes(UTF_8));
    assertThat(folder.resolve(name.substring(0, 2)).resolve(name + ".json")).hasContent(BIG);
    assertThat(new String(cuts.get(2).bytes(), UTF_8)).isEqualTo("{\"Id\":\"2\"}");
  }

  @Test
  void theSameRecordAgainIsTheSameFile() throws IOException {
    cut("[" + BIG + "," + BIG + "]", Ending.STRICT);
    cut("[" + BIG + "]", Ending.STRICT);
    assertThat(files()).hasSize(1);
  }

  @Test
  void ofOneThatIsCutOffNothingStaysBehindUntilThatIsAllThereIs() throws IOException {
    String cutOff = "[" + BIG.substring(0, 5_000);
    assertThatThrownBy(() -> cut(cutOff, Ending.STRICT)).isInstanceOf(EOFException.class);
    assertThat(files()).isEmpty();
    Reject reject = (Reject) cut(cutOff, Ending.LENIENT).get(0);
    assertThat(reject.message()).contains("5000 bytes");
    assertThat(files())
        .singleElement()
        .satisfies(file -> assertThat(file).hasContent(BIG.substring(0, 5_000)));
  }

  @Test
  void whereNoFolderIsSetTheRejectSaysWhatIsNotHere() throws IOException {
    JsonCutter cutter =
        new JsonCutter(
            new ByteArrayInputStream(("[" + BIG + "]").getBytes(UTF_8)),
            Ending.STRICT,
            OversizedRecords.notKept(),
            MAX);
    assertThat(((Reject) cutter.next()).message())
        .contains(BIG.length() + " bytes")
        .contains("no folder is set");
  }

  @Test
  void aFolderThatCannotBeWrittenToIsAnErrorAndNotALoss() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    JsonCutter cutter =
        new JsonCutter(
            new ByteArrayInputStream(("[" + BIG + "]").getBytes(UTF_8)),
            Ending.STRICT,
            OversizedRecords.in(Optional.of(file)),
            MAX);
    assertThatThrownBy(cutter::next).isInstanceOf(OversizedRecords.StoreException.class);
  }

  private List<Cut> cut(String text, Ending ending) throws IOException {
    JsonCutter cutter =
        new JsonCutter(
            new ByteArrayInputStream(text.getBytes(UTF_8)),
            ending,
            OversizedRecords.in(Optional.of(folder)),
            MAX);
    List<Cut> cuts = new ArrayList<>();
    for (Cut next = cutter.next(); next != null; next = cutter.next()) {
      cuts.add(next);
    }
    return cuts;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
