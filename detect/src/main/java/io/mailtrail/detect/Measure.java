package io.mailtrail.detect;

import io.mailtrail.detect.sigma.Numbers;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a correlation counts or adds up. Numbers are taken to thousandths and added exactly, so that
 * no order of addition can show.
 *
 * @param fields by base rule: under which fields its facts have the values
 * @param percentile which one of the numbers is looked at; NaN for the share of a value
 */
record Measure(CorrelationSpec.Type type, Map<String, List<String>> fields, double percentile) {
  private static final double LARGEST = 1e12;
  private static final int MAX_COMBINATIONS = 50;

  /** The different things that an occurrence brings. */
  List<String> things(Occurrence occurrence) {
    return switch (type) {
      case VALUE_COUNT, VALUE_PERCENTILE -> values(occurrence);
      case TEMPORAL -> List.of(occurrence.rule());
      default -> List.of(occurrence.identity());
    };
  }

  /** The values of the field; of several fields, each combination of their values. */
  private List<String> values(Occurrence occurrence) {
    return combinations(
        occurrence.proofs().get(0).fact(), fields.getOrDefault(occurrence.rule(), List.of()));
  }

  static List<String> combinations(Fact fact, List<String> fields) {
    if (fields.size() == 1) {
      return fact.values(fields.get(0));
    }
    List<String> combined = fields.isEmpty() ? List.of() : List.of("");
    for (String field : fields) {
      List<String> longer = new ArrayList<>();
      for (String start : combined) {
        for (String value : fact.values(field)) {
          if (longer.size() < MAX_COMBINATIONS) {
            longer.add(start.isEmpty() ? value : start + " + " + value);
          }
        }
      }
      combined = longer;
    }
    return combined;
  }

  private List<BigDecimal> numbers(Occurrence occurrence) {
    List<BigDecimal> numbers = new ArrayList<>();
    for (String value : values(occurrence)) {
      double number = Numbers.parse(value);
      if (!Double.isNaN(number)) {
        double bounded = Math.max(-LARGEST, Math.min(LARGEST, number));
        numbers.add(BigDecimal.valueOf(bounded).setScale(3, RoundingMode.HALF_EVEN));
      }
    }
    return numbers;
  }

  Tally tally() {
    return new Tally();
  }

  /** Of how much there is, as things come and go. */
  final class Tally {
    private final Map<String, Integer> counts = new HashMap<>();
    private BigDecimal sum = BigDecimal.ZERO;
    private int numbers;

    void add(Occurrence occurrence) {
      if (isNumeric()) {
        numbers(occurrence).forEach(number -> add(number, 1));
      } else {
        things(occurrence).forEach(thing -> counts.merge(thing, 1, Integer::sum));
      }
    }

    void remove(Occurrence occurrence) {
      if (isNumeric()) {
        numbers(occurrence).forEach(number -> add(number.negate(), -1));
      } else {
        things(occurrence)
            .forEach(thing -> counts.computeIfPresent(thing, (t, n) -> n == 1 ? null : n - 1));
      }
    }

    private void add(BigDecimal number, int count) {
      sum = sum.add(number);
      numbers += count;
    }

    private boolean isNumeric() {
      return type == CorrelationSpec.Type.VALUE_SUM || type == CorrelationSpec.Type.VALUE_AVG;
    }

    /** The measure; not a number where there is nothing to measure. */
    double value() {
      return switch (type) {
        case VALUE_SUM -> numbers == 0 ? Double.NaN : sum.doubleValue();
        case VALUE_AVG ->
            numbers == 0
                ? Double.NaN
                : sum.divide(BigDecimal.valueOf(numbers), 6, RoundingMode.HALF_EVEN).doubleValue();
        default -> counts.size();
      };
    }
  }

  /**
   * What a whole window comes to.
   *
   * @param value not a number where the bounds do not hold
   * @param counted the occurrences on account of which they do
   */
  record Verdict(double value, List<Occurrence> counted) {}

  Verdict judge(List<Occurrence> window, Bounds bounds) {
    if (type == CorrelationSpec.Type.VALUE_PERCENTILE) {
      return Double.isNaN(percentile) ? share(window, bounds) : rank(window, bounds);
    }
    Tally tally = tally();
    window.forEach(tally::add);
    return verdict(tally.value(), window, bounds);
  }

  private static Verdict verdict(double value, List<Occurrence> window, Bounds bounds) {
    return bounds.holds(value) ? new Verdict(value, window) : new Verdict(Double.NaN, List.of());
  }

  /** The values of which so many per cent of all that were seen are of that value. */
  private Verdict share(List<Occurrence> window, Bounds bounds) {
    Map<String, Integer> counts = new HashMap<>();
    int total = 0;
    for (Occurrence occurrence : window) {
      for (String value : values(occurrence)) {
        counts.merge(value, 1, Integer::sum);
        total++;
      }
    }
    int all = total;
    counts.values().removeIf(count -> !bounds.holds(100.0 * count / all));
    List<Occurrence> counted =
        window.stream().filter(o -> values(o).stream().anyMatch(counts::containsKey)).toList();
    double least =
        counts.values().stream().mapToDouble(n -> 100.0 * n / all).min().orElse(Double.NaN);
    return new Verdict(least, counted);
  }

  /** The number that so many per cent of the numbers do not exceed (nearest rank). */
  private Verdict rank(List<Occurrence> window, Bounds bounds) {
    List<BigDecimal> sorted = window.stream().flatMap(o -> numbers(o).stream()).sorted().toList();
    if (sorted.isEmpty()) {
      return new Verdict(Double.NaN, List.of());
    }
    int rank = (int) Math.ceil(percentile / 100 * sorted.size());
    return verdict(sorted.get(Math.max(rank, 1) - 1).doubleValue(), window, bounds);
  }

  /** A measure as people write it. */
  static String text(double value) {
    return BigDecimal.valueOf(value)
        .setScale(2, RoundingMode.HALF_EVEN)
        .stripTrailingZeros()
        .toPlainString();
  }
}
