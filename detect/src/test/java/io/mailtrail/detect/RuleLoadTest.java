package io.mailtrail.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleLoadTest {
  private static final String BASE =
      Rules.event("base", "selection: {Operation: X}\ncondition: selection");

  private static String correlation(String name, String body) {
    return "title: " + name + "\nname: " + name + "\ncorrelation:\n" + body.indent(2);
  }

  @Test
  void aBadRuleHarmsNoOther() {
    String bad = Rules.event("bad", "selection: {F|expand: '%x%'}\ncondition: selection");
    RuleSet rules = Rules.tryLoad(bad + "---\n" + BASE, "}not yaml{");
    assertThat(rules.rules()).extracting(Rule::name).containsExactly("base");
    assertThat(rules.errors())
        .extracting(RuleError::rule)
        .containsExactly("bad", "(all in this file)");
  }

  @Test
  void metadataIsKept() {
    Rule rule =
        Rules.load(
                """
                title: A title
                id: 0e95725d-7320-415d-80f7-004da920fc12
                level: HIGH
                description: A description.
                tags: [attack.t1078]
                falsepositives: [travel]
                logsource: {product: m365, service: audit}
                detection: {selection: {Operation: X}, condition: selection}
                mailtrail: {next: Ask., tests: []}
                """)
            .rules()
            .get(0);
    assertThat(rule)
        .isEqualTo(
            new Rule(
                "0e95725d-7320-415d-80f7-004da920fc12",
                null,
                "A title",
                "A description.\n\nWhat to do next: Ask.",
                "high",
                List.of("attack.t1078"),
                List.of("travel"),
                Rule.Kind.EVENT,
                "rule0.yml",
                true));
  }

  @Test
  void whoServesACorrelationRaisesNoAlertsUnlessGenerated() {
    String step =
        correlation("step", "type: event_count\nrules: [base]\ntimespan: 1h\ncondition: {gte: 2}");
    String root = correlation("root", "type: temporal\nrules: [step, base]\ntimespan: 1h");
    assertThat(Rules.load(BASE, step, root).rules())
        .extracting(Rule::kind)
        .containsExactly(Rule.Kind.BASE, Rule.Kind.STEP, Rule.Kind.CORRELATION);
    assertThat(Rules.load(BASE, step + "generate: true\n", root).rules())
        .extracting(Rule::kind)
        .containsExactly(Rule.Kind.EVENT, Rule.Kind.STEP, Rule.Kind.CORRELATION);
  }

  @Test
  void aBaseRuleStaysSilentWhenItsCorrelationIsRefused() {
    String refused = correlation("sum", "type: value_sum\nrules: [base]\ntimespan: 1h");
    assertThat(Rules.tryLoad(BASE, refused).rules())
        .extracting(Rule::kind)
        .containsExactly(Rule.Kind.BASE);
    String dangling = correlation("half", "type: temporal\nrules: [base, missing]\ntimespan: 1h");
    assertThat(Rules.tryLoad(BASE, dangling).rules())
        .extracting(Rule::kind)
        .containsExactly(Rule.Kind.BASE);
  }

  @Test
  void whoRefersToARefusedRuleIsRefusedAndSaysSo() {
    String inner = correlation("inner", "type: value_avg\nrules: [base]\ntimespan: 1h");
    String outer = correlation("outer", "type: temporal\nrules: [inner]\ntimespan: 1h");
    assertThat(Rules.tryLoad(BASE, inner, outer).errors())
        .extracting(RuleError::what)
        .containsExactly("is missing", "refers to inner, which was refused");
  }

  @Test
  void aCircleOfCorrelationsIsRefused() {
    String a = correlation("a", "type: temporal\nrules: [b]\ntimespan: 1h");
    String b = correlation("b", "type: temporal\nrules: [a]\ntimespan: 1h");
    assertThat(Rules.tryLoad(a, b).rules()).isEmpty();
    assertThat(Rules.refusal(a, b)).contains("refers back to itself");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = ';',
      value = {
        "type: value_percentile; is missing",
        "type: not_followed_by; must name what is not to follow",
        "type: sequence; no type of correlation",
        "condition: {gte: many}; not a number",
        "condition: {gte: 1.5}; not a count",
        "condition: {gte: -1}; not a count",
        "condition: {about: 5}; is not known here",
        "condition: {}; needs a bound",
        "condition: {gte: 2, field: F}; does not belong to event_count",
        "condition: {gte: 2, percentile: 5}; belongs to value_percentile",
        "timespan: 1w; not a time span",
        "timespan: 9000d; longer than",
        "timespan: d; not a time span",
        "learning: 7d; belongs to first_seen",
        "rules: [base, base]; names one rule twice",
        "rules: [nobody]; which is not there",
        "rules: []; must name",
        "window: 5m; is not known here",
        "group-by: {a: b}; must be a list",
        "aliases: {who: {other: F}}\\n  group-by: [who]; says nothing for base",
      })
  void whatACorrelationCannotBeIsRefusedByName(String change, String why) {
    String key = change.substring(0, change.indexOf(':'));
    StringBuilder body = new StringBuilder();
    for (String line :
        List.of("type: event_count", "rules: [base]", "timespan: 1h", "condition: {gte: 2}")) {
      if (!line.startsWith(key + ":")) {
        body.append(line).append('\n');
      }
    }
    assertThat(Rules.refusal(BASE, correlation("bad", body + change.replace("\\n  ", "\n"))))
        .contains("rule1.yml: rule bad: correlation", why);
  }

  @ParameterizedTest
  @CsvSource({
    "'action: sideways', none of global",
    "'{title: x, filter: {}}', must name the rules",
    "'{title: x, filter: {rules: nobody}}', which is not there",
    "'{title: x}', is missing",
    "'{detection: {a: b, condition: a}, logsource: {product: m365}}', is missing",
    "'{title: x, logsource: {product: m365}, detection: {a: {b: c}}}', is missing",
    "'{title: x, detection: {a: {b: c}, condition: a}}', is missing",
    "'{title: x, logsource: {product: m365}, detection: {condition: a}}', no search identifier",
    "'{title: x, logsource: {product: m365}, detection: {a: {b: c}, timeframe: 1h, condition: a}}',"
        + " obsolete",
    "'{title: x, level: urgent, logsource: {product: m365}, detection: {a: {b: c}, condition: a}}',"
        + " no level",
    "'[1, 2]', not a map",
    "'a: &x [*x]', ''",
    "'a: 1\na: 2', ''",
  })
  void whatIsNoRuleIsRefused(String yaml, String why) {
    assertThat(Rules.refusal(yaml)).contains(why);
  }

  @Test
  void yamlThatIsTooDeepOrTooManyIsRefusedRatherThanExpanded() {
    assertThat(Rules.refusal("a: " + "[".repeat(20_000))).contains("deeper");
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      laughs.append("a%d: &a%d [".formatted(i, i));
      laughs.append(("*a" + (i - 1) + ", ").repeat(9)).append("*a").append(i - 1).append("]\n");
    }
    assertThat(Rules.refusal(laughs.toString())).contains("rule0.yml");
    assertThat(Rules.refusal("a: " + "x".repeat(2_000_000))).contains("longer");
  }

  @Test
  void aChainOfMoreStagesThanAreEvaluatedIsRefusedByName() {
    String body = "type: event_count\n  rules: [%s]\n  group-by: [%s]\n  timespan: 1h\n";
    String condition = "  condition: {gte: 1}\n";
    String[] chain = {
      BASE,
      correlation("one", "  " + body.formatted("base", "a") + condition),
      correlation("two", "  " + body.formatted("one", "b") + condition),
      correlation("three", "  " + body.formatted("two", "c") + condition),
      correlation("four", "  " + body.formatted("three", "d") + condition),
    };
    assertThat(Rules.tryLoad(java.util.Arrays.copyOf(chain, 4)).errors()).isEmpty();
    List<RuleError> errors = Rules.tryLoad(chain).errors();
    assertThat(errors).singleElement().asString().contains("rule four", "more than 3");
  }

  @Test
  void twoRulesOfOneIdAreToldApart() {
    assertThat(Rules.refusal(BASE, BASE)).contains("id", "rule0.yml");
  }

  @Test
  void aFolderIsReadWithItsSubfolders(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("sub"));
    Files.writeString(folder.resolve("sub/b.YAML"), BASE + "---\n" + BASE.replace("base", "other"));
    Files.writeString(folder.resolve("a.yml"), BASE.replace("base", "third"));
    Files.writeString(folder.resolve("readme.txt"), "no rule");
    List<RuleSource> sources = RuleSource.fromFolder(folder);
    assertThat(sources).extracting(RuleSource::name).containsExactly("a.yml", "sub/b.YAML");
    assertThat(RuleSet.load(sources).rules())
        .extracting(Rule::name)
        .containsExactly("third", "base", "other");
  }
}
