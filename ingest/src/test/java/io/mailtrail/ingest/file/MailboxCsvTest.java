package io.mailtrail.ingest.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.ingest.cut.Cut;
import io.mailtrail.ingest.cut.Cut.Codes;
import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MailboxCsvTest {
  @Test
  void columnsBecomeTheFieldsOfTheApi() {
    List<JsonNode> records =
        Cuts.records(Samples.mailboxCsv().getBytes(UTF_8)).stream().map(Cuts::json).toList();

    JsonNode delegate = records.get(0);
    assertThat(delegate.path("RecordType").asInt()).isEqualTo(3);
    assertThat(delegate.path("LogonType").asInt()).isEqualTo(2);
    assertThat(delegate.path("CreationTime").asText()).isEqualTo("2026-03-02T10:00:00");
    assertThat(delegate.path("UserId").asText()).isEqualTo("S-1-5-21-7");
    assertThat(delegate.path("ClientInfoString").asText()).isEqualTo("Client=OWA; say \"x\"");
    assertThat(delegate.at("/AffectedItems/1/Id").asText()).isEqualTo("RgBB");
    assertThat(delegate.at("/AffectedItems/1/Subject").asText()).isEqualTo("Two");
    assertThat(delegate.has("RunspaceId")).isFalse();
    assertThat(delegate.at("/MailtrailExport/Header").asText()).startsWith("\"RunspaceId\"");
    assertThat(delegate.at("/MailtrailExport/Original").asText()).contains("\"f2a1\"");

    JsonNode owner = records.get(1);
    assertThat(owner.path("UserId").asText()).isEqualTo("Mara@fabrikam.example");
    assertThat(owner.path("CreationTime").asText()).isEqualTo("2026-03-22T23:01:55");
    JsonNode external = records.get(2);
    assertThat(external.path("UserType").asInt()).isEqualTo(3);
    assertThat(external.path("CreationTime").asText())
        .as("the row before shows that months come first")
        .isEqualTo("2026-03-04T13:01:55");
  }

  @Test
  void theLogsOwnIdentityNamesARecordWhateverElseWasAskedFor() {
    String csv = Samples.mailboxCsv();
    String other = csv.replace("f2a1", "b7c2").replace("Nora N", "N. Nora");
    assertThat(ids(csv)).isEqualTo(ids(other)).doesNotHaveDuplicates();
  }

  @Test
  void withoutIdentityTheContentsDoAndTheSessionDoesNot() {
    String csv = Samples.mailboxCsv().replace("\"Identity\"", "\"Other\"");
    assertThat(ids(csv)).isEqualTo(ids(csv.replace("f2a1", "b7c2")));
    assertThat(ids(csv)).isNotEqualTo(ids(csv.replace("Nora N", "N. Nora")));
  }

  @Test
  void aDateThatMayMeanTwoDaysIsRefusedUntilSomebodySaysWhich() {
    byte[] csv = Samples.mailboxCsv().replace("3/22/2026", "3/2/2026").getBytes(UTF_8);
    assertThat(Cuts.codes(Cuts.of(csv)))
        .containsExactly(Codes.AMBIGUOUS_TIME, Codes.AMBIGUOUS_TIME);

    List<Cut> said =
        Cuts.of(
            csv,
            new FileOptions(
                Optional.empty(),
                Optional.of(DateOrder.DAY_FIRST),
                ZoneId.of("Europe/Oslo"),
                Optional.empty()));
    assertThat(Cuts.texts(said).stream().map(r -> Cuts.json(r).path("CreationTime").asText()))
        .containsExactly("2026-03-02T10:00:00", "2026-02-03T22:01:55", "2026-04-03T11:01:55");
  }

  @Test
  void aRowThatIsNoneIsRefusedAloneAndTheWindowsCodePageIsSeen() {
    byte[] csv =
        (Samples.mailboxCsv().replace("Nora N", "Jörg") + "too,few\n")
            .getBytes(Charset.forName("windows-1252"));
    List<Cut> cuts = Cuts.of(csv);
    assertThat(Cuts.codes(cuts)).containsExactly(Codes.NOT_CSV);
    assertThat(Cuts.texts(cuts))
        .hasSize(3)
        .allMatch(r -> Cuts.json(r).path("LogonUserDisplayName").asText().equals("Jörg"));
  }

  private static List<String> ids(String csv) {
    return Cuts.records(csv.getBytes(UTF_8)).stream()
        .map(record -> Cuts.json(record).path("Id").asText())
        .toList();
  }
}
