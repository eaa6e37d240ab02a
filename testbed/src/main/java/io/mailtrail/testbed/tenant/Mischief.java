package io.mailtrail.testbed.tenant;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.CRC32;

/** One tenant's faults at work: what strikes whom, and what came of it. Thread-safe. */
final class Mischief {
  private static final int MILLION = 1_000_000;

  private final FeedTenant tenant;
  private volatile Faults faults;
  private final Map<String, Integer> asked = new ConcurrentHashMap<>();
  private final Map<String, Integer> inARow = new ConcurrentHashMap<>();
  private final Map<Fault, LongAdder> happened = new ConcurrentHashMap<>();
  private final Set<String> leftOut = ConcurrentHashMap.newKeySet();
  private final Set<String> delivered = ConcurrentHashMap.newKeySet();

  Mischief(FeedTenant tenant, Faults faults) {
    this.tenant = tenant;
    this.faults = faults;
  }

  Faults faults() {
    return faults;
  }

  void become(Faults newFaults) {
    faults = newFaults;
    inARow.clear();
  }

  /** Begins the answer to a request; asked for again, it may be answered differently. */
  Turn turn(String target) {
    return faults.rates().isEmpty()
        ? new Turn(target, 0, false)
        : new Turn(
            target,
            asked.merge(target, 1, Integer::sum),
            inARow.getOrDefault(target, 0) < faults.mostInARow());
  }

  /** Whether the fault is a property of this blob, window or other thing. */
  boolean lasts(Fault fault, String key) {
    double rate = faults.rate(fault);
    return rate > 0 && dice("lasting " + fault, key, 0).below(MILLION) < rate * MILLION;
  }

  /** Whether the tenant has the fault. */
  boolean has(Fault fault) {
    return faults.has(fault);
  }

  /** Whether an administrator has disabled the subscriptions. */
  boolean isDisabled() {
    return has(Fault.DISABLED_HALFWAY) && delivered.size() * 2 >= tenant.allBlobs().size();
  }

  void note(Fault fault) {
    happened.computeIfAbsent(fault, it -> new LongAdder()).increment();
  }

  void noteDelivered(String contentId) {
    delivered.add(contentId);
  }

  /** From when on listings name the blob. */
  Instant listedFrom(FeedBlob blob) {
    if (!lasts(Fault.LISTED_LATE, blob.contentId())) {
      return blob.created();
    }
    long most = Math.max(1, faults.mostLate().toMillis());
    return blob.created().plusMillis(1 + dice("how late", blob.contentId(), 0).below(most));
  }

  /** Remembers that these blobs were left out of a listing: it may happen to each once. */
  void leaveOut(Collection<String> contentIds) {
    leftOut.addAll(contentIds);
  }

  boolean wereLeftOut(Collection<String> contentIds) {
    return contentIds.stream().anyMatch(leftOut::contains);
  }

  /** How the service's clock stands against the simulation's. */
  Duration skew() {
    return has(Fault.CLOCK_SKEW) ? faults.skew() : Duration.ZERO;
  }

  Fate fate(FeedBlob blob) {
    String id = blob.contentId();
    if (delivered.contains(id)) {
      return Fate.OBTAINABLE;
    }
    if (lasts(Fault.BLOB_OFF_ORIGIN, id)) {
      return Fate.OFF_ORIGIN;
    }
    if (lasts(Fault.BLOB_MISSING, id)) {
      return Fate.MISSING;
    }
    if (lasts(Fault.BLOB_EXPIRED, id)) {
      return Fate.EXPIRED;
    }
    boolean isShut =
        faults.rates().keySet().stream()
            .filter(Fault::stopsTheTenant)
            .anyMatch(fault -> fault == Fault.DISABLED_HALFWAY ? isDisabled() : has(fault));
    return isShut ? Fate.SHUT_OUT : Fate.OBTAINABLE;
  }

  FeedTruth truth() {
    List<FeedTruth.BlobTruth> blobs =
        tenant.allBlobs().stream()
            .map(
                blob ->
                    new FeedTruth.BlobTruth(
                        blob.contentType(),
                        blob.contentId(),
                        blob.created(),
                        listedFrom(blob),
                        blob.expiration(),
                        blob.recordIds(),
                        fate(blob)))
            .toList();
    return new FeedTruth(tenant.tenantId(), blobs);
  }

  Map<Fault, Long> happened() {
    Map<Fault, Long> counts = new TreeMap<>();
    happened.forEach((fault, count) -> counts.put(fault, count.sum()));
    return counts;
  }

  /** Chance about one thing, asked for the how-manieth time. */
  Dice dice(String what, String key, int attempt) {
    byte[] bytes = key.getBytes(UTF_8);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return Dice.of(faults.seed(), what, crc.getValue(), bytes.length, attempt);
  }

  /** The answer to one request. One thread. */
  final class Turn {
    private final String target;
    private final int attempt;
    private final boolean mayBeSpoilt;
    private final Set<Fault> struck = EnumSet.noneOf(Fault.class);
    private boolean isSpoilt;

    private Turn(String target, int attempt, boolean mayBeSpoilt) {
      this.target = target;
      this.attempt = attempt;
      this.mayBeSpoilt = mayBeSpoilt;
    }

    /** Whether this passing fault strikes; at most one does, and not more often than may be. */
    boolean spoils(Fault fault) {
      if (!mayBeSpoilt || isSpoilt || !comesUp(fault)) {
        return false;
      }
      isSpoilt = true;
      strike(fault);
      return true;
    }

    /** Whether this one, which spoils nothing, strikes. */
    boolean strikes(Fault fault) {
      if (!comesUp(fault)) {
        return false;
      }
      strike(fault);
      return true;
    }

    private boolean comesUp(Fault fault) {
      double rate = faults.rate(fault);
      return rate > 0 && chance("fault " + fault).below(MILLION) < rate * MILLION;
    }

    void strike(Fault fault) {
      struck.add(fault);
      note(fault);
    }

    /** Chance about this answer. */
    Dice chance(String what) {
      return dice(what, target, attempt);
    }

    /** Chance about what is asked for, the same each time. */
    Dice chanceOfTarget(String what) {
      return dice(what, target, 0);
    }

    /** This is asked for the how-manieth time. */
    int attempt() {
      return attempt;
    }

    boolean has(Fault fault) {
      return struck.contains(fault);
    }

    Set<Fault> struck() {
      return Set.copyOf(struck);
    }

    void end() {
      if (attempt > 0) {
        inARow.compute(target, (it, row) -> isSpoilt ? (row == null ? 1 : row + 1) : null);
      }
    }
  }
}
