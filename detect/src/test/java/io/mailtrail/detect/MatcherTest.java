package io.mailtrail.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.detect.sigma.Expression;
import io.mailtrail.model.Alert;
import io.mailtrail.model.EventFields;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A rule that harms the others is switched off alone, and reported once. */
class MatcherTest {
  private static final RuleSet RULES =
      Rules.load(
          Rules.event("good", "selection: {Operation: A}\ncondition: selection"),
          Rules.event("bad", "selection: {F: '1'}\ncondition: selection"));

  private final List<String> out = new ArrayList<>();
  private final AtomicLong clock = new AtomicLong();

  private final Sink sink =
      new Sink() {
        @Override
        public void fact(Fact fact) {
          throw new AssertionError("there are no correlations");
        }

        @Override
        public void alert(Alert alert) {
          out.add(alert.rule());
        }

        @Override
        public void failure(RuleFailure failure) {
          out.add(failure.rule() + " " + failure.kind());
        }
      };

  /** An event whose field F does something when it is read. */
  private static EventFields event(Runnable whenRead) {
    JsonEvent json = JsonEvent.of("{'Operation': 'A', 'F': '1'}");
    return new EventFields() {
      @Override
      public String recordId() {
        return json.recordId();
      }

      @Override
      public long time() {
        return json.time();
      }

      @Override
      public String tenant() {
        return json.tenant();
      }

      @Override
      public String message() {
        return json.message();
      }

      @Override
      public List<String> values(String field) {
        if (field.equals("F")) {
          whenRead.run();
        }
        return json.values(field);
      }
    };
  }

  @Test
  void aRuleThatThrowsIsReportedAndNeverAskedAgain() {
    Matcher matcher = new Matcher(RULES);
    Runnable broken =
        () -> {
          throw new IllegalStateException("broken");
        };
    matcher.match(event(broken), sink);
    matcher.match(event(broken), sink);
    matcher.match(event(() -> {}), sink);
    assertThat(out).containsExactlyInAnyOrder("good", "bad FAILED", "good", "good");
  }

  @Test
  void aRuleThatIsSlowAgainAndAgainIsSwitchedOff() {
    Matcher matcher = new Matcher(RULES, new Budget(clock::get, 1_000, 2));
    for (int i = 0; i < 5; i++) {
      matcher.match(event(() -> clock.addAndGet(5_000)), sink);
    }
    assertThat(out).filteredOn("bad SLOW"::equals).hasSize(1);
    assertThat(out).filteredOn("bad"::equals).hasSize(2);
    assertThat(out).filteredOn("good"::equals).hasSize(5);
  }

  @Test
  void withinItsBudgetARuleStaysOn() {
    Matcher matcher = new Matcher(RULES, new Budget(clock::get, 1_000, 2));
    for (int i = 0; i < 50; i++) {
      matcher.match(event(() -> clock.addAndGet(900)), sink);
    }
    assertThat(out).hasSize(100);
  }

  @Test
  void whatIsOnlyAskedForByTheOthersIsNotRead() {
    Expression expression = RULES.loaded("bad").detections().expression();
    assertThat(expression.matches(JsonEvent.of("{'F': '1'}"))).isTrue();
    AtomicLong reads = new AtomicLong();
    Matcher matcher =
        new Matcher(
            Rules.load(
                Rules.event("x", "selection: {Operation: B, F: '1'}\ncondition: selection")));
    matcher.match(event(reads::incrementAndGet), sink);
    assertThat(reads).hasValue(0);
  }
}
