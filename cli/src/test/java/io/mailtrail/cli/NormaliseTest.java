package io.mailtrail.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.model.FailedRecord;
import io.mailtrail.model.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NormaliseTest {
  private static final List<String> IN_ORDER =
      List.of("New-InboxRule", "UserLoggedIn", "FileAccessed", "New-InboxRule");

  @TempDir private Path folder;

  @Test
  void printsOneEventARecordInTheOrderOfTheInput() {
    Cli.Result result = Cli.run("normalise", Fixtures.RECORDS);

    assertThat(result.exit()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(actions(result)).containsExactlyElementsOf(IN_ORDER);
  }

  @Test
  void theSameRecordsAsCsvGiveTheSameEvents() {
    Cli.Result csv = Cli.run("normalise", Fixtures.PURVIEW);
    Cli.Result jsonLines = Cli.run("normalise", Fixtures.RECORDS);

    assertThat(csv.exit()).isZero();
    assertThat(events(csv).stream().map(NormaliseTest::withoutProvenance))
        .containsExactlyElementsOf(
            events(jsonLines).stream().map(NormaliseTest::withoutProvenance).toList());
  }

  @Test
  void theEventsAreThoseOfThePipeline() {
    JsonNode rule = events(Cli.run("normalise", Fixtures.RECORDS)).get(0);

    assertThat(rule.path("@timestamp").asText()).startsWith("2026-03-02T10:15:00");
    assertThat(rule.at("/user/email").asText()).isEqualTo("mara.lind@fabrikam.example");
    assertThat(rule.at("/source/ip").asText()).isEqualTo("198.51.100.23");
    assertThat(rule.at("/o365/audit/Parameters/ForwardTo").asText())
        .isEqualTo("drop@elsewhere.example");
    assertThat(rule.at("/mailtrail/container").asText()).startsWith("sha256:");
  }

  @Test
  void readsStandardInput() {
    Cli.Result result = Cli.runWithInput(Fixtures.bytes(Fixtures.PURVIEW), "normalise", "-");

    assertThat(result.exit()).isZero();
    assertThat(actions(result)).containsExactlyElementsOf(IN_ORDER);
  }

  @Test
  void readsSeveralFilesOneAfterTheOther() {
    Cli.Result result =
        Cli.runWithInput(
            Fixtures.bytes(Fixtures.RECORDS), "normalise", Fixtures.PURVIEW, "-", Fixtures.RECORDS);

    assertThat(actions(result)).hasSize(12);
    assertThat(actions(result).subList(4, 8)).containsExactlyElementsOf(IN_ORDER);
  }

  @Test
  void seesThroughCompression() throws IOException {
    Path packed = folder.resolve("records.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(Fixtures.bytes(Fixtures.RECORDS));
    }

    assertThat(actions(Cli.run("normalise", packed.toString())))
        .containsExactlyElementsOf(IN_ORDER);
  }

  @Test
  void whatCannotBeReadGoesToStandardErrorWithItsBytesAndTheRestGoesOn() {
    Cli.Result result = Cli.run("normalise", Fixtures.DAMAGED);

    assertThat(result.exit()).isEqualTo(Exit.REFUSED);
    assertThat(actions(result)).containsExactly("New-InboxRule", "FileAccessed");
    List<FailedRecord> failed = failed(result.err().getBytes(UTF_8));
    assertThat(failed)
        .extracting(FailedRecord::code)
        .containsExactly("not_json", "no_audit_data", "no_time");
    assertThat(failed).extracting(FailedRecord::ordinal).containsExactly(1L, 2L, 3L);
    assertThat(new String(failed.get(0).original(), UTF_8)).contains("000000000009");
  }

  @Test
  void failuresGoToTheFileThatWasNamed() throws IOException {
    Path file = folder.resolve("failed.jsonl");

    Cli.Result result = Cli.run("normalise", Fixtures.DAMAGED, "--failed", file.toString());

    assertThat(result.exit()).isEqualTo(Exit.REFUSED);
    assertThat(result.err()).isEmpty();
    assertThat(failed(Files.readAllBytes(file))).hasSize(3);
  }

  @Test
  void theNamedTenantOwnsTheRecords() {
    Cli.Result result = Cli.run("normalise", "--tenant", "ACME", Fixtures.RECORDS);

    assertThat(events(result))
        .allSatisfy(event -> assertThat(event.at("/organization/id").asText()).isEqualTo("acme"))
        .allSatisfy(event -> assertThat(event.at("/event/id").asText()).startsWith("acme/"));
  }

  @Test
  void ownLookupTablesAreUsedAndABrokenOneIsNamedByLine() throws IOException {
    Path users = folder.resolve("users.csv");
    Files.writeString(users, "user,tags\nmara.lind@fabrikam.example,vip\n");
    String[] command = {
      "normalise",
      "--lookups",
      folder.toString(),
      "--accepted-domains",
      "fabrikam.example",
      Fixtures.RECORDS
    };

    JsonNode rule = events(Cli.run(command)).get(0);
    assertThat(rule.at("/mailtrail/user/vip").asBoolean()).isTrue();
    assertThat(rule.at("/mailtrail/forward/external").asBoolean()).isTrue();

    Files.writeString(users, "user,tags\nmara.lind@fabrikam.example\n");
    Cli.Result broken = Cli.run(command);
    assertThat(broken.exit()).isEqualTo(Exit.FAILED);
    assertThat(broken.err()).contains("users.csv, line 2");
  }

  @Test
  void aNamedFormatOverridesWhatTheContentSays() {
    Cli.Result result = Cli.run("normalise", "--format", "csv", Fixtures.RECORDS);

    assertThat(result.exit()).isEqualTo(Exit.REFUSED);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void anUnknownFormatIsAUsageErrorThatNamesTheOnesThereAre() {
    Cli.Result result = Cli.run("normalise", "--format", "xlsx", Fixtures.RECORDS);

    assertThat(result.exit()).isEqualTo(Exit.USAGE);
    assertThat(result.err()).contains("xlsx", "csv, jsonl, json");
  }

  @Test
  void aMissingFileIsNamedBeforeAnythingIsWritten() {
    Cli.Result result = Cli.run("normalise", Fixtures.RECORDS, "not-there.csv");

    assertThat(result.exit()).isEqualTo(Exit.FAILED);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().strip()).isEqualTo("mailtrail: not-there.csv: no such file.");
  }

  @Test
  void endsQuietlyWhenTheReaderGoesAway() {
    ByteArrayOutputStream taken = new ByteArrayOutputStream();
    OutputStream head =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            if (taken.size() >= 100) {
              throw new IOException("Broken pipe");
            }
            taken.write(b);
          }
        };

    Cli.Result result = Cli.runInto(head, "normalise", Fixtures.RECORDS);

    assertThat(result.exit()).isEqualTo(Exit.BROKEN_PIPE);
    assertThat(result.err()).isEmpty();
    assertThat(taken.size()).isEqualTo(100);
  }

  /** What tells where a record came from differs between two files that hold it. */
  private static JsonNode withoutProvenance(JsonNode event) {
    ObjectNode copy = event.deepCopy();
    ((ObjectNode) copy.path("mailtrail"))
        .remove(List.of("container", "copy", "fetched_at", "ordinal"));
    return copy;
  }

  private static List<String> actions(Cli.Result result) {
    return events(result).stream().map(event -> event.at("/event/action").asText()).toList();
  }

  private static List<JsonNode> events(Cli.Result result) {
    return result.out().lines().map(NormaliseTest::json).toList();
  }

  private static List<FailedRecord> failed(byte[] lines) {
    return new String(lines, UTF_8)
        .lines()
        .map(line -> FailedRecord.of(line.getBytes(UTF_8)))
        .toList();
  }

  private static JsonNode json(String line) {
    return Json.read(line.getBytes(UTF_8), JsonNode.class);
  }
}
