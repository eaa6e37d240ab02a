package io.mailtrail.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mailtrail import --dry-run}, and the offline verbs on a mailbox export. */
class ImportDryRunTest {
  private static final String TENANT = "5a6b0000-1111-4222-8333-9d6f0c0ffee0";

  @TempDir private Path folder;

  @Test
  void countsEverythingInAFolderAndPublishesNothing() throws IOException {
    Files.copy(Path.of(Fixtures.PURVIEW), folder.resolve("b.csv"));
    Files.copy(Path.of(Fixtures.DAMAGED), folder.resolve("a.csv"));
    Files.createDirectory(folder.resolve("c"));
    Files.copy(Path.of(Fixtures.SEARCH_RESULT), folder.resolve("c/SearchResult.xml"));

    Cli.Result result = Cli.run("import", "--dry-run", "--json", folder.toString());

    assertThat(result.exit()).isEqualTo(Exit.REFUSED);
    JsonNode report = Json.read(result.out().getBytes(UTF_8), JsonNode.class);
    assertThat(report.at("/files").findValuesAsText("file"))
        .containsExactly("a.csv", "b.csv", "SearchResult.xml");
    for (JsonNode counts : report.path("files")) {
      assertAddsUp(counts);
    }
    assertAddsUp(report.path("total"));
    assertThat(report.at("/total/found").asInt()).isEqualTo(5 + 4 + 4);
    assertThat(report.at("/total/refused_by_code/no_audit_data").asInt()).isEqualTo(1);
    assertThat(report.at("/total/refused_by_code/not_xml").asInt()).isEqualTo(1);
    assertThat(report.at("/total/without_id").asInt()).isEqualTo(3);
    assertThat(report.at("/files/2/without_tenant").asInt()).isEqualTo(3);
    assertThat(report.path("dry_run").asBoolean()).isTrue();
  }

  @Test
  void saysWhatIsWorthASentence() {
    Cli.Result result = Cli.run("import", "--dry-run", Fixtures.SEARCH_RESULT);

    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines().map(line -> line.replaceAll(" +", " ")))
        .startsWith(
            "file found to publish refused",
            "SearchResult.xml 4 3 1",
            "total 4 3 1",
            "refused: 1 not_xml",
            "backfill: 3 records are older than 24 h; alerts that rest on them are marked"
                + " historical")
        .last()
        .asString()
        .startsWith("no tenant: 3 records");
  }

  @Test
  void aMailboxExportIsNormalisedWithWhoUsedTheMailbox() {
    Cli.Result result = Cli.run("normalise", "--tenant", TENANT, Fixtures.SEARCH_RESULT);

    assertThat(result.exit()).isEqualTo(Exit.REFUSED);
    assertThat(result.lines().stream().map(line -> Json.read(line.getBytes(UTF_8), JsonNode.class)))
        .satisfiesExactly(
            bind -> {
              assertThat(bind.at("/mailtrail/mailbox/access_type").asText()).isEqualTo("delegate");
              assertThat(bind.at("/mailtrail/mailbox/owner").asText())
                  .isEqualTo("mara@fabrikam.example");
              assertThat(bind.at("/mailtrail/origin").asText()).isEqualTo("mailbox-export");
              assertThat(bind.at("/@timestamp").asText()).isEqualTo("2020-03-02T11:02:55.000Z");
            },
            delete ->
                assertThat(delete.at("/mailtrail/mailbox/access_type").asText())
                    .isEqualTo("datacentre"),
            cmdlet -> {
              assertThat(cmdlet.at("/event/action").asText()).isEqualTo("Set-Mailbox");
              assertThat(cmdlet.at("/o365/audit/Parameters/ForwardingSmtpAddress").asText())
                  .isEqualTo("smtp:drop@elsewhere.example");
            });
  }

  @Test
  void aFolderWithoutFilesIsAMistake() {
    Cli.Result result = Cli.run("import", "--dry-run", folder.toString());
    assertThat(result.exit()).isEqualTo(Exit.FAILED);
    assertThat(result.err()).contains("there is no file in it");
  }

  private static void assertAddsUp(JsonNode counts) {
    assertThat(counts.path("found").asInt())
        .isPositive()
        .isEqualTo(counts.path("records").asInt() + counts.path("refused").asInt());
    int byCode = 0;
    for (JsonNode code : counts.path("refused_by_code")) {
      byCode += code.asInt();
    }
    assertThat(byCode).isEqualTo(counts.path("refused").asInt());
  }
}
