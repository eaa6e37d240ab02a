package io.mailtrail.model.ledger;

import java.time.Instant;
import java.util.Objects;

/**
 * A stretch of time.
 *
 * @param start inclusive
 * @param end exclusive, after start
 */
public record Span(Instant start, Instant end) {
  public Span {
    Objects.requireNonNull(start, "start");
    Objects.requireNonNull(end, "end");
    if (!start.isBefore(end)) {
      throw new IllegalArgumentException("not a span: " + start + " to " + end);
    }
  }
}
