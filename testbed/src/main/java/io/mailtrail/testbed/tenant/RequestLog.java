package io.mailtrail.testbed.tenant;

import io.mailtrail.testbed.tenant.TenantServer.Served;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest requests. Thread-safe. */
final class RequestLog {
  private static final int MOST = 100_000;

  private final Deque<Served> served = new ArrayDeque<>();
  private final Deque<Served> beyondQuota = new ArrayDeque<>();
  private long count;

  synchronized void add(Served request, boolean isWithinQuota) {
    count++;
    keep(served, request);
    if (!isWithinQuota) {
      keep(beyondQuota, request);
    }
  }

  private static void keep(Deque<Served> requests, Served request) {
    if (requests.size() == MOST) {
      requests.removeFirst();
    }
    requests.addLast(request);
  }

  synchronized List<Served> served() {
    return List.copyOf(served);
  }

  synchronized List<Served> beyondQuota() {
    return List.copyOf(beyondQuota);
  }

  synchronized long count() {
    return count;
  }
}
