package io.mailtrail.cli.backtest;

import io.mailtrail.model.EventMessage;
import io.mailtrail.model.Json;
import java.time.Instant;

/**
 * What was read.
 *
 * @param events records that became events
 * @param first time of the earliest; null where there is none
 * @param last time of the latest; null where there is none
 */
record EventCount(long events, Instant first, Instant last) {
  static final EventCount NONE = new EventCount(0, null, null);

  EventCount plus(EventCount other) {
    return new EventCount(
        events + other.events,
        first == null || (other.first != null && other.first.isBefore(first)) ? other.first : first,
        last == null || (other.last != null && other.last.isAfter(last)) ? other.last : last);
  }

  /** Events only count; what is written is their number. */
  static final class Counting implements LineFiles.Writing<EventMessage> {
    private long events;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    @Override
    public byte[] line(EventMessage event) {
      events++;
      first = Math.min(first, event.time());
      last = Math.max(last, event.time());
      return null;
    }

    @Override
    public byte[] end() {
      return events == 0
          ? null
          : Json.bytes(
              new EventCount(events, Instant.ofEpochMilli(first), Instant.ofEpochMilli(last)));
    }
  }
}
