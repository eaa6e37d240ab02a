package io.mailtrail.detect;

import java.util.List;

/**
 * What the facts of one key show, as far as it can have changed.
 *
 * @param since findings that begin before this time are as they were; {@link Long#MIN_VALUE} where
 *     everything was looked at, {@link Long#MAX_VALUE} where nothing was
 * @param found the findings from there on, by anchor
 * @param trace to be kept in place of the old one
 */
public record Evaluation(long since, List<Found> found, Trace trace) {
  public Evaluation {
    found = List.copyOf(found);
  }

  /** Nothing has changed but the time. */
  public static Evaluation unchanged(Trace trace) {
    return new Evaluation(Long.MAX_VALUE, List.of(), trace);
  }
}
