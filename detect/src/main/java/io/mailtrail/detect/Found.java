package io.mailtrail.detect;

import io.mailtrail.model.Alert;
import java.util.List;
import java.util.Objects;

/**
 * An episode that the facts of one key show.
 *
 * @param alert provisional
 * @param settlesAt once the watermark reaches this (milliseconds since the epoch), no record inside
 *     the horizon can change it
 * @param tentative a later record could undo it: it is not told before it is settled
 * @param facts where the correlation only serves one that is grouped otherwise: what it gives that
 *     one, instead of the alert
 */
public record Found(Alert alert, long settlesAt, boolean tentative, List<Fact> facts) {
  public Found {
    Objects.requireNonNull(alert, "alert");
    facts = List.copyOf(facts);
  }
}
