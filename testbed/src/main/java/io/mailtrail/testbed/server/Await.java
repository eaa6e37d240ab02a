package io.mailtrail.testbed.server;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for something to become true, by asking again and again, for a bounded time. */
public final class Await {
  private static final long PAUSE_MILLIS = 50;

  private Await() {}

  /** Returns once the condition holds; an {@link AssertionError} names what did not happen. */
  public static void until(String what, Duration timeout, BooleanSupplier condition) {
    if (!within(timeout, condition)) {
      throw new AssertionError("not within " + timeout.toSeconds() + " s: " + what);
    }
  }

  /** Whether the condition became true in time. It is asked at least once. */
  public static boolean within(Duration timeout, BooleanSupplier condition) {
    long end = System.nanoTime() + timeout.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      pause();
    }
    return true;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("Interrupted while waiting.", e);
    }
  }
}
