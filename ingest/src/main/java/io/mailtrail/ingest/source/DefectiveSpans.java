package io.mailtrail.ingest.source;

import io.mailtrail.ingest.source.WindowPlan.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Spans whose listing named something of which nothing can be read, so that nobody knows what is
 * missing of them: they are listed again until they can be read or are out of reach. Not
 * thread-safe; when they were listed last is not saved.
 */
final class DefectiveSpans {
  private static final Duration PAUSE = Duration.ofMinutes(15);

  private final Map<Span, Instant> lastListed =
      new TreeMap<>(Comparator.comparing(Span::start).thenComparing(Span::end));

  void restore(Collection<Span> saved) {
    saved.forEach(span -> lastListed.put(span, Instant.EPOCH));
  }

  /** It was listed, or was to be, and is not readable yet. */
  void tried(Span span, Instant now) {
    lastListed.put(span, now);
  }

  void mended(Span span) {
    lastListed.remove(span);
  }

  /** Takes out one that begins before this and cannot be listed any more. */
  Optional<Span> takeLost(Instant limit) {
    Optional<Span> lost =
        lastListed.keySet().stream().filter(span -> span.start().isBefore(limit)).findFirst();
    lost.ifPresent(lastListed::remove);
    return lost;
  }

  /** One whose time has come. */
  Optional<Span> due(Instant now) {
    return lastListed.entrySet().stream()
        .filter(last -> !last.getValue().plus(PAUSE).isAfter(now))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  boolean isEmpty() {
    return lastListed.isEmpty();
  }

  List<Span> list() {
    return List.copyOf(lastListed.keySet());
  }
}
