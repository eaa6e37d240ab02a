package io.mailtrail.ingest.source;

import io.mailtrail.ingest.source.WindowPlan.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How many blobs a second of the past has, by what was listed of it lately. Not thread-safe. */
final class Density {
  /** What was listed before counts half after so much more time was listed. */
  private static final double HALF_LIFE = Duration.ofDays(1).toSeconds();

  /** What is listed soon enough anyway needs no guess. */
  private static final Duration SOON = Duration.ofMinutes(15);

  private double seconds;
  private double blobs;

  /** A window was listed for the first time. */
  void listed(Span span, int found) {
    double length = Duration.between(span.start(), span.end()).toSeconds();
    double kept = Math.pow(0.5, length / HALF_LIFE);
    seconds = seconds * kept + length;
    blobs = blobs * kept + found;
  }

  /** What is to be expected of time that is behind us and was not listed yet. */
  Optional<Forecast.Expected> expected(Instant from, Instant to) {
    return blobs == 0 || from.plus(SOON).isAfter(to)
        ? Optional.empty()
        : Optional.of(new Forecast.Expected(from, to, blobs / seconds));
  }
}
