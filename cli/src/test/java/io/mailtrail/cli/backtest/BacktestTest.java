package io.mailtrail.cli.backtest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.cli.Cli;
import io.mailtrail.cli.Exit;
import io.mailtrail.cli.Fixtures;
import io.mailtrail.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestTest {
  private static final String BASE =
      """
      title: A sign-in
      id: sign-in
      logsource: {product: m365}
      detection: {selection: {Operation: UserLoggedIn}, condition: selection}
      """;

  @TempDir private Path folder;

  private Path rules;

  /** What is in force: a base rule, and one that is there for others to overlap with. */
  @BeforeEach
  void rules() throws IOException {
    rules = Files.createDirectory(folder.resolve("rules"));
    Files.writeString(
        rules.resolve("in-force.yml"),
        BASE
            + """
            ---
            title: Any sign-in of Ann
            id: ann
            correlation: {type: event_count, rules: [sign-in], group-by: [user.email],
              timespan: 1h, condition: {gte: 1}}
            """);
  }

  /** Not seen of this user for so long, after a day of learning. */
  private static String newAddress(String timespan) {
    return """
    title: A new address
    id: new-address
    correlation: {type: first_seen, rules: [sign-in], group-by: [user.email],
      timespan: %s, learning: 1d, condition: {field: source.ip}}
    """
        .formatted(timespan);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Path signIns() throws IOException {
    StringBuilder lines = new StringBuilder();
    String[][] signIns = {
      {"2026-03-01", "198.51.100.1"},
      {"2026-03-05", "198.51.100.2"},
      {"2026-03-12", "198.51.100.1"},
      {"2026-03-14", "198.51.100.3"}
    };
    for (String[] signIn : signIns) {
      lines.append(
          """
          {"CreationTime":"%sT09:00:00","Id":"%s","Operation":"UserLoggedIn",\
          "OrganizationId":"5a6b0000-1111-4222-8333-9d6f0c0ffee0","RecordType":15,\
          "Workload":"AzureActiveDirectory","ClientIP":"%s","UserId":"ann@fabrikam.example"}
          """
              .formatted(signIn[0], signIn[0], signIn[1]));
    }
    return write("sign-ins.jsonl", lines.toString());
  }

  private Cli.Result backtest(Object... arguments) {
    List<String> line = new ArrayList<>(List.of("backtest"));
    for (Object argument : arguments) {
      line.add(argument.toString());
    }
    return Cli.run(line.toArray(String[]::new));
  }

  @Test
  void whatWasBeforeTheWindowIsKnownAndNotReported() throws IOException {
    Path rule = write("new.yml", newAddress("30d"));

    Cli.Result result =
        backtest(
            rule,
            "--rules",
            rules,
            "--events",
            signIns(),
            "--from",
            "2026-03-12",
            "--to",
            "2026-03-15",
            "--json");

    assertThat(result.exit()).as(result.err()).isZero();
    JsonNode report = Json.mapper().readTree(result.out());
    assertThat(report.path("records").asLong()).isEqualTo(4);
    assertThat(report.path("rules")).hasSize(1);
    JsonNode found = report.path("rules").get(0);
    assertThat(found.path("days").toString())
        .as("the address of the 12th is known from the 1st, that of the 5th is out of the window")
        .isEqualTo("{\"2026-03-14\":1}");
    assertThat(found.path("overlap").toString()).contains("\"rule\":\"ann\",");
    assertThat(found.path("samples").get(0).path("evidence")).isNotEmpty();
    assertThat(report.path("state").findValuesAsText("family"))
        .as("what all rules keep that were in force")
        .contains("new-address", "ann");
  }

  @Test
  void twoVersionsAreToldApart() throws IOException {
    Path now = write("now.yml", newAddress("7d"));
    Path before = write("before.yml", newAddress("30d"));

    Cli.Result result = backtest(now, "--against", before, "--rules", rules, "--events", signIns());

    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.lines())
        .as("after seven days the address of the 1st is forgotten")
        .anyMatch(
            line ->
                line.startsWith("compared with the other version: 2 in both")
                    && line.endsWith("1 only in the new, 0 only in the old"))
        .anyMatch(line -> line.startsWith("    2026-03-12T09:00:00Z  "));
  }

  @Test
  void aRuleThatOnlyServesIsReportedByThoseThatReferToIt() throws IOException {
    RuleChoice choice = RuleChoice.of(List.of("sign-in"), rules);

    assertThat(choice.subjectIds()).containsExactly("ann");
    assertThat(choice.serving()).extracting(rule -> rule.id()).containsExactly("sign-in");
  }

  @Test
  void aFilterIsReportedByTheRulesItTakesFrom() throws IOException {
    Path filter =
        write(
            "filter.yml",
            """
            title: Not from there
            id: not-from-there
            logsource: {product: m365}
            filter: {rules: [sign-in], condition: selection, selection: {source.ip: 192.0.2.1}}
            """);

    assertThat(RuleChoice.of(List.of(filter.toString()), rules).subjectIds())
        .containsExactly("ann");
  }

  @Test
  void aFileTakesThePlaceOfTheRuleOfItsId() throws IOException {
    Path file = write("in-force.yml", BASE.replace("A sign-in", "Another text"));

    RuleChoice choice = RuleChoice.of(List.of(file.toString()), rules);

    assertThat(choice.texts().byName().values())
        .hasSize(2)
        .anyMatch(text -> text.contains("Another text"))
        .noneMatch(text -> text.contains("title: A sign-in"));
    assertThat(choice.subjectIds()).containsExactly("ann");
  }

  @Test
  void bundledRulesGoByIdOrNameAndBringThoseTheyReferTo() {
    RuleChoice byId = RuleChoice.of(List.of("10dd9679-3684-40f0-b771-fd117d4c455f"), null);

    assertThat(byId.subjects()).hasSize(1);
    assertThat(byId.errors()).isEmpty();
    assertThat(RuleChoice.of(List.of(byId.subjects().get(0).label()), null).subjectIds())
        .isEqualTo(byId.subjectIds());
  }

  @Test
  void mistakesAreOneSentence() throws IOException {
    assertFails("nosuch: no such rule", "nosuch", "--events", Fixtures.RECORDS);
    assertFails("nosuch.csv: no such file", Fixtures.RULES, "--events", "nosuch.csv");
    assertFails(
        "nosuch.yml: no such rule", Fixtures.RULES, "--against", "nosuch.yml", "--events", "x");
    assertFails("no-such-selection.yml", Fixtures.BROKEN_RULES, "--events", Fixtures.RECORDS);
    assertFails(
        "Kafka at 127.0.0.1:1 does not answer", Fixtures.RULES, "--bootstrap", "127.0.0.1:1");
  }

  private void assertFails(String sentence, Object... arguments) {
    Cli.Result result = backtest(arguments);

    assertThat(result.exit()).as(result.err()).isEqualTo(Exit.FAILED);
    assertThat(result.err()).contains(sentence).hasLineCount(1);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void aWindowThatEndsBeforeItBeginsIsAMistakeOfTheCommandLine() {
    Cli.Result result = backtest(Fixtures.RULES, "--from", "2026-03-02", "--to", "2026-03-02");

    assertThat(result.exit()).isEqualTo(Exit.USAGE);
    assertThat(result.err()).contains("--from must be before --to");
  }

  @Test
  void aFileThatCannotBeReadAsAnExportIsNamedPieceByPiece() {
    Cli.Result result = backtest(Fixtures.RULES, "--events", Fixtures.DAMAGED);

    assertThat(result.exit()).isEqualTo(Exit.REFUSED);
    assertThat(result.err()).contains("\"no_audit_data\"").hasLineCount(3);
    assertThat(result.out().getBytes(UTF_8)).isNotEmpty();
    assertThat(result.lines().get(0)).startsWith("2 records in").endsWith("; 3 refused");
  }
}
