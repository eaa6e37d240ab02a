package io.mailtrail.ingest.source;

import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.ProgressMarker;
import io.mailtrail.model.ProgressMarker.Gap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Since when each stream is collected, and what of it was named as lost: the account that goes with
 * its progress. Made from what the ledger is told. Not thread-safe.
 */
final class Losses {
  private static final Comparator<Gap> ORDER =
      Comparator.comparing(Gap::from).thenComparing(Gap::to).thenComparing(Gap::reason);

  /** So many entries that could not be read are known by their ids, for each stream. */
  private static final int MAX_UNREADABLE = 1_000;

  /** The API forgets content after this, however its clock differs from ours. */
  private static final Duration OUT_OF_REACH = WindowPlan.KEPT.plusDays(1);

  private final Map<StreamId, Instant> since = new LinkedHashMap<>();
  private final Map<StreamId, SortedSet<Gap>> gaps = new LinkedHashMap<>();
  private final Map<StreamId, Map<String, Gap>> unreadable = new LinkedHashMap<>();

  /**
   * The account of one stream, as it rests in a checkpoint.
   *
   * @param unreadable by content id: gaps that end once another listing names the blob as it should
   *     be and it is published
   */
  record Account(StreamId stream, Instant since, List<Gap> gaps, Map<String, Gap> unreadable) {
    Account {
      gaps = List.copyOf(gaps);
      unreadable = Map.copyOf(unreadable);
    }
  }

  void restore(Collection<Account> accounts) {
    for (Account account : accounts) {
      since.put(account.stream(), account.since());
      gaps(account.stream()).addAll(account.gaps());
      unreadable(account.stream()).putAll(account.unreadable());
    }
  }

  /**
   * A stream is collected from this instant (contentCreated) on. If it was collected before and
   * left out meanwhile, its earlier account does not count: it says nothing of the hole between.
   */
  void begin(StreamId stream, Instant from) {
    since.put(stream, from);
    gaps.remove(stream);
    unreadable.remove(stream);
  }

  /** No other streams are collected any more. */
  void keepOnly(Set<StreamId> streams) {
    since.keySet().retainAll(streams);
    gaps.keySet().retainAll(streams);
    unreadable.keySet().retainAll(streams);
  }

  /**
   * Something is to be told to the ledger.
   *
   * @return false if it was told already: that an entry of a listing, known by its id, cannot be
   *     read, which each further listing finds again
   */
  boolean take(LedgerEntry entry) {
    boolean isBlob = entry.kind() == LedgerEntry.Kind.BLOB;
    if (!isBlob && entry.kind() != LedgerEntry.Kind.WINDOW) {
      return true;
    }
    StreamId stream = new StreamId(entry.tenant(), entry.contentType());
    if (!since.containsKey(stream)) {
      // Of a stream that is gone: a reader still had it.
      return true;
    }
    if (isBlob && isUnreadable(entry)) {
      return keepUnreadable(stream, entry);
    }
    if (isBlob && entry.state().isFinal()) {
      unreadable(stream).remove(entry.name());
    }
    if (entry.state().isNamed() && !entry.isReplaced()) {
      add(gaps(stream), gap(entry));
    }
    return true;
  }

  private static boolean isUnreadable(LedgerEntry entry) {
    return entry.state() == LedgerEntry.State.ABANDONED
        && entry.reason() != null
        && entry.reason().startsWith(LedgerEntry.UNREADABLE);
  }

  private boolean keepUnreadable(StreamId stream, LedgerEntry entry) {
    Map<String, Gap> known = unreadable(stream);
    if (known.containsKey(entry.name())) {
      return false;
    }
    if (known.size() >= MAX_UNREADABLE) {
      settle(stream, entry.at().minus(OUT_OF_REACH));
    }
    if (known.size() < MAX_UNREADABLE) {
      known.put(entry.name(), gap(entry));
    } else {
      add(gaps(stream), gap(entry));
    }
    return true;
  }

  /** What became available before this will not be named by a listing any more. */
  private void settle(StreamId stream, Instant limit) {
    unreadable(stream)
        .values()
        .removeIf(
            gap -> {
              boolean isOld = gap.from().isBefore(limit);
              if (isOld) {
                add(gaps(stream), gap);
              }
              return isOld;
            });
  }

  private static Gap gap(LedgerEntry entry) {
    Instant end =
        entry.kind() == LedgerEntry.Kind.WINDOW ? entry.end() : entry.start().plusMillis(1);
    return new Gap(
        entry.start(), end == null ? entry.start().plusMillis(1) : end, entry.state().name());
  }

  private static void add(SortedSet<Gap> known, Gap gap) {
    known.add(gap);
    while (known.size() > ProgressMarker.MAX_GAPS) {
      joinTheNearest(known);
    }
  }

  /** Two gaps become one that says too much rather than too little. */
  private static void joinTheNearest(SortedSet<Gap> gaps) {
    Gap before = null;
    Gap left = null;
    Gap right = null;
    Duration least = null;
    for (Gap gap : gaps) {
      if (before != null) {
        Duration between = Duration.between(before.to(), gap.from());
        if (least == null || between.compareTo(least) < 0) {
          least = between;
          left = before;
          right = gap;
        }
      }
      before = gap;
    }
    gaps.remove(left);
    gaps.remove(right);
    Instant to = left.to().isAfter(right.to()) ? left.to() : right.to();
    String reason =
        left.reason().equals(right.reason()) || left.reason().contains(right.reason())
            ? left.reason()
            : left.reason() + ", " + right.reason();
    gaps.add(new Gap(left.from(), to, reason));
  }

  private SortedSet<Gap> gaps(StreamId stream) {
    return gaps.computeIfAbsent(stream, id -> new TreeSet<>(ORDER));
  }

  private Map<String, Gap> unreadable(StreamId stream) {
    return unreadable.computeIfAbsent(stream, id -> new LinkedHashMap<>());
  }

  ProgressMarker.Progress progress(StreamId stream, Instant completeUpTo) {
    SortedSet<Gap> all = new TreeSet<>(ORDER);
    all.addAll(gaps(stream));
    unreadable(stream).values().forEach(gap -> add(all, gap));
    return new ProgressMarker.Progress(
        stream.tenant(), stream.contentType(), completeUpTo, since.get(stream), List.copyOf(all));
  }

  List<Account> snapshot() {
    List<Account> accounts = new ArrayList<>();
    since.forEach(
        (stream, from) ->
            accounts.add(new Account(stream, from, List.copyOf(gaps(stream)), unreadable(stream))));
    return accounts;
  }
}
