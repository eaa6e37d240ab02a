package io.mailtrail.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.detect.Fact;
import io.mailtrail.enrich.CorrelateHarness.Backend;
import io.mailtrail.model.Alert.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One user with very many records neither fills the state nor takes the time of all others. */
class HotKeyTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final int FAILURES = 100_000;
  private static final int HOURS = 4;

  /** Rules that count this little keep so many facts of an hour. */
  private static final int CAP = 1_000;

  private static final RuleTexts RULES =
      RuleTexts.of(
          Map.of(
              "rules.yml",
              """
              title: A failure
              id: failure
              logsource: {product: m365}
              detection: {selection: {Operation: Failure}, condition: selection}
              ---
              title: Many failures
              id: many
              correlation: {type: event_count, rules: [failure], group-by: [user.email], \
              timespan: 5m, condition: {gte: 10}}
              """));

  @ParameterizedTest
  @EnumSource(Backend.class)
  void aHundredThousandFailuresOfOneUserStayBounded(Backend backend) throws Exception {
    Facts make = new Facts(RULES);
    List<Fact> facts = new ArrayList<>();
    for (int i = 0; i < FAILURES; i++) {
      Instant time = NOON.plusSeconds(i % (HOURS * 3_600));
      Map<String, String> event = Map.of("Operation", "Failure", "user.email", "ann@c.example");
      Collections.addAll(facts, make.of("r" + i, time, event));
    }
    Collections.shuffle(facts, new Random(7));
    try (CorrelateHarness harness = CorrelateHarness.open(backend, RULES)) {
      int evaluations = 0;
      for (int i = 0; i < facts.size(); i++) {
        harness.send(facts.get(i));
        if (i % 1_000 == 999) {
          harness.coalesce();
          evaluations++;
        }
      }
      // Two entries a fact: itself, and where it stands.
      assertThat(harness.stateEntries()).isLessThan(2 * CAP * (HOURS + 1) + 1_000);
      assertThat(harness.factsRead())
          .as("each evaluation reads what is kept, at most")
          .isLessThan((long) (evaluations + 2) * (CAP * HOURS + 1_000));

      harness.watermark(NOON.plus(Duration.ofHours(HOURS + 1)));
      assertThat(harness.newest().values())
          .filteredOn(alert -> alert.status() != Status.RETRACTED)
          .isNotEmpty()
          .allSatisfy(alert -> assertThat(alert.status()).isEqualTo(Status.SETTLED));

      harness.watermark(NOON.plus(Duration.ofDays(50)));
      harness.watermark(NOON.plus(Duration.ofDays(100)));
      assertThat(harness.stateEntries()).as("all is forgotten").isZero();
    }
  }
}
