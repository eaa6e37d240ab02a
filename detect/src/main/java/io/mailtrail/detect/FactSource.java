package io.mailtrail.detect;

import java.util.Collection;
import java.util.List;

/** The facts of one key as they rest in state. */
@FunctionalInterface
public interface FactSource {
  /**
   * At least those whose time is not before {@code from}; more do no harm. A state that is ordered
   * by time can begin to read there.
   *
   * @param from milliseconds since the epoch; {@link Long#MIN_VALUE} for all
   */
  Iterable<Fact> since(long from);

  /** Over facts in memory. */
  static FactSource of(Collection<Fact> facts) {
    List<Fact> all = List.copyOf(facts);
    return from -> all.stream().filter(fact -> fact.time() >= from).toList();
  }
}
