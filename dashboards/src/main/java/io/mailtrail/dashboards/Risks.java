package io.mailtrail.dashboards;

import io.mailtrail.detect.RiskTimeline;
import io.mailtrail.detect.RiskTimeline.Point;
import io.mailtrail.model.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who has a risk score, by the alerts that involve them. Pure. */
final class Risks {
  private static final Duration DAY = Duration.ofDays(1);

  /**
   * Somebody or something with a score.
   *
   * @param dayBefore the score 24 hours before
   * @param alerts that count, the newest first
   */
  record Ranked(Entity entity, int score, int dayBefore, List<Alert> alerts) {
    Alert newest() {
      return alerts.get(0);
    }
  }

  private Risks() {}

  /** How the score of those whom these alerts involve went. */
  static RiskTimeline timeline(List<Alert> alerts) {
    return RiskTimeline.of(
        alerts.stream().filter(alert -> alert.last() != null).map(Point::of).toList());
  }

  /**
   * Everybody of a kind who has a score at a time, the highest first.
   *
   * @param alerts the newest first, each once
   */
  static List<Ranked> ranked(Entity.Kind kind, List<Alert> alerts, Instant at) {
    Map<String, List<Alert>> byName = new HashMap<>();
    for (Alert alert : alerts) {
      if (alert.last() != null) {
        kind.in(alert)
            .forEach(name -> byName.computeIfAbsent(name, n -> new ArrayList<>()).add(alert));
      }
    }
    List<Ranked> ranked = new ArrayList<>();
    byName.forEach(
        (name, involving) -> {
          RiskTimeline timeline = timeline(involving);
          int score = timeline.at(at);
          if (score > 0) {
            ranked.add(
                new Ranked(
                    new Entity(kind, name),
                    score,
                    timeline.at(at.minus(DAY)),
                    List.copyOf(involving)));
          }
        });
    ranked.sort(
        Comparator.comparingInt(Ranked::score)
            .reversed()
            .thenComparing(one -> one.newest().last(), Comparator.reverseOrder())
            .thenComparing(one -> one.entity().name()));
    return ranked;
  }
}
