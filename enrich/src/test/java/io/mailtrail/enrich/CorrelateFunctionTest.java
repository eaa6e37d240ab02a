package io.mailtrail.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.detect.Correlator;
import io.mailtrail.detect.Fact;
import io.mailtrail.detect.Matcher;
import io.mailtrail.detect.RuleSet;
import io.mailtrail.detect.RuleSource;
import io.mailtrail.detect.Sink;
import io.mailtrail.enrich.CorrelateHarness.Backend;
import io.mailtrail.model.Alert;
import io.mailtrail.model.Alert.Status;
import io.mailtrail.model.EventFields;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The adapter: state, timers and watermarks around the pure engine. */
@ParameterizedClass
@EnumSource(Backend.class)
class CorrelateFunctionTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final String RULES =
      """
      title: A sign-in
      id: 11111111-0000-4000-8000-000000000001
      name: signin
      logsource: {product: m365}
      detection:
        selection: {Operation: SignIn}
        condition: selection
      ---
      title: A change
      id: 11111111-0000-4000-8000-000000000002
      name: change
      logsource: {product: m365}
      detection:
        selection: {Operation: Change}
        condition: selection
      ---
      title: A sign-in and then a change
      id: 11111111-0000-4000-8000-000000000003
      level: high
      correlation:
        type: temporal_ordered
        rules: [signin, change]
        group-by: [user.email]
        timespan: 1h
      """;
  private static final RuleTexts TEXTS = RuleTexts.of(Map.of("test.yml", RULES));

  @Parameter private Backend backend;

  private CorrelateHarness harness;

  @BeforeEach
  void open() throws Exception {
    harness = CorrelateHarness.open(backend, TEXTS);
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void theRulesOfThisTestLoad() {
    assertThat(RuleSet.load(List.of(new RuleSource("test.yml", RULES))).errors()).isEmpty();
    assertThat(fact("SignIn", "a", 0)).isNotNull();
  }

  @Test
  void anAlertIsProvisionalUntilTheWatermarkHasPassedItsWindow() throws Exception {
    send(fact("Change", "b", 10), fact("SignIn", "a", 0));
    coalesce();
    assertThat(statuses()).containsExactly(Status.PROVISIONAL);

    watermark(59);
    assertThat(statuses()).containsExactly(Status.PROVISIONAL);
    watermark(61);
    assertThat(statuses()).containsExactly(Status.PROVISIONAL, Status.SETTLED);
    assertThat(alerts().get(1).evidence())
        .extracting(Alert.Evidence::recordId)
        .containsExactly("t/a", "t/b");
  }

  @Test
  void aRepeatChangesNothing() throws Exception {
    for (int i = 0; i < 5; i++) {
      send(fact("SignIn", "a", 0), fact("Change", "b", 10));
    }
    coalesce();
    send(fact("SignIn", "a", 0), fact("Change", "b", 10));
    coalesce();
    assertThat(statuses()).containsExactly(Status.PROVISIONAL);
  }

  @Test
  void theEndOfABoundedInputSettlesAllWithoutWaiting() throws Exception {
    send(fact("SignIn", "a", 0), fact("Change", "b", 10));
    harness.end();
    assertThat(statuses()).last().isEqualTo(Status.SETTLED);
  }

  @Test
  void whatComesBehindTheWatermarkIsHistorical() throws Exception {
    watermark(600);
    send(fact("SignIn", "a", 0), fact("Change", "b", 10));
    coalesce();
    assertThat(alerts()).last().extracting(Alert::historical).isEqualTo(true);
    assertThat(alerts()).last().extracting(Alert::status).isEqualTo(Status.SETTLED);
  }

  @Test
  void aSettledAlertThatALateRecordChangesIsReopened() throws Exception {
    send(fact("SignIn", "a", 0), fact("Change", "b", 10));
    coalesce();
    watermark(600);
    send(fact("Change", "c", 20));
    coalesce();
    assertThat(statuses()).containsExactly(Status.PROVISIONAL, Status.SETTLED, Status.REOPENED);
  }

  @Test
  void whatWaitsForOthersIsEvaluatedBeforeTheWatermarkIsPassedOn() throws Exception {
    send(fact("SignIn", "a", 0), fact("Change", "b", 10)); // the second waits for a moment
    watermark(5);
    assertThat(statuses()).containsExactly(Status.PROVISIONAL);
    coalesce();
    assertThat(statuses()).containsExactly(Status.PROVISIONAL);
  }

  @Test
  void theClockMakesNoKeyForget() throws Exception {
    watermark(1);
    harness.processingTime(NOON.plus(Duration.ofDays(100)).toEpochMilli());
    send(fact("SignIn", "a", 2), fact("Change", "b", 3));
    coalesce();
    assertThat(harness.factsRead())
        .as("the evaluation reads both, and nobody reads them again")
        .isEqualTo(2);
  }

  @Test
  void whatCanShowNothingIsNotEvenRead() throws Exception {
    for (int i = 0; i < 100; i++) {
      send(fact("SignIn", "a" + i, i));
      coalesce();
    }
    assertThat(harness.factsRead()).as("a sign-in alone is no chain").isZero();
    send(fact("Change", "b", 30));
    assertThat(statuses()).containsExactly(Status.PROVISIONAL);
    assertThat(alerts().get(0).evidence()).hasSize(32);
  }

  @Test
  void aCorrelationThatIsSlowAgainAndAgainIsSwitchedOffAlone() throws Exception {
    harness.close();
    harness = CorrelateHarness.open(backend, TEXTS, null, Duration.ZERO);
    send(fact("Change", "b", 0));
    for (int i = 0; i <= 11; i++) {
      send(fact("SignIn", "a" + i, i));
      coalesce();
    }
    assertThat(harness.failed())
        .singleElement()
        .satisfies(
            failed -> {
              assertThat(failed.code()).isEqualTo("rule_slow");
              assertThat(failed.message()).contains("11111111-0000-4000-8000-000000000003");
            });
  }

  @Test
  void timePassesForAKeyWhoseCorrelationIsSwitchedOff() throws Exception {
    harness.close();
    harness = CorrelateHarness.open(backend, TEXTS, null, Duration.ZERO);
    for (int i = 0; i <= 11; i++) {
      send(fact("SignIn", "a" + i, i), fact("Change", "b" + i, i));
      coalesce();
    }
    assertThat(statuses()).last().isEqualTo(Status.PROVISIONAL);
    watermark(600);
    watermark(100_000);
    assertThat(statuses()).as("nobody asks any more").doesNotContain(Status.SETTLED);
  }

  @Test
  void stateSurvivesARestart() throws Exception {
    send(fact("SignIn", "a", 0), fact("Change", "b", 10));
    send(fact("Change", "c", 20)); // not yet evaluated when the job dies
    OperatorSubtaskState snapshot = harness.snapshot();
    harness.close();

    harness = CorrelateHarness.open(backend, TEXTS, snapshot);
    harness.processingTime(10_000);
    assertThat(statuses()).containsExactly(Status.PROVISIONAL);
    assertThat(alerts().get(0).evidence()).hasSize(3);
    watermark(61);
    assertThat(statuses()).containsExactly(Status.PROVISIONAL, Status.SETTLED);
  }

  private void send(Fact... facts) throws Exception {
    harness.send(facts);
  }

  private void coalesce() throws Exception {
    harness.coalesce();
  }

  private void watermark(int minutesAfterNoon) throws Exception {
    harness.watermark(NOON.plus(Duration.ofMinutes(minutesAfterNoon)));
  }

  private List<Alert> alerts() {
    return harness.alerts();
  }

  private List<Status> statuses() {
    return harness.statuses();
  }

  private static Fact fact(String operation, String id, int minutesAfterNoon) {
    List<Fact> facts = new ArrayList<>();
    RuleSet rules = RuleSet.load(List.of(new RuleSource("test.yml", RULES)));
    new Matcher(rules)
        .match(
            new Fields(operation, id, minutesAfterNoon),
            new Sink() {
              @Override
              public void fact(Fact fact) {
                facts.add(fact);
              }

              @Override
              public void alert(Alert alert) {
                throw new AssertionError("no rule of one record here");
              }
            });
    assertThat(facts).hasSize(1);
    return new Shapes(new Correlator(rules)).keyed(facts.get(0));
  }

  private record Fields(String operation, String id, int minutesAfterNoon) implements EventFields {
    @Override
    public String recordId() {
      return "t/" + id;
    }

    @Override
    public long time() {
      return NOON.plus(Duration.ofMinutes(minutesAfterNoon)).toEpochMilli();
    }

    @Override
    public String tenant() {
      return "t";
    }

    @Override
    public String message() {
      return "ann did " + operation;
    }

    @Override
    public List<String> values(String field) {
      return switch (field) {
        case "Operation" -> List.of(operation);
        case "user.email" -> List.of("ann@c.example");
        default -> List.of();
      };
    }
  }
}
