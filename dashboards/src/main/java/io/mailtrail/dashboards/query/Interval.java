package io.mailtrail.dashboards.query;

import java.time.Duration;
import java.util.List;

/** The width of a histogram's bars: one that people count in, so that few enough bars stand. */
public final class Interval {
  /** The most bars that a histogram has, give or take the one that is cut at either end. */
  static final int MAX_BARS = 84;

  private static final List<Duration> STEPS =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          Duration.ofMinutes(2),
          Duration.ofMinutes(5),
          Duration.ofMinutes(10),
          Duration.ofMinutes(20),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(3),
          Duration.ofHours(6),
          Duration.ofHours(12),
          Duration.ofDays(1),
          Duration.ofDays(2),
          Duration.ofDays(7),
          Duration.ofDays(14),
          Duration.ofDays(28),
          Duration.ofDays(91),
          Duration.ofDays(364));

  private Interval() {}

  /** The width for a bounded window, a whole number of seconds. */
  public static Duration of(Window window) {
    Duration span = Duration.between(window.from(), window.to());
    for (Duration step : STEPS) {
      if (step.multipliedBy(MAX_BARS).compareTo(span) >= 0) {
        return step;
      }
    }
    return Duration.ofDays(span.toDays() / MAX_BARS + 1);
  }
}
