package io.mailtrail.detect;

import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * How long one rule may take over one event. A rule that exceeds it is given some strikes, because
 * a pause of the machine looks the same; each time it has been asked 10,000 times, they are
 * forgotten.
 *
 * @param nanos the caller's clock; null for no budget
 * @param most nanoseconds
 * @param strikes how often it may exceed them before it is switched off
 */
public record Budget(LongSupplier nanos, long most, int strikes) {
  /** As long as it takes: for a finished set of events, where nobody waits behind. */
  public static final Budget UNLIMITED = new Budget(null, Long.MAX_VALUE, Integer.MAX_VALUE);

  static final int FORGETS_AFTER = 10_000;

  /** So many microseconds, with twenty strikes. */
  public static Budget ofMicros(LongSupplier nanos, long micros) {
    return new Budget(Objects.requireNonNull(nanos, "nanos"), micros * 1_000, 20);
  }
}
