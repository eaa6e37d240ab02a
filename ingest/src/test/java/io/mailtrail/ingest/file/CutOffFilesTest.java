package io.mailtrail.ingest.file;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.ingest.cut.Cut;
import io.mailtrail.ingest.cut.Cut.Codes;
import io.mailtrail.ingest.cut.Cut.RecordBytes;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that end in their last record: every one before it is there, and the counts add up. */
class CutOffFilesTest {
  static List<String> texts() {
    return List.copyOf(Samples.texts().keySet());
  }

  @ParameterizedTest
  @MethodSource("texts")
  void atEveryByteOfTheLastRecord(String name) {
    byte[] file = Samples.texts().get(name);
    List<String> whole = Cuts.records(file);
    assertThat(whole).hasSize(3);
    for (int end = beforeLast(file, whole.get(2)); end < file.length; end++) {
      List<Cut> cuts = Cuts.of(Arrays.copyOf(file, end));

      assertThat(Cuts.texts(cuts)).as("cut at %d", end).startsWith(whole.get(0), whole.get(1));
      assertThat(cuts).as("cut at %d", end).hasSizeBetween(2, 4);
      if (cuts.size() > 2) {
        assertThat(cuts.get(2).bytes()).as("cut at %d", end).isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("texts")
  void atEveryByteOfTheLastRecordInUtf16(String name) {
    byte[] file = new String(Samples.texts().get(name), UTF_8).getBytes(UTF_16LE);
    List<String> whole = Cuts.records(file);
    int before =
        new String(
                Samples.texts().get(name),
                0,
                beforeLast(Samples.texts().get(name), whole.get(2)),
                UTF_8)
            .length();
    for (int end = 2 * before + 2; end < file.length; end++) {
      List<Cut> cuts = Cuts.of(Arrays.copyOf(file, end));
      assertThat(Cuts.texts(cuts)).as("cut at %d", end).startsWith(whole.get(0), whole.get(1));
      assertThat(cuts).as("cut at %d", end).hasSizeBetween(2, 4);
    }
  }

  @ParameterizedTest
  @MethodSource("texts")
  void aGzipAnywhere(String name) {
    byte[] packed = Cuts.gzip(Samples.texts().get(name));
    List<String> whole = Cuts.records(Samples.texts().get(name));
    for (int end = 2; end < packed.length; end++) {
      List<Cut> cuts = Cuts.of(Arrays.copyOf(packed, end));
      assertThat(Cuts.codes(cuts)).as("cut at %d", end).endsWith(Codes.BAD_ARCHIVE);
      // The last may be cut.
      List<String> records = Cuts.texts(cuts);
      int sure = Math.max(0, records.size() - 1);
      assertThat(records.subList(0, sure)).isEqualTo(whole.subList(0, sure));
    }
  }

  @Test
  void aZipAnywhere() {
    byte[][] entries = Samples.texts().values().toArray(byte[][]::new);
    byte[] packed = Cuts.zip(entries);
    assertThat(Cuts.of(packed)).hasSize(3 * entries.length).allMatch(c -> c instanceof RecordBytes);
    int before = 0;
    for (int end = 4; end < packed.length - 22; end++) {
      List<Cut> cuts = Cuts.of(Arrays.copyOf(packed, end));
      assertThat(Cuts.codes(cuts)).as("cut at %d", end).endsWith(Codes.BAD_ARCHIVE);
      int records = Cuts.texts(cuts).size();
      assertThat(records).as("cut at %d", end).isGreaterThanOrEqualTo(before - 1);
      before = Math.max(before, records);
    }
    assertThat(before).isEqualTo(3 * entries.length);
  }

  /** Behind the record before the last. */
  private static int beforeLast(byte[] file, String last) {
    String text = new String(file, UTF_8);
    int at =
        Math.max(
            Math.max(text.lastIndexOf("\n1,9/20"), text.lastIndexOf("<Event")),
            Math.max(
                Math.max(text.lastIndexOf("\"f2a1\""), text.lastIndexOf("{\"RecordType\"")),
                text.lastIndexOf(last)));
    assertThat(at).isPositive();
    return text.substring(0, at).getBytes(UTF_8).length;
  }
}
