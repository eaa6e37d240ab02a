package io.mailtrail.ingest.source;

import io.mailtrail.ingest.api.Permits;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How fast one tenant may be asked, and how much of it at once: a bucket of permits that fills at
 * the quota's rate, less what may be under way. When the API finds that too many requests are made,
 * rate and concurrency are halved; they come back bit by bit while it does not (additive increase,
 * multiplicative decrease). Every request to the feed takes a permit here, wherever it is made.
 *
 * <p>In any minute there are no more requests than the quota: a full bucket, what flows in during
 * the minute, and permits taken before it and used in it, one per fetch and listing thread, add up
 * to it. The bucket begins empty, so that a restart adds nothing to what the last run has used.
 *
 * <p>Thread-safe.
 */
final class TenantPace implements Permits {
  private static final double LEAST = 0.05;

  /** From nothing to everything in this time. */
  private static final double RECOVERY_NANOS = Duration.ofSeconds(100).toNanos();

  /** One answer of many that were under way says all: halve once. */
  private static final long BETWEEN_HALVINGS_NANOS = Duration.ofSeconds(1).toNanos();

  private final LongSupplier nanos;
  private final int mostFetches;
  private final double capacity;
  private final double perNano;
  private double tokens;
  private double share = 1;
  private long updated;
  private long halved;
  private long heldUntil;
  private int waiting;

  /**
   * @param perMinute the quota, in requests
   * @param mostFetches blobs fetched at once, at most
   * @param listers threads that list
   */
  TenantPace(int perMinute, int mostFetches, int listers, LongSupplier nanos) {
    this.nanos = nanos;
    this.mostFetches = Math.max(1, Math.min(mostFetches, perMinute / 5));
    this.capacity = Math.max(1, perMinute / 20);
    double steady = Math.max(1, perMinute - capacity - this.mostFetches - listers);
    this.perNano = steady / Duration.ofMinutes(1).toNanos();
    this.updated = nanos.getAsLong();
    this.halved = updated - BETWEEN_HALVINGS_NANOS;
    this.heldUntil = updated;
  }

  /** Takes a permit if there is one, and nobody waits for it. */
  synchronized boolean tryTake() {
    refill();
    return tokens >= waiting + 1 && take();
  }

  @Override
  public synchronized void acquire() throws InterruptedException {
    waiting++;
    try {
      refill();
      while (!take()) {
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, untilNext()));
        refill();
      }
    } finally {
      waiting--;
    }
  }

  @Override
  public synchronized void throttled(Duration retryAfter) {
    refill();
    long now = nanos.getAsLong();
    if (now - halved >= BETWEEN_HALVINGS_NANOS) {
      share = Math.max(LEAST, share / 2);
      halved = now;
    }
    tokens = 0;
    long until = now + Math.max(retryAfter.toNanos(), BETWEEN_HALVINGS_NANOS);
    heldUntil = until - heldUntil > 0 ? until : heldUntil;
  }

  /** How many blobs may be fetched at once, now. */
  synchronized int fetches() {
    refill();
    return Math.max(1, (int) Math.round(mostFetches * share));
  }

  /** Requests that may be made in a second, now, in the long run. */
  synchronized double perSecond() {
    refill();
    return perNano * share * Duration.ofSeconds(1).toNanos();
  }

  private boolean take() {
    if (tokens < 1 || nanos.getAsLong() - heldUntil < 0) {
      return false;
    }
    tokens--;
    return true;
  }

  private long untilNext() {
    long now = nanos.getAsLong();
    long held = heldUntil - now;
    return Math.max(held, (long) ((1 - tokens) / (perNano * share)));
  }

  private void refill() {
    long now = nanos.getAsLong();
    double passed = (double) (now - updated);
    updated = now;
    if (now - heldUntil >= 0) {
      double since = Math.min(passed, (double) (now - heldUntil));
      tokens = Math.min(capacity, tokens + since * perNano * share);
      share = Math.min(1, share + since / RECOVERY_NANOS);
    }
  }
}
