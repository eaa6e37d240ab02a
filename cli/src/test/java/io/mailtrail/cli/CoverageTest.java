package io.mailtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.model.Json;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mailtrail coverage} over files. */
class CoverageTest {
  private static final String MAILBOXES = path("mailboxes.txt");
  private static final String ORGANISATION = path("organisation.json");
  private static final String RECORDS = path("records.jsonl");

  @Test
  void theTableSaysWhatIsRecordedAndWhatIsNotKnown() {
    Cli.Result result =
        Cli.run(
            "coverage",
            "--config",
            MAILBOXES,
            ORGANISATION,
            "--at",
            "2026-03-01",
            "--to",
            "2026-03-02");

    assertThat(result.exit()).as("a list was cut short").isEqualTo(Exit.REFUSED);
    assertThat(result.err()).contains("AuditAdmin is cut short").doesNotContain("as of");
    int hardDelete = column(result, "HardDelete");
    int mailboxLogin = column(result, "MailboxLogin");
    assertThat(cell(result, "ann.lee@contoso.example", hardDelete)).isEqualTo("oda");
    assertThat(cell(result, "ann.lee@contoso.example", mailboxLogin)).isEqualTo("-..");
    assertThat(cell(result, "ann.lee@contoso.example", column(result, "Create"))).isEqualTo("-d?");
    assertThat(cell(result, "o'brien@contoso.example", hardDelete))
        .as("by default, but whether it arrives depends on the licence")
        .isEqualTo("???");
  }

  @Test
  void foundAndNoneAndNotAudited() {
    String[] question = {"--mailbox", "ANN.LEE@contoso.example", "--action", "harddelete"};

    assertThat(ask(question, "owner", "2026-03-02", "2026-03-03")).startsWith("Found 1.");
    assertThat(ask(question, "delegate", "2026-03-02", "2026-03-03"))
        .startsWith("None, and it would have been recorded.");
    assertThat(ask(question, "owner", "2026-03-04", "2026-03-05"))
        .startsWith(
            "Not audited since 2026-03-03T09:15:07Z, because AuditOwner did not hold harddelete"
                + " (mallory@contoso.example took HardDelete from AuditOwner,"
                + " 2026-03-03T09:15:07Z, record 5a6b0000-1111-4222-8333-9d6f0c0ffee0/2).");
    assertThat(ask(question, "owner", "2026-02-01", "2026-02-02"))
        .startsWith("Unknown, because AuditEnabled of the mailbox is known only for later");
  }

  @Test
  void aMailboxThatNobodyImportedIsUnknownAndASimilarNameIsNamed() {
    Cli.Result result =
        Cli.run(
            "coverage",
            "--config",
            ORGANISATION,
            MAILBOXES,
            "--at",
            "2026-03-01",
            "--mailbox",
            "annlee@contoso.example",
            "--action",
            "HardDelete",
            "--logon",
            "owner",
            "--from",
            "2026-03-02",
            "--to",
            "2026-03-03");

    assertThat(result.out()).startsWith("Unknown, because nobody imported AuditEnabled");
    assertThat(result.err()).contains("a similar name has ann.lee@contoso.example");
  }

  @Test
  void jsonHasTheSameAnswerWithItsPeriods() throws Exception {
    Cli.Result result =
        Cli.run(
            "coverage",
            "--json",
            "--config",
            MAILBOXES,
            ORGANISATION,
            "--events",
            RECORDS,
            "--at",
            "2026-03-01",
            "--mailbox",
            "ann.lee",
            "--action",
            "HardDelete",
            "--logon",
            "owner",
            "--from",
            "2026-03-03",
            "--to",
            "2026-03-05");

    JsonNode answer = Json.mapper().readTree(result.out());
    assertThat(answer.path("answer").asText()).isEqualTo("not_audited");
    assertThat(answer.path("found").asInt()).isZero();
    assertThat(answer.path("periods")).hasSize(2);
    assertThat(answer.at("/periods/1/from").asText()).isEqualTo("2026-03-03T09:15:07Z");
    assertThat(answer.at("/periods/1/recorded").asText()).isEqualTo("no");
    assertThat(answer.at("/periods/1/source").asText()).endsWith("/2");
  }

  @Test
  void theFixIsAScriptThatNamesEachMailboxSafely() {
    Cli.Result result =
        Cli.run(
            "coverage",
            "--fix=default",
            "--config",
            MAILBOXES,
            ORGANISATION,
            "--at",
            "2026-03-01",
            "--to",
            "2026-03-02");

    assertThat(result.lines())
        .contains("Set-Mailbox -Identity 'o''brien@contoso.example' -AuditEnabled $true")
        .anyMatch(
            line ->
                line.startsWith(
                    "Set-Mailbox -Identity 'ann.lee@contoso.example' -AuditOwner"
                        + " @{Add=\"ApplyRecord\",\"MoveToDeletedItems\",\"SoftDelete\""))
        .anyMatch(line -> line.startsWith("# Get-Mailbox -ResultSize Unlimited"))
        .contains("# 2 of 2 mailboxes lack something.");
  }

  @Test
  void aNameThatCannotBeWrittenSafelyIsNotWritten(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("odd.json");
    Files.writeString(
        file, "[{\"Name\":\"a\\nRemove-Mailbox b\\u001b[2J\",\"AuditEnabled\":false}]");

    Cli.Result fix = Cli.run("coverage", "--fix", "--config", file.toString());
    Cli.Result table = Cli.run("coverage", "--config", file.toString());

    assertThat(fix.out()).doesNotContain("Remove-Mailbox").contains("cannot be written safely");
    assertThat(table.out()).doesNotContain("\u001b").hasLineCount(table.lines().size());
  }

  @Test
  void aQuestionMustBeWhole() {
    assertThat(Cli.run("coverage", "--action", "HardDelete").exit()).isEqualTo(Exit.USAGE);
    Cli.Result unknown =
        Cli.run("coverage", "--mailbox", "a", "--logon", "owner", "--action", "Burn");
    assertThat(unknown.exit()).isEqualTo(Exit.USAGE);
    assertThat(unknown.err()).contains("no mailbox action 'Burn'", "HardDelete");
    assertThat(Cli.run("coverage", "--mailbox", "a", "--logon", "root", "--action", "Move").err())
        .contains("owner, delegate or admin");
    assertThat(Cli.run("coverage", "--from", "yesterday").err()).contains("no time such as");
  }

  @Test
  void withoutAStackItSaysSo() {
    Cli.Result result = Cli.run("coverage", "--opensearch", "http://127.0.0.1:1");

    assertThat(result.exit()).isEqualTo(Exit.FAILED);
    assertThat(result.err()).contains("OpenSearch at http://127.0.0.1:1");
  }

  private static String ask(String[] question, String logon, String from, String to) {
    List<String> args =
        new ArrayList<>(
            List.of("coverage", "--config", MAILBOXES, ORGANISATION, "--at", "2026-03-01"));
    args.addAll(List.of("--events", RECORDS, "--logon", logon, "--from", from, "--to", to));
    args.addAll(List.of(question));
    return Cli.run(args.toArray(new String[0])).out();
  }

  /** The number that the legend gives an action. */
  private static int column(Cli.Result result, String action) {
    for (String line : result.lines()) {
      String[] words = line.strip().split("\\s+", -1);
      for (int i = 1; i < words.length; i++) {
        if (words[i].equals(action)) {
          return Integer.parseInt(words[i - 1]);
        }
      }
    }
    throw new AssertionError("no such column: " + action);
  }

  private static String cell(Cli.Result result, String mailbox, int column) {
    return result.lines().stream()
        .filter(line -> line.startsWith(mailbox))
        .map(line -> line.split("\\s+", -1)[column])
        .findFirst()
        .orElseThrow();
  }

  private static String path(String file) {
    try {
      return Path.of(CoverageTest.class.getResource("/coverage/" + file).toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
