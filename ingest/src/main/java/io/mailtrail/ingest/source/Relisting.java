package io.mailtrail.ingest.source;

import io.mailtrail.ingest.source.WindowPlan.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * When which part of the past is listed once more, for blobs that a listing names late. The recent
 * past goes in quarters of an hour, a day of it in hours, the rest in days; the older a part, the
 * longer the pause until it is listed again. Parts lie on the clock's marks, so that the same part
 * has the same id in the ledger every time. Not thread-safe; its memory is not saved: after a
 * restart all of the past is due, which is when it is most likely that something was missed.
 */
final class Relisting {
  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration LEAST_PAUSE = Duration.ofMinutes(5);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(4);

  private final Duration within;
  private final boolean dueAtFirst;
  private final Map<Span, Instant> listed = new HashMap<>();

  /**
   * @param within how far back
   * @param dueAtFirst whether what was never seen here is due at once
   */
  Relisting(Duration within, boolean dueAtFirst) {
    this.within = within;
    this.dueAtFirst = dueAtFirst;
  }

  /**
   * The part that has been due for longest, if one is.
   *
   * @param from nothing before is asked for
   * @param frontier everything before was listed once
   */
  Optional<Span> due(Instant from, Instant frontier, Instant now) {
    Instant earliest = later(from, now.minus(within));
    Set<Span> parts = new HashSet<>();
    add(parts, QUARTER, later(earliest, now.minus(HOUR)), frontier);
    add(parts, HOUR, later(earliest, now.minus(DAY)), frontier);
    add(parts, DAY, earliest, frontier);
    listed.keySet().retainAll(parts);
    Span longest = null;
    Duration overdue = Duration.ZERO;
    for (Span part : parts) {
      Instant last = listed.computeIfAbsent(part, new_ -> dueAtFirst ? Instant.EPOCH : now);
      Duration late = Duration.between(last.plus(pause(part, now)), now);
      if (late.compareTo(overdue) > 0) {
        longest = part;
        overdue = late;
      }
    }
    return Optional.ofNullable(longest);
  }

  /** The part could not be listed: it comes up again after the shortest pause. */
  void postpone(Span part, Instant now) {
    listed.put(part, now.minus(pause(part, now)).plus(LEAST_PAUSE));
  }

  /** The part was listed. */
  void done(Span part, Instant now) {
    listed.put(part, now);
  }

  private static Duration pause(Span part, Instant now) {
    Duration quarterOfAge = Duration.between(part.end(), now).dividedBy(4);
    if (quarterOfAge.compareTo(LEAST_PAUSE) < 0) {
      return LEAST_PAUSE;
    }
    return quarterOfAge.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : quarterOfAge;
  }

  /** Parts of this length that end after the one instant and not after the other. */
  private static void add(Set<Span> parts, Duration length, Instant from, Instant to) {
    long seconds = length.toSeconds();
    Instant start = Instant.ofEpochSecond(Math.floorDiv(from.getEpochSecond(), seconds) * seconds);
    for (Instant end = start.plus(length); !end.isAfter(to); end = end.plus(length)) {
      if (end.isAfter(from)) {
        parts.add(new Span(end.minus(length), end));
      }
    }
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
