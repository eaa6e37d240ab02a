package io.mailtrail.cli.backtest;

import io.mailtrail.model.Alert;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How much of what one rule finds another tells, too.
 *
 * @param rule id of the other
 * @param title of the other
 * @param sameRecords alerts of the one that have a record in common with an alert of the other
 * @param sameEntities alerts of the one that name a user, mailbox, address or session that an alert
 *     of the other names within an hour of it; those with a record in common included
 */
record Overlap(String rule, String title, long sameRecords, long sameEntities) {
  private static final Duration NEAR = Duration.ofHours(1);

  /** Alerts of one other rule, and where they touch. */
  private static final class Touched {
    private final String title;
    private final Set<String> byRecord = new HashSet<>();
    private final Set<String> byEntity = new HashSet<>();

    Touched(String title) {
      this.title = title;
    }
  }

  private record Value(String tenant, String field, String value) {}

  /**
   * Compares the alerts of a rule with all others.
   *
   * @param all alerts of every rule, those of this one included
   */
  static List<Overlap> of(String rule, List<Alert> alerts, List<Alert> all) {
    Map<String, List<Alert>> byRecord = new HashMap<>();
    Map<Value, List<Alert>> byEntity = new HashMap<>();
    for (Alert alert : alerts) {
      records(alert).forEach(id -> add(byRecord, id, alert));
      entities(alert).forEach(value -> add(byEntity, value, alert));
    }
    byEntity.values().forEach(list -> list.sort(Comparator.comparing(Alert::first)));
    Map<String, Touched> touched = new TreeMap<>();
    for (Alert other : all) {
      if (other.rule().equals(rule)) {
        continue;
      }
      for (String record : records(other)) {
        for (Alert alert : byRecord.getOrDefault(record, List.of())) {
          of(touched, other).byRecord.add(alert.id());
          of(touched, other).byEntity.add(alert.id());
        }
      }
      for (Value value : entities(other)) {
        for (Alert alert : byEntity.getOrDefault(value, List.of())) {
          if (alert.first().isAfter(other.last().plus(NEAR))) {
            break;
          }
          if (!alert.last().plus(NEAR).isBefore(other.first())) {
            of(touched, other).byEntity.add(alert.id());
          }
        }
      }
    }
    return touched.entrySet().stream()
        .map(
            e ->
                new Overlap(
                    e.getKey(),
                    e.getValue().title,
                    e.getValue().byRecord.size(),
                    e.getValue().byEntity.size()))
        .sorted(
            Comparator.comparingLong(Overlap::sameRecords)
                .thenComparingLong(Overlap::sameEntities)
                .reversed()
                .thenComparing(Overlap::rule))
        .toList();
  }

  private static Touched of(Map<String, Touched> touched, Alert other) {
    return touched.computeIfAbsent(other.rule(), id -> new Touched(other.title()));
  }

  private static <K> void add(Map<K, List<Alert>> index, K key, Alert alert) {
    index.computeIfAbsent(key, any -> new ArrayList<>()).add(alert);
  }

  private static List<String> records(Alert alert) {
    return alert.evidence().stream().map(Alert.Evidence::recordId).distinct().toList();
  }

  private static List<Value> entities(Alert alert) {
    List<Value> values = new ArrayList<>();
    alert
        .entities()
        .forEach((field, all) -> all.forEach(v -> values.add(new Value(alert.tenant(), field, v))));
    return values;
  }
}
