package io.mailtrail.enrich;

import io.mailtrail.detect.Budget;
import io.mailtrail.detect.Copies;
import io.mailtrail.detect.Correlator;
import io.mailtrail.detect.Fact;
import io.mailtrail.detect.Fidelity;
import io.mailtrail.detect.Matcher;
import io.mailtrail.detect.RuleFailure;
import io.mailtrail.detect.RuleSet;
import io.mailtrail.detect.Sink;
import io.mailtrail.enrich.RecordCopy.Content;
import io.mailtrail.model.Alert;
import io.mailtrail.model.EventFields;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Asks the rules about one copy of a record. No copy is better than the API's, so its facts need
 * not wait for others: they are given out at once. For one thread at a time.
 */
final class CopyMatcher implements Sink {
  private final Matcher matcher;
  private final Shapes shapes;
  private final Consumer<RuleFailure> failures;
  private final List<Fact> facts = new ArrayList<>();
  private final List<Alert> alerts = new ArrayList<>();

  CopyMatcher(RuleSet rules, Budget budget, Consumer<RuleFailure> failures) {
    this.matcher = new Matcher(rules, budget);
    this.shapes = new Shapes(new Correlator(rules));
    this.failures = failures;
  }

  /**
   * @param direct takes the facts that go to their keys directly
   * @return what is to be told where the copies of the record are told apart
   */
  RecordCopy match(EventFields event, Consumer<Fact> direct) {
    facts.clear();
    alerts.clear();
    matcher.match(event, this);
    int fidelity = Fidelity.of(event);
    boolean isBest = fidelity == Fidelity.HIGHEST;
    if (isBest) {
      facts.forEach(direct);
    }
    long[] marks =
        isBest && !facts.isEmpty() ? facts.stream().mapToLong(Copies::mark).toArray() : null;
    return new RecordCopy(
        Copies.record(event.recordId()),
        fidelity,
        marks,
        new Content(isBest ? List.of() : facts, alerts).toBytes());
  }

  /** How many facts the last event gave. */
  int facts() {
    return facts.size();
  }

  /** How many alerts the last event gave. */
  int alerts() {
    return alerts.size();
  }

  @Override
  public void fact(Fact fact) {
    facts.add(shapes.keyed(fact));
  }

  @Override
  public void alert(Alert alert) {
    alerts.add(alert);
  }

  @Override
  public void failure(RuleFailure failure) {
    failures.accept(failure);
  }
}
