package io.mailtrail.ingest.source;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Which span to ask for next. Spans tile time: each begins where the last one ended. They filter on
 * contentCreated, start inclusive, end exclusive, in whole seconds, as the API does; none is longer
 * than it allows or reaches further back than it keeps.
 *
 * @param behind spans end this long before now
 * @param relist how far back spans are listed again
 */
record WindowPlan(Duration behind, Duration relist) {
  /** The API keeps content this long. */
  static final Duration KEPT = Duration.ofDays(7);

  /** We begin this far from that limit. */
  static final Duration MARGIN = Duration.ofMinutes(5);

  /** We stay this far from it, which moves while a request is on its way. */
  static final Duration LEAST_MARGIN = Duration.ofMinutes(1);

  /** The longest span of one listing. */
  static final Duration LONGEST = Duration.ofHours(24);

  /**
   * @param start inclusive
   * @param end exclusive
   */
  record Span(Instant start, Instant end) {
    Span {
      if (!start.isBefore(end)) {
        throw new IllegalArgumentException("not a span: " + start + " to " + end);
      }
    }
  }

  /**
   * @param lost before the span, and out of the API's reach for ever
   * @param next what to ask for, if it is time
   */
  record Step(Optional<Span> lost, Optional<Span> next) {}

  /** The earliest start that is still asked for. A beginning at the edge has time until it is. */
  Instant limit(Instant now) {
    return edge(now).minus(MARGIN).plus(LEAST_MARGIN);
  }

  /** Where collection begins, and where it goes on after a loss. */
  Instant edge(Instant now) {
    Instant edge = now.minus(KEPT).plus(MARGIN);
    Instant whole = edge.truncatedTo(ChronoUnit.SECONDS);
    return whole.equals(edge) ? whole : whole.plusSeconds(1);
  }

  Step step(Instant frontier, Instant now) {
    Instant edge = edge(now);
    Optional<Span> lost =
        frontier.isBefore(limit(now)) ? Optional.of(new Span(frontier, edge)) : Optional.empty();
    Instant start = lost.isPresent() ? edge : frontier;
    Instant latest = now.minus(behind).truncatedTo(ChronoUnit.SECONDS);
    Instant longest = start.plus(LONGEST);
    Instant end = longest.isBefore(latest) ? longest : latest;
    return new Step(
        lost, start.isBefore(end) ? Optional.of(new Span(start, end)) : Optional.empty());
  }
}
