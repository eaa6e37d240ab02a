package io.mailtrail.testbed.tenant;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** Counts one tenant's requests against its quota, over a span that slides. Thread-safe. */
final class QuotaMeter {
  private final Quota quota;
  private final LongSupplier nanos;
  private final Deque<Long> admitted = new ArrayDeque<>();

  QuotaMeter(Quota quota, LongSupplier nanos) {
    this.quota = quota;
    this.nanos = nanos;
  }

  /** Whether one more is within the quota; if not, it does not count. */
  synchronized boolean admits() {
    if (quota.requests() == Integer.MAX_VALUE) {
      return true;
    }
    long now = nanos.getAsLong();
    while (!admitted.isEmpty() && now - admitted.peekFirst() >= quota.span().toNanos()) {
      admitted.removeFirst();
    }
    if (admitted.size() >= quota.requests()) {
      return false;
    }
    return admitted.add(now);
  }
}
