package io.mailtrail.detect;

import static io.mailtrail.detect.Happening.HOUR;
import static io.mailtrail.detect.Happening.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.Alert;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A hundred thousand failures of one user in an hour: bounded, and the same in any order. */
class HotKeyTest {
  private static final int MANY = 100_000;
  private static final RuleSet RULES = Scenario.MANY_A.rules(new Scenario.Sizes(1, 1, 0, 3));

  private static List<Fact> flood() {
    List<Fact> facts = new ArrayList<>();
    new Matcher(RULES)
        .match(
            new Happening("r", 0, "A", "v", "u1").event(),
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
    Fact one = facts.get(0);
    List<Fact> flood = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      String record = "r%06d".formatted(i);
      flood.add(
          new Fact(
              one.key(),
              one.grouping(),
              record,
              record,
              one.tenant(),
              START + i * HOUR / MANY,
              one.rule(),
              one.group(),
              one.values(),
              "",
              "",
              0,
              false,
              false,
              false));
    }
    return flood;
  }

  private static Group after(List<Fact> facts) {
    Group group =
        new Group(new Correlator(RULES), facts.get(0).grouping(), CollectionProof.BY_WATERMARK);
    facts.forEach(group::add);
    return group;
  }

  @Test
  void keepsABoundedNumberOfFactsAndSaysSo() {
    List<Fact> flood = flood();
    Group inOrder = after(flood);
    Collections.shuffle(flood, new Random(7));
    Group shuffled = after(flood);
    int cap = new Correlator(RULES).cap(flood.get(0).grouping());
    assertThat(inOrder.facts()).hasSize(cap).containsExactlyInAnyOrderElementsOf(shuffled.facts());
    List<Alert> alerts = inOrder.advance(Long.MAX_VALUE).alerts();
    assertThat(alerts).isEqualTo(shuffled.advance(Long.MAX_VALUE).alerts()).hasSize(1);
    assertThat(alerts.get(0).explanation()).contains("only the first " + cap + " records count");
  }

  @Test
  void aRepeatOfARecordThatDoesNotCountChangesNothing() {
    List<Fact> flood = flood();
    Group group = after(flood);
    group.advance(Long.MIN_VALUE);
    assertThat(group.add(flood.get(MANY - 1))).isFalse();
    assertThat(group.advance(Long.MIN_VALUE).alerts()).isEmpty();
  }
}
