package io.mailtrail.detect;

import io.mailtrail.model.Alert;
import java.util.List;

/**
 * What one step in the life of a key's findings comes to.
 *
 * @param alerts the versions to publish now, retractions first
 * @param facts for the keys of other families, those that are gone first
 * @param known the new memory, in place of the old
 * @param nextTimer the earliest watermark at which something happens without a new fact, or {@link
 *     Long#MAX_VALUE}
 */
public record Step(List<Alert> alerts, List<Fact> facts, List<Known> known, long nextTimer) {
  public Step {
    alerts = List.copyOf(alerts);
    facts = List.copyOf(facts);
    known = List.copyOf(known);
  }
}
