package io.mailtrail.detect;

import static io.mailtrail.detect.Happening.HOUR;
import static io.mailtrail.detect.Happening.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.Alert;
import io.mailtrail.model.Alert.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One user, "A then B within eight hours", records one by one. */
class AlertLifeTest {
  private static final RuleSet RULES = Scenario.A_THEN_B.rules(new Scenario.Sizes(8, 1, 0, 1));
  private static final long EARLY = START;
  private static final long NEVER = START + 1_000 * HOUR;

  private Group group;

  @BeforeEach
  void newGroup() {
    group = group(RULES);
  }

  private static Group group(RuleSet rules) {
    Correlator correlator = new Correlator(rules);
    return new Group(correlator, correlator.grouping("root"), CollectionProof.BY_WATERMARK);
  }

  private static Fact fact(String id, long hour, String operation) {
    List<Fact> facts = new ArrayList<>();
    new Matcher(RULES)
        .match(
            new Happening(id, hour, operation, "v", "u1").event(),
            new Sink() {
              @Override
              public void fact(Fact fact) {
                facts.add(fact);
              }

              @Override
              public void alert(Alert alert) {
                throw new AssertionError("only facts");
              }
            });
    return facts.get(0);
  }

  private Alert only(long watermark) {
    List<Alert> emitted = group.advance(watermark).alerts();
    assertThat(emitted).hasSize(1);
    return emitted.get(0);
  }

  @Test
  void isProvisionalUntilTheWatermarkReachesTheEndOfTheWindow() {
    group.add(fact("a", 10, "A"));
    group.add(fact("b", 12, "B"));
    assertThat(only(EARLY).status()).isEqualTo(Status.PROVISIONAL);
    assertThat(group.nextTimer()).isEqualTo(START + 18 * HOUR);
    assertThat(group.advance(START + 18 * HOUR - 1).alerts()).isEmpty();
    assertThat(only(START + 18 * HOUR).status()).isEqualTo(Status.SETTLED);
    assertThat(group.nextTimer()).isEqualTo(Long.MAX_VALUE);
    assertThat(group.advance(NEVER).alerts()).isEmpty();
  }

  @Test
  void aRepeatChangesNothing() {
    Fact a = fact("a", 10, "A");
    assertThat(group.add(a)).isTrue();
    assertThat(group.add(a)).isFalse();
  }

  @Test
  void furtherEvidenceIsANewVersionOfTheSameAlert() {
    group.add(fact("a", 10, "A"));
    group.add(fact("b", 12, "B"));
    Alert first = only(EARLY);
    group.add(fact("c", 13, "B"));
    Alert second = only(EARLY);
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.evidence()).hasSize(3);
    assertThat(second.status()).isEqualTo(Status.PROVISIONAL);
  }

  @Test
  void anAnchorThatMovesLeavesAnAlias() {
    group.add(fact("a2", 10, "A"));
    group.add(fact("b", 12, "B"));
    Alert before = only(EARLY);
    group.add(fact("a1", 9, "A"));
    List<Alert> emitted = group.advance(EARLY).alerts();
    assertThat(emitted)
        .extracting(Alert::id, Alert::status)
        .first()
        .isEqualTo(org.assertj.core.groups.Tuple.tuple(before.id(), Status.RETRACTED));
    Alert after = emitted.get(1);
    assertThat(emitted.get(0).explanation()).contains(after.id());
    assertThat(after.status()).isEqualTo(Status.PROVISIONAL);
    assertThat(after.aliases()).containsExactly(before.id());
    group.add(fact("a0", 8, "A"));
    Alert last = group.advance(NEVER).alerts().get(1);
    assertThat(last.aliases()).containsExactlyInAnyOrder(before.id(), after.id());
    assertThat(last.status()).isEqualTo(Status.SETTLED);
  }

  @Test
  void anAnchorThatMovesAwayAndBackIsNoAliasOfItself() {
    group.add(fact("a2", 10, "A"));
    group.add(fact("b", 12, "B"));
    Alert first = only(EARLY);
    Fact earlier = fact("a1", 9, "A");
    group.add(earlier);
    Alert moved = group.advance(EARLY).alerts().get(1);
    group.add(earlier.asGone());
    Alert back = group.advance(EARLY).alerts().get(1);
    assertThat(back.id()).isEqualTo(first.id());
    assertThat(back.aliases()).containsExactly(moved.id());
  }

  @Test
  void whatTakesAwayAFactLeavesThatOfABetterCopy() {
    Fact lower = fact("a", 10, "A");
    Fact better = Copied.of(lower, lower.fidelity() + 1);
    group.add(lower);
    group.add(better);
    assertThat(group.add(lower.asGone())).isFalse();
    assertThat(group.facts()).containsExactly(better);
    assertThat(group.add(better.asGone())).isTrue();
    assertThat(group.facts()).isEmpty();
  }

  @Test
  void aNewValueSpeaksOfTheWholeHorizonInWhichItWasNotSeen() {
    RuleSet rules = Scenario.NEW_THEN_B.rules(new Scenario.Sizes(8, 12, 0, 1));
    OfflineDetector detector = new OfflineDetector(rules, CollectionProof.BY_WATERMARK);
    detector.accept(new Happening("a", 20, "A", "v", "u1").event());
    detector.accept(new Happening("b", 22, "B", "v", "u1").event());
    assertThat(detector.settleAll())
        .singleElement()
        .extracting(Alert::coverage)
        .isEqualTo(
            new Alert.Coverage(
                java.time.Instant.ofEpochMilli(START + 8 * HOUR),
                java.time.Instant.ofEpochMilli(START + 28 * HOUR),
                Alert.Collected.COMPLETE));
  }

  @Test
  void whatComesAfterSettlingReopens() {
    group.add(fact("a", 10, "A"));
    group.add(fact("b", 12, "B"));
    Alert settled = only(NEVER);
    group.add(fact("c", 13, "B").asLate());
    Alert reopened = only(NEVER);
    assertThat(reopened.id()).isEqualTo(settled.id());
    assertThat(reopened.status()).isEqualTo(Status.REOPENED);
    assertThat(reopened.historical()).isTrue();
    assertThat(group.advance(NEVER).alerts()).isEmpty();
  }

  @Test
  void anAlertFoundInABackfillIsHistoricalAndSettledAtOnce() {
    group.add(fact("a", 10, "A").asLate());
    group.add(fact("b", 12, "B").asLate());
    Alert alert = only(NEVER);
    assertThat(alert.status()).isEqualTo(Status.SETTLED);
    assertThat(alert.historical()).isTrue();
  }

  @Test
  void whatIsForgottenIsNotRetracted() {
    group.add(fact("a", 10, "A"));
    group.add(fact("b", 12, "B"));
    only(NEVER);
    group.compact(NEVER);
    assertThat(group.facts()).isEmpty();
    assertThat(group.advance(NEVER).alerts()).isEmpty();
  }

  @Test
  void aLateSightingUndoesWhatWasNew() {
    RuleSet rules = Scenario.FIRST_SEEN.rules(new Scenario.Sizes(8, 100, 0, 1));
    group = group(rules);
    List<Fact> facts = new ArrayList<>();
    for (Happening h :
        List.of(new Happening("a", 10, "A", "v", "u1"), new Happening("b", 9, "A", "v", "u1"))) {
      new Matcher(rules)
          .match(
              h.event(),
              new Sink() {
                @Override
                public void fact(Fact fact) {
                  facts.add(fact);
                }

                @Override
                public void alert(Alert alert) {
                  throw new AssertionError("only facts");
                }
              });
    }
    group.add(facts.get(0));
    assertThat(only(EARLY).status()).isEqualTo(Status.PROVISIONAL);
    group.add(facts.get(1));
    assertThat(group.advance(EARLY).alerts())
        .extracting(Alert::status)
        .containsExactly(Status.RETRACTED, Status.PROVISIONAL);
  }
}
