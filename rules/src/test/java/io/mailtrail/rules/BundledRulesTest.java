package io.mailtrail.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.detect.OfflineDetector;
import io.mailtrail.detect.Rule;
import io.mailtrail.detect.RuleSet;
import io.mailtrail.detect.RuleSource;
import io.mailtrail.detect.sigma.YamlDocuments;
import io.mailtrail.model.Alert;
import io.mailtrail.model.RawRecord;
import io.mailtrail.model.RecordId;
import io.mailtrail.normalise.Lookups;
import io.mailtrail.normalise.Normaliser;
import io.mailtrail.normalise.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs the tests that the rules carry, through the real normaliser and the real engine. */
class BundledRulesTest {
  private static final Map<String, String> RULES = BundledRules.load();
  private static final Lookups LOOKUPS = Lookups.bundled();

  /** After every record of every test. */
  private static final long FETCHED = Instant.parse("2030-01-01T00:00:00Z").toEpochMilli();

  @TestFactory
  Stream<DynamicTest> everyRuleDoesWhatItsOwnTestsSay() {
    return RULES.entrySet().stream()
        .flatMap(entry -> RuleCase.of(entry.getKey(), entry.getValue()).stream())
        .map(test -> DynamicTest.dynamicTest(test.rule() + ": " + test.name(), () -> run(test)));
  }

  private static void run(RuleCase test) {
    RuleSet rules = RuleSet.load(sources(withReferences(test.file())));
    assertThat(rules.errors()).isEmpty();
    OfflineDetector detector = new OfflineDetector(rules);
    Normaliser normaliser = new Normaliser(LOOKUPS);
    for (String record : test.records()) {
      Outcome outcome = normaliser.normalise(raw(record));
      assertThat(outcome).isInstanceOf(Outcome.Normalised.class);
      detector.accept(((Outcome.Normalised) outcome).event());
    }
    String id = id(rules, test.rule());
    List<Alert> alerts =
        detector.settleAll().stream().filter(alert -> alert.rule().equals(id)).toList();
    assertThat(alerts).hasSize(test.alerts());
    for (Alert alert : alerts) {
      assertThat(alert.explanation()).isNotBlank();
      assertThat(alert.evidence()).isNotEmpty().noneMatch(proof -> proof.reason().isBlank());
    }
  }

  @Test
  void theFlagshipSaysWhatItSaw() {
    RuleCase story =
        RuleCase.of(
                "takeover/new_network_then_inbox_rule.yml",
                RULES.get("takeover/new_network_then_inbox_rule.yml"))
            .get(0);
    OfflineDetector detector = new OfflineDetector(RuleSet.load(sources(RULES)));
    Normaliser normaliser = new Normaliser(LOOKUPS);
    story
        .records()
        .forEach(
            record ->
                detector.accept(((Outcome.Normalised) normaliser.normalise(raw(record))).event()));

    List<Alert> alerts =
        detector.settleAll().stream()
            .filter(
                found -> found.title().startsWith("Login from a new network, then an inbox rule"))
            .toList();

    assertThat(alerts).hasSize(1);
    Alert alert = alerts.get(0);
    assertThat(alert.level()).isEqualTo("high");
    assertThat(alert.status()).isEqualTo(Alert.Status.SETTLED);
    assertThat(alert.group()).containsExactly(Map.entry("user.email", "adele@contoso.example"));
    assertThat(alert.tags()).contains("attack.t1564.008", "attack.t1114.003", "attack.t1078.004");
    assertThat(alert.description()).contains("What to do next");
    assertThat(alert.evidence())
        .extracting(Alert.Evidence::step)
        .containsExactly(
            "mailtrail_login_from_new_network", "mailtrail_inbox_rule_hides_or_forwards");
    assertThat(alert.explanation())
        .contains("user adele@contoso.example")
        .contains("AS 15169 was not seen for this user in the 30 days before; known: 3320")
        .contains("Operation is New-InboxRule; Parameters.ForwardTo is drop@evil.example");
  }

  @Test
  void everyRuleIsCompleteAndCarriesAMatchAndANearMiss() {
    RuleSet rules = RuleSet.load(sources(RULES));
    assertThat(rules.errors()).isEmpty();
    assertThat(rules.rules()).hasSameSizeAs(RULES.entrySet());
    for (Rule rule : rules.rules()) {
      assertThat(rule.applies()).as(rule.label()).isTrue();
      assertThat(rule.name()).as(rule.id()).startsWith("mailtrail_");
      assertThat(rule.id()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
      assertThat(rule.description()).as(rule.label()).isNotBlank();
      assertThat(rule.falsePositives()).as(rule.label()).isNotEmpty();
      assertThat(rule.tags()).as(rule.label()).anyMatch(tag -> tag.startsWith("attack.t"));
      List<RuleCase> cases = RuleCase.of(rule.source(), RULES.get(rule.source()));
      assertThat(cases).as(rule.label()).anyMatch(test -> test.alerts() > 0);
      assertThat(cases).as(rule.label()).anyMatch(test -> test.alerts() == 0);
    }
  }

  @Test
  void theIndexNamesEveryFile() throws IOException {
    Path folder = Path.of("src/main/resources/io/mailtrail/rules");
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(file -> file.toString().endsWith(".yml")))
          .extracting(file -> folder.relativize(file).toString().replace('\\', '/'))
          .containsExactlyInAnyOrderElementsOf(RULES.keySet());
    }
  }

  /** The file and those its rule refers to, so that the rule itself raises the alerts. */
  private static Map<String, String> withReferences(String file) {
    Map<String, String> needed = new LinkedHashMap<>();
    collect(file, needed);
    return needed;
  }

  private static void collect(String file, Map<String, String> needed) {
    if (needed.put(file, RULES.get(file)) == null) {
      for (Map<String, Object> rule : YamlDocuments.read(RULES.get(file))) {
        if (rule.get("correlation") instanceof Map<?, ?> correlation) {
          ((List<?>) correlation.get("rules")).forEach(name -> collect(fileOf(name), needed));
        }
      }
    }
  }

  private static String fileOf(Object name) {
    return RULES.entrySet().stream()
        .filter(entry -> entry.getValue().contains("\nname: " + name + "\n"))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  private static String id(RuleSet rules, String name) {
    return rules.rules().stream()
        .filter(rule -> name.equals(rule.name()))
        .map(Rule::id)
        .findFirst()
        .orElseThrow();
  }

  private static List<RuleSource> sources(Map<String, String> rules) {
    List<RuleSource> sources = new ArrayList<>();
    rules.forEach((name, yaml) -> sources.add(new RuleSource(name, yaml)));
    return sources;
  }

  private static RawRecord raw(String record) {
    byte[] bytes = record.getBytes(UTF_8);
    String key = RecordId.scan(bytes).recordId("").orElseThrow();
    return new RawRecord(key, bytes, "", "api", "Audit.General", "test", 0, FETCHED);
  }
}
