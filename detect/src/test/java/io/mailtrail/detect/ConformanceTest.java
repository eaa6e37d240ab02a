package io.mailtrail.detect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of {@code docs/sigma-conformance.md} is made of rows that are tests. After a change of
 * the rows, run this with {@code -Dmailtrail.write-docs=true}.
 */
@SuppressWarnings("StringConcatToTextBlock") // one line of a row each
class ConformanceTest {
  private static final Path PAGE = Path.of("..", "docs", "sigma-conformance.md");
  private static final String BEGIN = "<!-- generated from the tests: begin -->";
  private static final String END = "<!-- generated from the tests: end -->";

  /** One sentence of the correlation, filter or collection specification. */
  record Example(String what, String rules, String events, int alerts) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static String failed(String user, String computer, int from, int count) {
    StringBuilder events = new StringBuilder();
    for (int i = 0; i < count; i++) {
      events.append(event("Failed", user, computer, from + i, 10 * i)).append('\n');
    }
    return events.toString();
  }

  private static String event(String operation, String user, String computer, int minute, int n) {
    return ("{'id': '%s-%s-%s-%d', 'time': '2026-03-01T%02d:%02d:00Z', 'Operation': '%s',"
            + " 'User': '%s', 'ComputerName': '%s', 'Bytes': %d}")
        .formatted(
            operation,
            user,
            computer,
            minute,
            10 + minute / 60,
            minute % 60,
            operation,
            user,
            computer,
            n);
  }

  private static String base(String name, String operation) {
    return Rules.event(name, "selection: {Operation: " + operation + "}\ncondition: selection")
        + "---\n";
  }

  private static String correlation(String name, String body) {
    return "title: " + name + "\nname: " + name + "\ncorrelation:\n" + body.indent(2) + "---\n";
  }

  static List<Example> examples() {
    String failedRule = base("failed_login", "Failed");
    String loginRule = base("successful_login", "Login");
    String many =
        correlation(
            "many",
            "type: event_count\nrules: [failed_login]\ngroup-by: [User]\ntimespan: 10m\n"
                + "condition: {gte: 10}");
    String chain =
        correlation(
            "chain",
            "type: temporal_ordered\nrules: [many, successful_login]\ngroup-by: [User]\n"
                + "timespan: 10m");
    String counted = "type: event_count\nrules: [failed_login]\ngroup-by: [User]\ntimespan: 1h\n";
    String ofBytes = "\nrules: [failed_login]\ngroup-by: [User]\ntimespan: 1h\n";
    return List.of(
        new Example("event_count: ten failures", failedRule + many, failed("u", "c", 0, 10), 1),
        new Example("event_count: nine are too few", failedRule + many, failed("u", "c", 0, 9), 0),
        new Example(
            "event_count: of one group",
            failedRule + many,
            failed("u", "c", 0, 6) + failed("v", "c", 0, 6),
            0),
        new Example(
            "event_count: within the timespan, not within a fixed hour",
            failedRule + correlation("x", counted + "condition: {gte: 4}"),
            failed("u", "c", 58, 4),
            1),
        new Example(
            "gt and lte together are a range",
            failedRule + correlation("x", counted + "condition: {gt: 2, lte: 4}"),
            failed("u", "c", 0, 4) + failed("v", "c", 0, 5) + failed("w", "c", 0, 2),
            1),
        new Example(
            "eq",
            failedRule + correlation("x", counted + "condition: {eq: 3}"),
            failed("u", "c", 0, 3) + failed("v", "c", 0, 4),
            1),
        new Example(
            "neq",
            failedRule + correlation("x", counted + "condition: {neq: 3}"),
            failed("u", "c", 0, 3) + failed("v", "c", 0, 4),
            1),
        new Example(
            "lt",
            failedRule + correlation("x", counted + "condition: {lt: 3}"),
            failed("u", "c", 0, 3) + failed("v", "c", 0, 2),
            1),
        new Example(
            "value_count: three users from one computer",
            failedRule
                + correlation(
                    "x",
                    "type: value_count\nrules: [failed_login]\ngroup-by: [ComputerName]\n"
                        + "timespan: 1d\ncondition: {field: User, gte: 3}"),
            failed("u", "c", 0, 2) + failed("v", "c", 5, 1) + failed("w", "c", 9, 1),
            1),
        new Example(
            "value_count: several fields are one value together",
            failedRule
                + correlation(
                    "x",
                    "type: value_count\nrules: [failed_login]\ntimespan: 1d\n"
                        + "condition: {field: [User, ComputerName], gte: 4}"),
            failed("u", "c", 0, 1)
                + failed("u", "d", 0, 1)
                + failed("v", "c", 5, 1)
                + failed("v", "d", 9, 1),
            1),
        new Example(
            "temporal: in any order",
            failedRule
                + loginRule
                + correlation(
                    "x",
                    "type: temporal\nrules: [failed_login, successful_login]\ngroup-by: [User]\n"
                        + "timespan: 5m"),
            event("Login", "u", "c", 0, 0) + "\n" + event("Failed", "u", "c", 3, 0),
            1),
        new Example(
            "temporal_ordered: only in this order",
            failedRule
                + loginRule
                + correlation(
                    "x",
                    "type: temporal_ordered\nrules: [failed_login, successful_login]\n"
                        + "group-by: [User]\ntimespan: 5m"),
            event("Login", "u", "c", 0, 0) + "\n" + event("Failed", "u", "c", 3, 0),
            0),
        new Example(
            "value_sum: 0 + 10 + 20 + 30 is more than 50",
            failedRule
                + correlation(
                    "x", "type: value_sum" + ofBytes + "condition: {field: Bytes, gt: 50}"),
            failed("u", "c", 0, 4) + failed("v", "c", 0, 3),
            1),
        new Example(
            "value_avg: the average of 0, 10, 20, 30 is 15",
            failedRule
                + correlation(
                    "x", "type: value_avg" + ofBytes + "condition: {field: Bytes, gte: 15}"),
            failed("u", "c", 0, 4) + failed("v", "c", 0, 3),
            1),
        new Example(
            "value_percentile: a value that at most one per cent of all have",
            failedRule
                + correlation(
                    "x",
                    "type: value_percentile\nrules: [failed_login]\ngroup-by: [User]\n"
                        + "timespan: 24h\ncondition: {field: ComputerName, lte: 1}"),
            failed("u", "usual", 0, 99) + failed("u", "rare", 99, 1) + failed("v", "usual", 0, 9),
            1),
        new Example(
            "value_percentile: with percentile, the number of that rank (50 is the median)",
            failedRule
                + correlation(
                    "x",
                    "type: value_percentile"
                        + ofBytes
                        + "condition: {field: Bytes, percentile: 50, gte: 20}"),
            failed("u", "c", 0, 5) + failed("v", "c", 0, 4),
            1),
        new Example(
            "aliases: the source of one event is the target of the other",
            base("internal_error", "Error")
                + base("new_connection", "Connect")
                + correlation(
                    "x",
                    "type: temporal\n"
                        + "rules: [internal_error, new_connection]\n"
                        + "group-by: [internal]\n"
                        + "timespan: 5m\n"
                        + "aliases:\n"
                        + "  internal:\n"
                        + "    internal_error: User\n"
                        + "    new_connection: ComputerName"),
            event("Error", "ten", "other", 0, 0) + "\n" + event("Connect", "one", "ten", 1, 0),
            1),
        new Example(
            "chain: failed logins followed by a successful one",
            failedRule + loginRule + many + chain,
            failed("u", "c", 0, 10) + event("Login", "u", "c", 12, 0),
            1),
        new Example(
            "chain: a successful one alone is nothing",
            failedRule + loginRule + many + chain,
            failed("u", "c", 0, 9) + event("Login", "u", "c", 12, 0),
            0),
        new Example(
            "chain: the outer correlation uses its own group-by",
            failedRule + loginRule + many.replace("[User]", "[ComputerName]") + chain,
            failed("u", "c", 0, 10) + event("Login", "u", "d", 12, 0),
            1),
        new Example(
            "generate: the rules referred to raise alerts, too",
            failedRule + many.replace("---\n", "  generate: true\n"),
            failed("u", "c", 0, 10),
            11),
        new Example(
            "filter: what it selects is taken away",
            failedRule
                + "title: f\nlogsource: {product: m365}\nfilter:\n  rules: [failed_login]\n"
                + "  selection: {User|startswith: adm_}\n  condition: selection\n",
            failed("adm_kim", "c", 0, 1) + failed("u", "c", 0, 1),
            1),
        new Example(
            "filter: with not, as pySigma's users write it, it is the same",
            failedRule
                + "title: f\nlogsource: {product: m365}\nfilter:\n  rules: [failed_login]\n"
                + "  selection: {User|startswith: adm_}\n  condition: not selection\n",
            failed("adm_kim", "c", 0, 1) + failed("u", "c", 0, 1),
            1),
        new Example(
            "rule collection: action global is part of every document after it",
            "action: global\ntitle: g\nid: g\nlogsource: {product: m365}\n"
                + "detection: {condition: selection}\n---\n"
                + "detection: {selection: {Operation: Failed}}\n---\n"
                + "detection: {selection: {Operation: Login}}\n",
            event("Failed", "u", "c", 0, 0) + "\n" + event("Login", "u", "c", 1, 0),
            2),
        new Example(
            "rule collection: action repeat is the document before with changes",
            base("one", "Failed")
                + "action: repeat\nname: two\ntitle: two\n"
                + "detection: {selection: {Operation: Login}}\n",
            event("Login", "u", "c", 0, 0),
            1),
        new Example(
            "extension first_seen: a new computer after the learning period",
            failedRule
                + correlation(
                    "x",
                    "type: first_seen\nrules: [failed_login]\ngroup-by: [User]\ntimespan: 30d\n"
                        + "learning: 10m\ncondition: {field: ComputerName}"),
            failed("u", "c", 0, 20) + failed("u", "d", 30, 2),
            1),
        new Example(
            "extension not_followed_by: a failure that no login follows",
            failedRule
                + loginRule
                + correlation(
                    "x",
                    "type: not_followed_by\nrules: [failed_login, successful_login]\n"
                        + "group-by: [User]\ntimespan: 5m"),
            failed("u", "c", 0, 1) + failed("v", "c", 0, 1) + event("Login", "v", "c", 4, 0),
            1),
        new Example(
            "extension mailtrail.suppress: repeats are counted, not told",
            "mailtrail: {suppress: 24h, suppress-by: [User]}\n" + base("one", "Failed"),
            failed("u", "c", 0, 5) + failed("v", "c", 0, 1),
            2));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void correlationsFindWhatTheSpecificationSays(Example example) {
    assertThat(Rules.alerts(Rules.load(example.rules()), example.events().split("\n")))
        .hasSize(example.alerts());
  }

  @Test
  void thePageShowsTheRows() throws IOException {
    String page = Files.readString(PAGE, UTF_8);
    String before = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
    String after = page.substring(page.indexOf(END));
    String expected = before + "\n" + tables() + after;
    if (Boolean.getBoolean("mailtrail.write-docs")) {
      Files.writeString(PAGE, expected, UTF_8);
    }
    assertThat(Files.readString(PAGE, UTF_8))
        .as("docs/sigma-conformance.md; to write it: -Dmailtrail.write-docs=true")
        .isEqualTo(expected);
  }

  private static String tables() {
    List<String> lines = new ArrayList<>();
    lines.add("### Modifiers and values");
    lines.add("| in a rule | record | matches |");
    lines.add("|---|---|---|");
    rows(ModifierTest.rows(), lines);
    lines.add("");
    lines.add("### Refused by name");
    lines.add("| in a rule | because of |");
    lines.add("|---|---|");
    rows(ModifierTest.refusals(), lines);
    lines.add("");
    lines.add("### Correlations, filters, collections");
    lines.add("| what | alerts |");
    lines.add("|---|---|");
    examples().forEach(e -> lines.add("| " + e.what() + " | " + e.alerts() + " |"));
    return String.join("\n", lines) + "\n";
  }

  private static void rows(Stream<Arguments> rows, List<String> lines) {
    rows.map(Arguments::get)
        .forEach(
            row -> {
              StringBuilder line = new StringBuilder("|");
              for (Object cell : row) {
                String text =
                    cell instanceof Boolean matches
                        ? (matches ? "yes" : "no")
                        : "`" + cell.toString().replace("|", "\\|") + "`";
                line.append(' ').append(text).append(" |");
              }
              lines.add(line.toString());
            });
  }
}
