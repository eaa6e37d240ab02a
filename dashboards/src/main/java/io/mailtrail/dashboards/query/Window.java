package io.mailtrail.dashboards.query;

import java.time.Instant;

/**
 * A stretch of event time, both ends inclusive.
 *
 * @param from null where it has no beginning
 * @param to null where it has no end
 */
public record Window(Instant from, Instant to) {
  public static final Window ALL = new Window(null, null);

  public boolean isBounded() {
    return from != null && to != null;
  }
}
