package io.mailtrail.detect;

import io.mailtrail.model.Alert;

/** Takes what one event gives. */
public interface Sink {
  /** The event hit a base rule of a correlation. */
  void fact(Fact fact);

  /** The event alone is worth an alert, settled. */
  void alert(Alert alert);

  /** A rule was switched off; the others go on. It gives nothing for this event or any other. */
  default void failure(RuleFailure failure) {}
}
