package io.mailtrail.model.ledger;

import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.LedgerEntry.Kind;
import io.mailtrail.model.LedgerEntry.State;
import io.mailtrail.model.ledger.Hour.Gap;
import io.mailtrail.model.ledger.Hour.GapKind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Tells from the ledger whether collection is complete, by tenant, content type and event hour. An
 * event of one hour can be listed in that hour or in the horizon behind it, so an hour is complete
 * when every window from its start to the horizon behind its end is finished and every blob
 * announced in that time is published or named. Immutable.
 */
public final class Completeness {
  private static final Duration HOUR = Duration.ofHours(1);

  private final Map<Stream, Collected> streams = new TreeMap<>();
  private final Duration horizon;

  /**
   * What completeness is told about.
   *
   * @param tenant id of the tenant
   * @param contentType wire name of the content type
   */
  public record Stream(String tenant, String contentType) implements Comparable<Stream> {
    private static final Comparator<Stream> ORDER =
        Comparator.comparing(Stream::tenant).thenComparing(Stream::contentType);

    public Stream {
      Objects.requireNonNull(tenant, "tenant");
      Objects.requireNonNull(contentType, "contentType");
    }

    @Override
    public int compareTo(Stream other) {
      return ORDER.compare(this, other);
    }
  }

  /** What the ledger has about one stream. */
  private record Collected(
      Spans finished,
      List<LedgerEntry> listing,
      List<LedgerEntry> lost,
      TreeMap<Instant, List<LedgerEntry>> unpublished,
      Span known,
      LedgerEntry trouble) {}

  private Completeness(Map<Stream, List<LedgerEntry>> byStream, Duration horizon) {
    this.horizon = horizon;
    byStream.forEach((stream, entries) -> streams.put(stream, collected(entries)));
  }

  /**
   * @param ledger states in the order in which the topic has them; the last one of an id counts.
   *     Files, ids and forecasts are passed over.
   * @param horizon how late an event may be listed and still be waited for
   */
  public static Completeness of(Iterable<LedgerEntry> ledger, Duration horizon) {
    Map<String, LedgerEntry> last = new HashMap<>();
    ledger.forEach(
        entry -> {
          if (counts(entry)) {
            last.put(entry.id(), entry);
          }
        });
    Map<Stream, List<LedgerEntry>> byStream = new HashMap<>();
    last.values()
        .forEach(
            entry ->
                byStream
                    .computeIfAbsent(
                        new Stream(entry.tenant(), entry.contentType()), s -> new ArrayList<>())
                    .add(entry));
    return new Completeness(byStream, horizon);
  }

  private static boolean counts(LedgerEntry entry) {
    return entry.kind() == Kind.STREAM ? entry.contentType() != null : isAboutTime(entry);
  }

  private static boolean isAboutTime(LedgerEntry entry) {
    return (entry.kind() == Kind.WINDOW || entry.kind() == Kind.BLOB)
        && entry.contentType() != null
        && entry.start() != null
        && entry.end() != null
        && entry.start().isBefore(entry.end());
  }

  private static Collected collected(List<LedgerEntry> entries) {
    List<Span> finished = new ArrayList<>();
    List<LedgerEntry> listing = new ArrayList<>();
    List<LedgerEntry> lost = new ArrayList<>();
    TreeMap<Instant, List<LedgerEntry>> unpublished = new TreeMap<>();
    Instant first = null;
    Instant last = null;
    LedgerEntry trouble = null;
    for (LedgerEntry entry : entries) {
      if (entry.kind() == Kind.STREAM) {
        trouble = entry.state() == State.FINISHED ? null : entry;
        continue;
      }
      if (entry.kind() == Kind.BLOB) {
        if (entry.state() != State.PUBLISHED) {
          unpublished.computeIfAbsent(entry.start(), at -> new ArrayList<>()).add(entry);
        }
        continue;
      }
      first = first == null || entry.start().isBefore(first) ? entry.start() : first;
      last = last == null || entry.end().isAfter(last) ? entry.end() : last;
      if (entry.state() == State.FINISHED) {
        finished.add(span(entry));
      } else if (!entry.state().isNamed()) {
        listing.add(entry);
      } else if (!entry.isReplaced()) {
        lost.add(entry);
      }
    }
    Comparator<LedgerEntry> order =
        Comparator.comparing(LedgerEntry::start).thenComparing(LedgerEntry::id);
    listing.sort(order);
    lost.sort(order);
    Span known = first == null ? null : new Span(first, last);
    Spans inDoubt =
        Spans.of(entries.stream().filter(LedgerEntry::isInDoubt).map(Completeness::span).toList());
    return new Collected(
        Spans.of(finished).minus(inDoubt), listing, lost, unpublished, known, trouble);
  }

  /** Every stream that is configured or of which the ledger knows something, in order. */
  public Collection<Stream> streams() {
    return List.copyOf(streams.keySet());
  }

  /** From the first window that was ever asked for to the last one; empty where there is none. */
  public Optional<Span> known(Stream stream) {
    return Optional.ofNullable(streams.get(stream)).map(Collected::known);
  }

  /**
   * Why the stream is not collected at present, if it is not: an entry of kind {@link Kind#STREAM}
   * whose reason says it.
   */
  public Optional<LedgerEntry> trouble(Stream stream) {
    return Optional.ofNullable(streams.get(stream)).map(Collected::trouble);
  }

  /**
   * The hours that begin from the one instant on, cut to the hour, and before the other.
   *
   * <p>Of a stream that was never listed, every hour is not listed.
   *
   * @throws IllegalArgumentException if the ledger knows no such stream
   */
  public List<Hour> hours(Stream stream, Instant from, Instant to) {
    Collected collected = streams.get(stream);
    if (collected == null) {
      throw new IllegalArgumentException("the ledger knows no such stream: " + stream);
    }
    List<Hour> hours = new ArrayList<>();
    for (Instant at = from.truncatedTo(ChronoUnit.HOURS); at.isBefore(to); at = at.plus(HOUR)) {
      hours.add(hour(collected, at));
    }
    return hours;
  }

  private Hour hour(Collected collected, Instant start) {
    Span span = new Span(start, start.plus(HOUR).plus(horizon));
    List<Gap> gaps = new ArrayList<>();
    Spans open = Spans.of(List.of(span)).minus(collected.finished());
    open = explain(gaps, open, collected.listing(), GapKind.LISTING);
    open = explain(gaps, open, collected.lost(), GapKind.LOST);
    open.list().forEach(hole -> gaps.add(new Gap(GapKind.NOT_LISTED, hole, "", "")));
    List<LedgerEntry> named = new ArrayList<>();
    for (List<LedgerEntry> blobs :
        collected.unpublished().subMap(span.start(), span.end()).values()) {
      for (LedgerEntry blob : blobs) {
        if (blob.state().isNamed()) {
          named.add(blob);
        } else {
          gaps.add(new Gap(GapKind.OUTSTANDING, span(blob), blob.id(), trouble(blob)));
        }
      }
    }
    gaps.sort(
        Comparator.comparing((Gap gap) -> gap.span().start())
            .thenComparing(Gap::kind)
            .thenComparing(Gap::id));
    return new Hour(start, gaps, named);
  }

  /** Lays what is open at the windows that speak of it; gives what none speaks of. */
  private static Spans explain(
      List<Gap> gaps, Spans open, List<LedgerEntry> windows, GapKind kind) {
    Spans rest = open;
    for (LedgerEntry window : windows) {
      if (rest.isEmpty()) {
        return rest;
      }
      Spans explained = rest.within(span(window));
      for (Span hole : explained.list()) {
        String reason = window.reason() == null ? "" : window.reason();
        gaps.add(new Gap(kind, hole, window.id(), reason));
      }
      rest = explained.isEmpty() ? rest : rest.minus(explained);
    }
    return rest;
  }

  private static String trouble(LedgerEntry blob) {
    return blob.reason() == null ? "" : blob.reason() + ", attempts: " + blob.attempts();
  }

  private static Span span(LedgerEntry entry) {
    return new Span(entry.start(), entry.end());
  }
}
