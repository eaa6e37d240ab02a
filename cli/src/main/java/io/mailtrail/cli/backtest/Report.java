package io.mailtrail.cli.backtest;

import io.mailtrail.detect.Rule;
import io.mailtrail.enrich.KeptState;
import io.mailtrail.model.Alert;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a backtest tells. Written as JSON as it is.
 *
 * @param from begin of the window, inclusive: what was asked for, else the first event
 * @param to its end, exclusive: what was asked for, else just after the last event
 * @param records that became events, those outside the window included
 * @param refused records that could not be read
 * @param firstEvent of all that was read; null where nothing was
 * @param rules one entry for each rule that was asked for
 * @param state what the rules of the whole run have to keep of these records, if nothing is
 *     forgotten
 * @param difference from another version; null where none was named
 */
record Report(
    Instant from,
    Instant to,
    long records,
    long refused,
    Instant firstEvent,
    Instant lastEvent,
    double seconds,
    double recordsPerSecond,
    List<RuleReport> rules,
    List<FamilyState> state,
    Difference difference) {

  private static final int ENTITIES = 10;

  /**
   * What one rule found.
   *
   * @param perDay alerts a day, over the window
   * @param days the days with alerts, by the anchor of each alert, in UTC
   * @param entities those that stand in most alerts
   * @param overlap other rules that would have told of the same
   */
  record RuleReport(
      String id,
      String name,
      String title,
      String level,
      long alerts,
      double perDay,
      Map<LocalDate, Long> days,
      List<Entity> entities,
      List<Alert> samples,
      List<Overlap> overlap) {}

  /** In how many alerts a value stands. */
  record Entity(String field, String value, long alerts) {}

  /**
   * The window that is reported.
   *
   * @param from inclusive, or null
   * @param to exclusive, or null
   */
  record Window(Instant from, Instant to) {
    boolean holds(Alert alert) {
      return (from == null || !alert.anchor().isBefore(from))
          && (to == null || alert.anchor().isBefore(to));
    }

    Window within(EventCount count) {
      return new Window(
          from == null ? count.first() : from,
          to == null && count.last() != null ? count.last().plusMillis(1) : to);
    }

    /** Its length in days; one where it is shorter or not known. */
    double days() {
      return from == null || to == null
          ? 1
          : Math.max(1, Duration.between(from, to).toMillis() / 86_400_000.0);
    }
  }

  static Report of(
      Window asked,
      BacktestRun.Result result,
      List<Rule> subjects,
      int samples,
      Difference difference) {
    Window window = asked.within(result.count());
    List<RuleReport> rules = new ArrayList<>();
    for (Rule rule : subjects) {
      List<Alert> alerts =
          result.alerts().stream()
              .filter(alert -> alert.rule().equals(rule.id()) && asked.holds(alert))
              .sorted(Comparator.comparing(Alert::anchor).thenComparing(Alert::id))
              .toList();
      rules.add(
          new RuleReport(
              rule.id(),
              rule.name(),
              rule.title(),
              rule.level(),
              alerts.size(),
              alerts.size() / window.days(),
              days(alerts),
              entities(alerts),
              spread(alerts, samples),
              Overlap.of(rule.id(), alerts, result.alerts())));
    }
    return new Report(
        window.from(),
        window.to(),
        result.count().events(),
        result.refused(),
        result.count().first(),
        result.count().last(),
        result.took().toMillis() / 1000.0,
        result.rate(),
        rules,
        result.states(),
        difference);
  }

  long keys() {
    return all().mapToLong(FamilyState::keys).sum();
  }

  long facts() {
    return all().mapToLong(FamilyState::facts).sum();
  }

  long bytes() {
    return all().mapToLong(FamilyState::bytes).sum();
  }

  /** Correlations can share what is kept, so it is not what the single ones add up to. */
  private Stream<FamilyState> all() {
    return state.stream().filter(family -> family.family().equals(KeptState.ALL));
  }

  /** The families of the rules that were asked for. */
  List<FamilyState> stateOf(Set<String> ids) {
    return state.stream().filter(family -> ids.contains(family.family())).toList();
  }

  private static Map<LocalDate, Long> days(List<Alert> alerts) {
    return alerts.stream()
        .collect(
            Collectors.groupingBy(
                alert -> alert.anchor().atZone(ZoneOffset.UTC).toLocalDate(),
                TreeMap::new,
                Collectors.counting()));
  }

  private static List<Entity> entities(List<Alert> alerts) {
    Map<Map.Entry<String, String>, Long> counts =
        alerts.stream()
            .flatMap(
                alert ->
                    alert.entities().entrySet().stream()
                        .flatMap(e -> e.getValue().stream().map(v -> Map.entry(e.getKey(), v))))
            .collect(Collectors.groupingBy(entity -> entity, Collectors.counting()));
    return counts.entrySet().stream()
        .map(e -> new Entity(e.getKey().getKey(), e.getKey().getValue(), e.getValue()))
        .sorted(
            Comparator.comparingLong(Entity::alerts)
                .reversed()
                .thenComparing(Entity::field)
                .thenComparing(Entity::value))
        .limit(ENTITIES)
        .toList();
  }

  /** The first, the last, and some between, so that they are not all of one hour. */
  private static List<Alert> spread(List<Alert> alerts, int count) {
    if (alerts.size() <= count) {
      return alerts;
    }
    List<Alert> spread = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int at = count == 1 ? 0 : (int) ((long) i * (alerts.size() - 1) / (count - 1));
      spread.add(alerts.get(at));
    }
    return spread;
  }
}
