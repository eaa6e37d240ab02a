package io.mailtrail.enrich;

import io.mailtrail.model.ProgressMarker.Progress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A time of which a stream is not collected, by when content became available.
 *
 * @param from inclusive; {@link Instant#MIN} for a beginning that nobody knows
 * @param to exclusive; {@link Instant#MAX} for no end
 */
record Hole(Instant from, Instant to, String reason) {
  /**
   * What one account leaves out, in order.
   *
   * @param ends whether nothing is to be expected of it behind its progress
   */
  static List<Hole> of(Progress account, boolean ends) {
    if (account.since() == null) {
      return List.of(new Hole(Instant.MIN, Instant.MAX, "the collector keeps no account"));
    }
    List<Hole> holes = new ArrayList<>();
    holes.add(new Hole(Instant.MIN, account.since(), "before collection began"));
    account.gaps().stream()
        .map(gap -> new Hole(gap.from(), gap.to(), gap.reason()))
        .forEach(holes::add);
    if (ends) {
      holes.add(new Hole(account.completeUpTo(), Instant.MAX, "after collection ended"));
    }
    holes.sort(Comparator.comparing(Hole::from));
    return holes;
  }

  /** What neither of two accounts has. */
  static List<Hole> inBoth(List<Hole> one, List<Hole> other) {
    List<Hole> both = new ArrayList<>();
    for (Hole a : one) {
      for (Hole b : other) {
        Instant from = a.from.isAfter(b.from) ? a.from : b.from;
        Instant to = a.to.isBefore(b.to) ? a.to : b.to;
        if (from.isBefore(to)) {
          both.add(new Hole(from, to, a.isBounded() ? a.reason : b.reason));
        }
      }
    }
    both.sort(Comparator.comparing(Hole::from));
    return both;
  }

  /** A loss inside an account says more than that another account is not of that time. */
  private boolean isBounded() {
    return !from.equals(Instant.MIN) && !to.equals(Instant.MAX);
  }
}
