package io.mailtrail.ingest.source;

import io.mailtrail.model.LedgerEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * What will become of one tenant's waiting blobs, and of those that are to be expected in time not
 * listed yet, if they are fetched at a given rate, those that expire first before the others.
 *
 * @param backlog blobs that wait or are expected
 * @param drained how long it takes to fetch them all
 * @param behind whether the one to expire next is so near that order matters: it goes first
 * @param loss what will expire unread, if anything will
 */
record Forecast(int backlog, Duration drained, boolean behind, Optional<Loss> loss) {
  /** Nothing waits. */
  static final Forecast NOTHING = new Forecast(0, Duration.ZERO, false, Optional.empty());

  /** Whoever has this much time, twice over what the backlog takes, is not behind. */
  private static final Duration AT_EASE = Duration.ofHours(1);

  private static final Duration LOT = Duration.ofMinutes(15);

  /** Longer than anything that matters. */
  private static final Duration FOREVER = Duration.ofDays(365);

  /**
   * @param from when the earliest of the content that will be lost became available
   * @param at when the first of it expires
   * @param blobs how many
   */
  record Loss(Instant from, Instant at, int blobs) {}

  /**
   * What was not listed yet of a stream.
   *
   * @param perSecond blobs that became available in a second of it, at a guess
   */
  record Expected(Instant from, Instant to, double perSecond) {
    int blobs() {
      return (int) Math.round(perSecond * Duration.between(from, to).toSeconds());
    }
  }

  /** So many blobs that expire together. */
  private record Lot(Instant created, Instant expiration, int blobs) {}

  /**
   * @param streams the waiting blobs of each stream of the tenant
   * @param unlisted what is to be expected besides
   * @param perSecond blobs fetched in a second
   */
  static Forecast of(
      Collection<WaitingBlobs> streams,
      Collection<Expected> unlisted,
      double perSecond,
      Instant now) {
    int backlog =
        streams.stream().mapToInt(WaitingBlobs::size).sum()
            + unlisted.stream().mapToInt(Expected::blobs).sum();
    if (backlog == 0) {
      return NOTHING;
    }
    double rate = Math.max(perSecond, 1e-6);
    Instant earliest = null;
    Instant from = null;
    Instant at = null;
    int lost = 0;
    int position = 0;
    Merge merge = new Merge(streams, unlisted);
    for (Lot lot = merge.next(); lot != null; lot = merge.next()) {
      earliest = earliest == null ? lot.expiration() : earliest;
      // What is lost is not fetched, so it does not delay what comes behind it.
      Instant fetched = now.plus(seconds((position + lot.blobs()) / rate));
      if (fetched.isBefore(lot.expiration())) {
        position += lot.blobs();
      } else if (lot.expiration().isAfter(now)) {
        from = from == null || lot.created().isBefore(from) ? lot.created() : from;
        at = at == null ? lot.expiration() : at;
        lost += lot.blobs();
      }
    }
    Duration drained = seconds(backlog / rate);
    boolean behind = earliest.isBefore(now.plus(drained.multipliedBy(2)).plus(AT_EASE));
    return new Forecast(
        backlog,
        drained,
        behind,
        lost == 0 ? Optional.empty() : Optional.of(new Loss(from, at, lost)));
  }

  /** As the ledger has it: open while something is at risk, finished when nothing is any more. */
  LedgerEntry entry(String tenant, Instant now) {
    return new LedgerEntry(
        LedgerEntry.forecastId(tenant),
        LedgerEntry.Kind.FORECAST,
        loss.isPresent() ? LedgerEntry.State.LISTED : LedgerEntry.State.FINISHED,
        tenant,
        null,
        null,
        loss.map(Loss::from).orElse(null),
        loss.map(Loss::at).orElse(null),
        0,
        loss.map(Loss::blobs).orElse(0),
        0,
        null,
        0,
        0,
        null,
        null,
        null,
        loss.map(lost -> "at this rate content from " + lost.from() + " on will expire unread")
            .orElse(null),
        0,
        now);
  }

  private static Duration seconds(double seconds) {
    return seconds > FOREVER.toSeconds()
        ? FOREVER
        : Duration.ofNanos((long) (seconds * Duration.ofSeconds(1).toNanos()));
  }

  /** Several streams as one, by expiration. */
  private static final class Merge {
    private record Head(Lot lot, Iterator<Lot> rest) {}

    private final PriorityQueue<Head> heads =
        new PriorityQueue<>(Comparator.comparing((Head head) -> head.lot().expiration()));

    Merge(Collection<WaitingBlobs> streams, Collection<Expected> unlisted) {
      List<Iterator<Lot>> iterators = new ArrayList<>();
      streams.forEach(stream -> iterators.add(lots(stream)));
      unlisted.forEach(expected -> iterators.add(lots(expected)));
      iterators.forEach(this::push);
    }

    private static Iterator<Lot> lots(WaitingBlobs stream) {
      Iterator<BlobSplit> blobs = stream.byExpiration().iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return blobs.hasNext();
        }

        @Override
        public Lot next() {
          BlobSplit blob = blobs.next();
          return new Lot(blob.created(), blob.expiration(), 1);
        }
      };
    }

    /** By quarters of an hour. */
    private static Iterator<Lot> lots(Expected expected) {
      List<Lot> lots = new ArrayList<>();
      double owed = 0;
      for (Instant at = expected.from(); at.isBefore(expected.to()); at = at.plus(LOT)) {
        Instant end = at.plus(LOT).isBefore(expected.to()) ? at.plus(LOT) : expected.to();
        owed += expected.perSecond() * Duration.between(at, end).toSeconds();
        int blobs = (int) owed;
        owed -= blobs;
        if (blobs > 0) {
          lots.add(new Lot(at, at.plus(WindowPlan.KEPT), blobs));
        }
      }
      return lots.iterator();
    }

    private void push(Iterator<Lot> rest) {
      if (rest.hasNext()) {
        heads.add(new Head(rest.next(), rest));
      }
    }

    Lot next() {
      Head head = heads.poll();
      if (head == null) {
        return null;
      }
      push(head.rest());
      return head.lot();
    }
  }
}
