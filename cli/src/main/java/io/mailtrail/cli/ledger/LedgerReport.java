package io.mailtrail.cli.ledger;

import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.LedgerEntry.Kind;
import io.mailtrail.model.LedgerEntry.State;
import io.mailtrail.model.ledger.Completeness;
import io.mailtrail.model.ledger.Completeness.Stream;
import io.mailtrail.model.ledger.Hour;
import io.mailtrail.model.ledger.Hour.Gap;
import io.mailtrail.model.ledger.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the ledger says of a span of event time.
 *
 * @param streams one for each tenant and content type
 * @param atRisk what is about to be lost
 * @param files imported, in the order of their names
 */
record LedgerReport(List<StreamReport> streams, List<LedgerEntry> atRisk, List<LedgerEntry> files) {
  private static final Duration HOUR = Duration.ofHours(1);

  LedgerReport {
    streams = List.copyOf(streams);
    atRisk = List.copyOf(atRisk);
    files = List.copyOf(files);
  }

  /**
   * @param trouble why it is not collected at present; null where it is
   * @param ranges hours in a row of which the same is to be said; none of a stream that was never
   *     listed
   * @param named blobs that could not be obtained
   */
  record StreamReport(
      String tenant,
      String contentType,
      LedgerEntry trouble,
      List<Range> ranges,
      List<LedgerEntry> named) {
    StreamReport {
      ranges = List.copyOf(ranges);
      named = List.copyOf(named);
    }

    boolean isComplete() {
      return trouble == null && ranges.stream().allMatch(Range::isComplete);
    }
  }

  /**
   * @param from start of the first hour
   * @param to end of the last hour
   * @param gaps what is missing for all of them; none where they are complete
   */
  record Range(Instant from, Instant to, List<Gap> gaps) {
    Range {
      gaps = List.copyOf(gaps);
    }

    boolean isComplete() {
      return gaps.isEmpty();
    }
  }

  /**
   * @param tenant empty: all of them
   * @param from empty: from the first hour that was ever asked for
   * @param to empty: up to now
   */
  static LedgerReport of(
      Collection<LedgerEntry> ledger,
      Duration horizon,
      Optional<String> tenant,
      Optional<Instant> from,
      Optional<Instant> to,
      Instant now) {
    Completeness completeness = Completeness.of(ledger, horizon);
    List<StreamReport> streams = new ArrayList<>();
    for (Stream stream : completeness.streams()) {
      if (tenant.isEmpty() || tenant.get().equalsIgnoreCase(stream.tenant())) {
        Optional<Instant> first =
            from.or(() -> completeness.known(stream).map(span -> firstWholeHour(span)));
        List<Hour> hours =
            first.isPresent() ? completeness.hours(stream, first.get(), to.orElse(now)) : List.of();
        LedgerEntry trouble = completeness.trouble(stream).orElse(null);
        if (first.isPresent() || trouble != null) {
          streams.add(report(stream, trouble, hours));
        }
      }
    }
    List<LedgerEntry> atRisk =
        ledger.stream()
            .filter(entry -> entry.kind() == Kind.FORECAST && entry.state() == State.LISTED)
            .filter(entry -> tenant.isEmpty() || tenant.get().equalsIgnoreCase(entry.tenant()))
            .toList();
    List<LedgerEntry> files =
        ledger.stream()
            .filter(entry -> entry.kind() == Kind.FILE)
            .filter(entry -> tenant.isEmpty() || tenant.get().equalsIgnoreCase(entry.tenant()))
            .sorted(
                Comparator.comparing((LedgerEntry file) -> String.valueOf(file.name()))
                    .thenComparing(LedgerEntry::id))
            .toList();
    return new LedgerReport(streams, atRisk, files);
  }

  private static Instant firstWholeHour(Span known) {
    Instant hour = known.start().truncatedTo(ChronoUnit.HOURS);
    return hour.equals(known.start()) ? hour : hour.plus(HOUR);
  }

  private static StreamReport report(Stream stream, LedgerEntry trouble, List<Hour> hours) {
    List<Range> ranges = new ArrayList<>();
    Set<LedgerEntry> named = new LinkedHashSet<>();
    for (Hour hour : hours) {
      named.addAll(hour.named());
      Range last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
      if (last != null && sameIsMissing(last, hour)) {
        Set<Gap> gaps = new LinkedHashSet<>(last.gaps());
        gaps.addAll(hour.gaps());
        ranges.set(
            ranges.size() - 1, new Range(last.from(), hour.start().plus(HOUR), List.copyOf(gaps)));
      } else {
        ranges.add(new Range(hour.start(), hour.start().plus(HOUR), hour.gaps()));
      }
    }
    return new StreamReport(
        stream.tenant(), stream.contentType(), trouble, merged(ranges), List.copyOf(named));
  }

  /** Both complete, or the same kinds of gap about the same windows and blobs. */
  private static boolean sameIsMissing(Range range, Hour hour) {
    return keys(range.gaps()).equals(keys(hour.gaps()));
  }

  private static Set<String> keys(List<Gap> gaps) {
    Set<String> keys = new LinkedHashSet<>();
    gaps.forEach(gap -> keys.add(gap.kind() + " " + gap.id()));
    return keys;
  }

  /** Spans of one kind and window that overlap, hour by hour, as one. */
  private static List<Range> merged(List<Range> ranges) {
    List<Range> merged = new ArrayList<>();
    for (Range range : ranges) {
      List<Gap> gaps = new ArrayList<>();
      for (Gap gap : range.gaps()) {
        Gap last = gaps.isEmpty() ? null : gaps.get(gaps.size() - 1);
        boolean goesOn =
            last != null
                && last.kind() == gap.kind()
                && last.id().equals(gap.id())
                && !gap.span().start().isAfter(last.span().end());
        if (goesOn) {
          Instant end =
              last.span().end().isAfter(gap.span().end()) ? last.span().end() : gap.span().end();
          gaps.set(
              gaps.size() - 1,
              new Gap(gap.kind(), new Span(last.span().start(), end), gap.id(), gap.reason()));
        } else {
          gaps.add(gap);
        }
      }
      merged.add(new Range(range.from(), range.to(), gaps));
    }
    return merged;
  }

  boolean isEmpty() {
    return streams.isEmpty() && files.isEmpty();
  }

  /**
   * Whether every hour of every stream is complete, every stream is being collected, every import
   * came to its end, and there is anything at all.
   */
  boolean isComplete() {
    return !isEmpty()
        && streams.stream().allMatch(StreamReport::isComplete)
        && files.stream().allMatch(file -> file.state().isFinal());
  }
}
