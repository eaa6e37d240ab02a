package io.mailtrail.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.enrich.CorrelateHarness.Backend;
import io.mailtrail.model.Alert;
import io.mailtrail.model.Alert.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a changed correlation does to the keys that there are. */
@ParameterizedClass
@EnumSource(Backend.class)
class RuleSwapTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final String BASE =
      """
      title: A failure
      id: failure
      logsource: {product: m365}
      detection: {selection: {Operation: Failure}, condition: selection}
      """;

  @Parameter private Backend backend;

  private CorrelateHarness harness;

  private static String many(int atLeast, String groupBy) {
    return """
    title: Many failures
    id: many
    correlation: {type: event_count, rules: [failure], group-by: [%s], timespan: 1h, \
    condition: {gte: %d}}
    """
        .formatted(groupBy, atLeast);
  }

  private static RuleTexts rules(int atLeast, String groupBy) {
    return RuleTexts.of(Map.of("rules.yml", BASE + "---\n" + many(atLeast, groupBy)));
  }

  @BeforeEach
  void open() throws Exception {
    harness = CorrelateHarness.open(backend, rules(3, "user.email"));
  }

  @AfterEach
  void close() {
    harness.close();
  }

  private void failures(RuleTexts rules, int count) throws Exception {
    Facts facts = new Facts(rules);
    for (int i = 0; i < count; i++) {
      harness.send(
          facts.of(
              "r" + i,
              NOON.plusSeconds(i),
              Map.of(
                  "Operation", "Failure", "user.email", "ann@c.example", "source.ip", "1.2.3.4")));
    }
    harness.coalesce();
  }

  @Test
  void aLowerThresholdFindsWhatTheKeysAlreadyHold() throws Exception {
    failures(rules(3, "user.email"), 2);
    assertThat(harness.alerts()).isEmpty();

    harness.publish("many", many(2, "user.email"));
    assertThat(harness.statuses()).containsExactly(Status.PROVISIONAL);
    harness.watermark(NOON.plus(Duration.ofHours(2)));
    assertThat(harness.statuses()).containsExactly(Status.PROVISIONAL, Status.SETTLED);
  }

  @Test
  void alertsCarryTheVersionOfTheRule() throws Exception {
    failures(rules(3, "user.email"), 3);
    harness.publish("many", many(2, "user.email"));
    assertThat(harness.alerts()).extracting(Alert::ruleVersion).doesNotContainNull();
    assertThat(harness.alerts()).extracting(Alert::ruleVersion).doesNotHaveDuplicates().hasSize(2);
  }

  @Test
  void whatIsProvisionalIsRetractedByARuleThatDoesNotFindIt() throws Exception {
    failures(rules(3, "user.email"), 3);
    harness.publish("many", many(4, "user.email"));
    assertThat(harness.statuses()).containsExactly(Status.PROVISIONAL, Status.RETRACTED);
    assertThat(harness.alerts().get(1).explanation()).contains("rule was changed");
  }

  @Test
  void whatIsSettledStaysAsItWasSaid() throws Exception {
    failures(rules(3, "user.email"), 3);
    harness.watermark(NOON.plus(Duration.ofHours(2)));
    harness.publish("many", many(4, "user.email"));
    harness.publish("many", many(2, "user.email"));
    failures(rules(2, "user.email"), 5); // two more come late
    assertThat(harness.statuses()).containsExactly(Status.PROVISIONAL, Status.SETTLED);
  }

  @Test
  void aRuleTakenAwayRetractsWhatIsProvisionalAndComesBackWithItsFacts() throws Exception {
    failures(rules(3, "user.email"), 3);
    harness.publish("many", RuleChange.removal("many"));
    assertThat(harness.statuses()).containsExactly(Status.PROVISIONAL, Status.RETRACTED);
    harness.publish("many", null);
    assertThat(harness.statuses()).last().isEqualTo(Status.PROVISIONAL);
  }

  @Test
  void aRuleThatGroupsOtherwiseBeginsWithKeysOfItsOwn() throws Exception {
    failures(rules(3, "user.email"), 2);
    harness.publish("many", many(3, "source.ip"));
    failures(rules(3, "user.email"), 3); // of a task that has not heard of the change yet
    assertThat(harness.alerts()).isEmpty();
    failures(rules(3, "source.ip"), 3);
    assertThat(harness.newest().values())
        .singleElement()
        .satisfies(alert -> assertThat(alert.group()).isEqualTo(Map.of("source.ip", "1.2.3.4")));
  }

  @Test
  void aFactThatComesBeforeItsRuleIsKeptForIt() throws Exception {
    RuleTexts both =
        RuleTexts.of(
            Map.of("a.yml", BASE + "---\n" + many(2, "user.email").replace("many", "another")));
    failures(both, 2);
    assertThat(harness.alerts()).isEmpty();
    harness.publish("another", many(2, "user.email").replace("many", "another"));
    // Its shape is known only now; the sweep looks at the key that waited for it.
    assertThat(harness.alerts()).extracting(Alert::rule).containsExactly("another");
  }

  @Test
  void aRestartWithOtherRulesEvaluatesAKeyWhenItIsTouched() throws Exception {
    failures(rules(3, "user.email"), 2);
    OperatorSubtaskState snapshot = harness.snapshot();
    harness.close();
    harness = CorrelateHarness.open(backend, rules(2, "user.email"), snapshot);
    harness.watermark(NOON.plus(Duration.ofDays(3)));
    assertThat(harness.statuses()).containsExactly(Status.SETTLED);
  }

  @Test
  void aNewRuleFindsWhatWasKeptForOthersThatGroupAlike() throws Exception {
    failures(rules(3, "user.email"), 2);
    harness.publish("another", many(2, "user.email").replace("many", "another"));
    assertThat(harness.alerts())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.rule()).isEqualTo("another");
              assertThat(alert.evidence()).hasSize(2);
            });
  }

  @Test
  void whatWasKeptBeforeAnybodyAskedForAFieldIsNoBaseline() throws Exception {
    String newCountry =
        """
        title: A new country
        id: country
        correlation: {type: first_seen, rules: [failure], group-by: [user.email], \
        timespan: 30d, learning: 1h, condition: {field: source.geo.country_iso_code}}
        """;
    RuleTexts before = rules(9, "user.email");
    RuleTexts after =
        RuleTexts.of(
            Map.of("rules.yml", BASE + "---\n" + many(9, "user.email") + "---\n" + newCountry));
    inCountry(before, "a", -48, "DE");
    harness.publish("country", newCountry);
    inCountry(after, "b", -24, "DE");
    assertThat(harness.alerts()).as("DE is old, nobody knows").isEmpty();
    inCountry(after, "c", -2, "FR");
    assertThat(harness.alerts()).extracting(Alert::rule).containsExactly("country");

    inCountry(after, "a", -48, "DE"); // read once more: now it says so
    inCountry(after, "d", -47, "FR");
    assertThat(harness.newest().values())
        .filteredOn(alert -> alert.status() != Status.RETRACTED)
        .as("the first in FR is the earlier one")
        .singleElement()
        .satisfies(alert -> assertThat(alert.evidence().get(0).recordId()).isEqualTo("t/d"));
  }

  private void inCountry(RuleTexts rules, String id, int hour, String country) throws Exception {
    harness.send(
        new Facts(rules)
            .of(
                id,
                NOON.plus(Duration.ofHours(hour)),
                Map.of(
                    "Operation",
                    "Failure",
                    "user.email",
                    "ann@c.example",
                    "source.geo.country_iso_code",
                    country)));
    harness.coalesce();
  }
}
