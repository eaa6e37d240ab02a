package io.mailtrail.detect;

import java.time.Instant;

/** An event of a generated history: an operation, one value, one user. */
record Happening(String id, long hour, String operation, String value, String user) {
  static final long HOUR = 3_600_000;
  static final long START = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();

  long time() {
    return START + hour * HOUR;
  }

  /** A number that every happening has, so that there is something to add up. */
  int number() {
    return Math.floorMod(id.hashCode(), 9) - 1;
  }

  JsonEvent event() {
    return JsonEvent.of(
        "{'id': '%s', 'time': '%s', 'Operation': '%s', 'V': '%s', 'N': %d, 'user.email': '%s'}"
            .formatted(id, Instant.ofEpochMilli(time()), operation, value, number(), user));
  }
}
