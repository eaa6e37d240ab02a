package io.mailtrail.sink;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How long to wait before sending again: twice as long after each failure in a row, up to a limit,
 * spread by a quarter so that parallel writers do not come back at once. Thread-safe.
 */
final class Backoff {
  private static final int MAX_DOUBLINGS = 20;

  private final long initialMillis;
  private final long maxMillis;
  private final AtomicInteger failures = new AtomicInteger();

  Backoff(Duration initial, Duration max) {
    this.initialMillis = initial.toMillis();
    this.maxMillis = max.toMillis();
  }

  void succeeded() {
    failures.set(0);
  }

  /** Notes a failure. Milliseconds to wait now. */
  long failed() {
    long delay = delay(failures.getAndIncrement());
    return delay - delay / 4 + ThreadLocalRandom.current().nextLong(delay / 4 + 1);
  }

  /** Without the spread, after this many failures before. */
  long delay(int failuresBefore) {
    return Math.min(maxMillis, initialMillis << Math.min(failuresBefore, MAX_DOUBLINGS));
  }

  /** Failures since the last success. */
  int failures() {
    return failures.get();
  }
}
