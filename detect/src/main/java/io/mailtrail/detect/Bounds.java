package io.mailtrail.detect;

import io.mailtrail.detect.sigma.Comparison;
import java.util.List;
import java.util.stream.Collectors;

/** What the condition of a correlation asks of what was measured: all of them hold. */
record Bounds(List<Bound> bounds) {
  /** One comparison, with the number as the rule writes it. */
  record Bound(Comparison comparison, double number, String written) {}

  Bounds {
    bounds = List.copyOf(bounds);
  }

  static Bounds atLeast(int count) {
    return new Bounds(List.of(new Bound(Comparison.GTE, count, Integer.toString(count))));
  }

  boolean holds(double value) {
    for (Bound bound : bounds) {
      if (!bound.comparison().holds(value, bound.number())) {
        return false;
      }
    }
    return true;
  }

  /** Whether more can only help: what has once been found stays found. */
  boolean onlyLower() {
    return bounds.stream()
        .allMatch(b -> b.comparison() == Comparison.GT || b.comparison() == Comparison.GTE);
  }

  /** The largest number among them, which tells how many facts are worth keeping. */
  double largest() {
    return bounds.stream().mapToDouble(Bound::number).max().orElse(0);
  }

  String says() {
    return bounds.stream()
        .map(bound -> bound.comparison().says() + " " + bound.written())
        .collect(Collectors.joining(" and "));
  }
}
