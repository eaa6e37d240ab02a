package io.mailtrail.detect;

import io.mailtrail.model.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much reason there is to look at somebody, over time: a pure function of the alerts that
 * involve them.
 *
 * <p>An alert weighs by its level: informational 1, low 5, medium 20, high 50, critical 100. It has
 * its weight from the time of its last record on and loses half of it every seven days. Of the
 * alerts of one rule only the one that weighs most at the time counts, so that a noisy rule does
 * not outweigh everything else; the rules add up. A retracted alert never counted.
 */
public final class RiskTimeline {
  private static final double HALF_LIFE = Duration.ofDays(7).toMillis();
  private static final Map<String, Integer> WEIGHTS =
      Map.of("informational", 1, "low", 5, "medium", 20, "high", 50, "critical", 100);

  /**
   * What an alert adds to the risk of those it involves.
   *
   * @param id the alert's id; of two points with one id the later given counts
   * @param at from when on
   * @param weight of its level; 0 takes it away
   */
  public record Point(String id, String rule, Instant at, int weight) {
    /** What one version of an alert adds. */
    public static Point of(Alert alert) {
      int weight = WEIGHTS.getOrDefault(alert.level() == null ? "" : alert.level(), 20);
      boolean gone = alert.status() == Alert.Status.RETRACTED;
      return new Point(alert.id(), alert.rule(), alert.last(), gone ? 0 : weight);
    }
  }

  /** The score from a time on, until it has faded or the next step. */
  public record Step(Instant at, int score) {}

  private final List<Point> points;

  private RiskTimeline(List<Point> points) {
    this.points = points;
  }

  /**
   * @param points of one entity, in any order but for those of one id
   */
  public static RiskTimeline of(Collection<Point> points) {
    Map<String, Point> last = new HashMap<>();
    points.forEach(point -> last.put(point.id(), point));
    return new RiskTimeline(
        last.values().stream()
            .filter(point -> point.weight() > 0)
            .sorted(Comparator.comparing(Point::at).thenComparing(Point::id))
            .toList());
  }

  /** The score at a time, rounded; 0 before the first alert. */
  public int at(Instant time) {
    Map<String, Double> byRule = new HashMap<>();
    for (Point point : points) {
      double age = time.toEpochMilli() - point.at().toEpochMilli();
      if (age >= 0) {
        byRule.merge(point.rule(), point.weight() * Math.pow(0.5, age / HALF_LIFE), Math::max);
      }
    }
    // Sorted, because the order in which doubles are added shows.
    return (int)
        Math.round(byRule.values().stream().sorted().mapToDouble(Double::doubleValue).sum());
  }

  /** The score at each time at which it rises. */
  public List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    points.stream().map(Point::at).distinct().forEach(at -> steps.add(new Step(at, at(at))));
    return steps;
  }
}
