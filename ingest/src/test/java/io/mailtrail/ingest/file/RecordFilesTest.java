package io.mailtrail.ingest.file;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.ingest.cut.Cut;
import io.mailtrail.ingest.cut.Cut.Codes;
import io.mailtrail.ingest.cut.Cut.RecordBytes;
import io.mailtrail.ingest.cut.Cut.Reject;
import io.mailtrail.model.Digests;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFilesTest {
  private static final String ONE = Samples.ONE;
  private static final String TWO = Samples.TWO;

  @Test
  void recordsAreTakenFromAuditDataAsTextAndAsObject() {
    String json =
        "[{\"RecordType\":\"x\",\"AuditData\":\""
            + ONE.replace("\\", "\\\\").replace("\"", "\\\"")
            + "\"},{\"AuditData\": "
            + TWO
            + " ,\"UserIds\":\"u\"},"
            + ONE
            + "]";
    assertThat(Cuts.records(json.getBytes(UTF_8))).containsExactly(ONE, TWO, ONE);
  }

  @Test
  void jsonLinesAndPrettyPrintedObjectsAreRecords() {
    assertThat(Cuts.records((ONE + "\n\n" + TWO + "\n").getBytes(UTF_8))).containsExactly(ONE, TWO);
    assertThat(Cuts.records("{\n \"Id\": \"1\"\n}\n{\n \"Id\": \"2\"\n}".getBytes(UTF_8)))
        .hasSize(2);
    assertThat(Cuts.records((ONE + "\n" + TWO).getBytes(UTF_16LE))).containsExactly(ONE, TWO);
  }

  @Test
  void whatPowerShellWrapsInAnObjectIsUnwrapped() {
    String wrapped = "{\n    \"value\":  [\n" + ONE + ",\n" + TWO + "\n],\n    \"Count\":  2\n}\n";
    assertThat(Cuts.records(wrapped.getBytes(UTF_8))).containsExactly(ONE, TWO);
    assertThat(Cuts.records("{\"value\":[],\"Count\":0}".getBytes(UTF_16LE))).isEmpty();
  }

  @Test
  void everyRowIsARecordOrARejectWithItsReason() {
    String csv =
        "#TYPE Deserialized\nCreationDate,AuditData\n"
            + ("2026," + Samples.quoted(ONE) + "\n")
            + "2026,\n"
            + "2026\n"
            + "2026,\"unclosed\n"
            + ("2026," + Samples.quoted(TWO) + "\n");
    List<Cut> cuts = Cuts.of(csv.getBytes(UTF_8));
    assertThat(Cuts.codes(cuts)).containsExactly(Codes.NO_AUDIT_DATA, Codes.NOT_CSV, Codes.NOT_CSV);
    assertThat(Cuts.texts(cuts)).containsExactly(ONE, TWO);
  }

  @Test
  void aQuoteThatIsNeverClosedCostsItsLineOnly() {
    StringBuilder csv = new StringBuilder("CreationDate,AuditData\n");
    csv.append("2026,\"{unclosed\n");
    for (int i = 0; i < 20; i++) {
      csv.append("2026,{Id:").append(i).append("}\n");
    }
    List<Cut> cuts = Cuts.of(csv.toString().getBytes(UTF_8));
    assertThat(((Reject) cuts.get(0)).code()).isEqualTo(Codes.NOT_CSV);
    assertThat(cuts).hasSize(21);
  }

  @Test
  void quotesThatAreNeverClosedDoNotCostTheSquareOfTheirNumber() {
    byte[] csv = ("AuditData\n" + "\"{\n".repeat(300_000)).getBytes(UTF_8);
    assertThat(Cuts.of(csv)).hasSize(300_000).allMatch(cut -> cut instanceof Reject);
  }

  @Test
  void filesThatWereJoinedHaveSeveralHeaders() {
    String csv =
        "AuditData\n"
            + Samples.quoted(ONE)
            + "\nRecordId;AuditData;More\nx;"
            + Samples.quoted(TWO)
            + ";y\n";
    assertThat(Cuts.records(csv.getBytes(UTF_8))).containsExactly(ONE, TWO);
  }

  @Test
  void whatAToolWroteInTheWindowsCodePageIsUtf8AndDamagedUtf8StaysAsItIs() {
    byte[] windows =
        ("AuditData\n" + Samples.quoted(ONE) + "\n").getBytes(Charset.forName("windows-1252"));
    assertThat(Cuts.records(windows)).containsExactly(ONE);

    byte[] damaged = ("AuditData\n" + Samples.quoted(ONE + "é") + "\n").getBytes(UTF_8);
    damaged[damaged.length - 3] = 'x';
    byte[] record = Cuts.of(damaged).get(0).bytes();
    assertThat(record).startsWith(ONE.getBytes(UTF_8)).endsWith(0xc3, 'x');
  }

  @Test
  void whatIsNothingKnownIsOneRejectAndAnEmptyFileNone() {
    for (String text : List.of("Date,User\n1,2\n", "<html><body>Sign in</body></html>", "\u0000")) {
      List<Cut> cuts = Cuts.of(text.getBytes(UTF_8));
      assertThat(Cuts.codes(cuts)).containsExactly(Codes.UNKNOWN_FORMAT);
    }
    assertThat(Cuts.of(new byte[0])).isEmpty();
    assertThat(Cuts.of("<SearchResults/>".getBytes(UTF_8))).isEmpty();
    assertThat(Cuts.of("[]".getBytes(UTF_8))).isEmpty();
    assertThat(Cuts.of("RecordId,AuditData\r\n".getBytes(UTF_8))).isEmpty();
  }

  @Test
  void aNamedFormatOverridesTheContent() {
    FileOptions xml = FileOptions.ofFormat(Optional.of(FileFormat.XML));
    assertThat(Cuts.codes(Cuts.of(ONE.getBytes(UTF_8), xml))).containsExactly(Codes.NOT_XML);
    assertThat(Cuts.of(Samples.xml(Samples.ADMIN_EVENT).getBytes(UTF_8), xml))
        .hasSize(1)
        .allMatch(cut -> cut instanceof RecordBytes);
  }

  @Test
  void aRecordThatIsTooLargeToTravelIsKeptWholeWhereThereIsAFolder(@TempDir Path folder)
      throws IOException {
    String large = "{\"Id\":\"1\",\"Text\":\"" + "x".repeat(5 << 20) + "\"}";
    FileOptions kept =
        new FileOptions(Optional.empty(), Optional.empty(), ZoneOffset.UTC, Optional.of(folder));
    for (String file : List.of(large + "\n", "Id,AuditData\n1," + Samples.quoted(large) + "\n")) {
      List<Cut> cuts = Cuts.of(file.getBytes(UTF_8), kept);
      assertThat(Cuts.codes(cuts)).containsExactly("too_large");
      String name = Digests.sha256(large.getBytes(UTF_8));
      assertThat(((Cut.Reject) cuts.get(0)).message()).contains("kept whole as sha256:" + name);
      Path whole = folder.resolve(name.substring(0, 2)).resolve(name + ".json");
      assertThat(whole).hasContent(large);
      Files.delete(whole);
      assertThat(((Cut.Reject) Cuts.of(file.getBytes(UTF_8)).get(0)).message())
          .contains("no folder is set");
    }
  }
}
