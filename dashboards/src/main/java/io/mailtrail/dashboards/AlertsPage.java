package io.mailtrail.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.dashboards.query.AlertQuery;
import io.mailtrail.dashboards.query.EventQuery;
import io.mailtrail.dashboards.query.SearchState;
import io.mailtrail.dashboards.store.Answer;
import io.mailtrail.dashboards.store.Index;
import io.mailtrail.dashboards.store.Store;
import io.mailtrail.model.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Makes the list of alerts. */
final class AlertsPage {
  private static final int PAGE_SIZE = 50;

  /** Further than this OpenSearch does not page by counting. */
  private static final int MAX_PAGE = 10_000 / PAGE_SIZE;

  /** A choice of statuses under one name. */
  private record StatusChoice(
      String code, String label, String title, List<Alert.Status> statuses) {}

  private static final List<StatusChoice> CHOICES =
      List.of(
          new StatusChoice(
              "",
              "Standing",
              "All but the retracted",
              List.of(Alert.Status.PROVISIONAL, Alert.Status.SETTLED, Alert.Status.REOPENED)),
          choice(Alert.Status.PROVISIONAL),
          choice(Alert.Status.SETTLED),
          choice(Alert.Status.REOPENED),
          choice(Alert.Status.RETRACTED),
          new StatusChoice("all", "All", "Every status", List.of()));

  private final Store store;
  private final EventQuery queries;

  AlertsPage(Store store, EventQuery queries) {
    this.store = store;
    this.queries = queries;
  }

  private static StatusChoice choice(Alert.Status status) {
    String name = status.name().toLowerCase(Locale.ROOT);
    String label = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    return new StatusChoice(name, label, AlertText.meaning(status), List.of(status));
  }

  AlertsView view(Map<String, List<String>> parameters) {
    String code = first(parameters, "status");
    StatusChoice status =
        CHOICES.stream().filter(c -> c.code.equals(code)).findFirst().orElse(CHOICES.get(0));
    String level =
        AlertQuery.ALL_LEVELS.contains(first(parameters, "level"))
            ? first(parameters, "level")
            : "";
    int page = page(first(parameters, "page"));
    List<String> levels = level.isEmpty() ? List.of() : List.of(level);
    Answer.Found found =
        store
            .search(
                Index.ALERTS,
                AlertQuery.list(status.statuses, levels, (page - 1) * PAGE_SIZE, PAGE_SIZE))
            .orThrow();
    List<AlertsView.Row> rows = new ArrayList<>();
    found.hits().forEach(hit -> AlertText.read(hit).map(AlertsPage::row).ifPresent(rows::add));
    boolean more = found.total() > (long) page * PAGE_SIZE && page < MAX_PAGE;
    return new AlertsView(
        statusTabs(found, status, level),
        levelTabs(found, status, level),
        rows,
        found.total(),
        found.total() == 0 ? empty(found) : null,
        page > 1 ? link(status.code, level, page - 1) : null,
        more ? link(status.code, level, page + 1) : null);
  }

  static int page(String text) {
    try {
      return Math.max(1, Math.min(MAX_PAGE, Integer.parseInt(text)));
    } catch (NumberFormatException e) {
      return 1;
    }
  }

  private static String first(Map<String, List<String>> parameters, String name) {
    return parameters.getOrDefault(name, List.of("")).get(0);
  }

  private static List<AlertsView.Tab> statusTabs(
      Answer.Found found, StatusChoice current, String level) {
    Map<String, Long> counts = counts(found, AlertQuery.STATUSES);
    return CHOICES.stream()
        .map(
            choice ->
                new AlertsView.Tab(
                    choice.label,
                    choice.title,
                    counts.entrySet().stream()
                        .filter(
                            e -> choice.statuses.isEmpty() || names(choice).contains(e.getKey()))
                        .mapToLong(Map.Entry::getValue)
                        .sum(),
                    link(choice.code, level, 1),
                    choice.equals(current)))
        .toList();
  }

  private static List<String> names(StatusChoice choice) {
    return choice.statuses.stream().map(Enum::name).toList();
  }

  private static List<AlertsView.Tab> levelTabs(
      Answer.Found found, StatusChoice status, String current) {
    Map<String, Long> counts = counts(found, AlertQuery.LEVELS);
    List<AlertsView.Tab> tabs = new ArrayList<>();
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    tabs.add(new AlertsView.Tab("Any level", "", all, link(status.code, "", 1), current.isEmpty()));
    for (String level : AlertQuery.ALL_LEVELS) {
      tabs.add(
          new AlertsView.Tab(
              level,
              "",
              counts.getOrDefault(level, 0L),
              link(status.code, level, 1),
              level.equals(current)));
    }
    return tabs;
  }

  private static Map<String, Long> counts(Answer.Found found, String aggregation) {
    Map<String, Long> counts = new java.util.LinkedHashMap<>();
    for (JsonNode bucket : found.aggregation(aggregation).path(AlertQuery.VALUES).path("buckets")) {
      counts.put(bucket.path("key").asText(""), bucket.path("doc_count").asLong());
    }
    return counts;
  }

  private static String link(String status, String level, int page) {
    List<SearchState.Parameter> parameters = new ArrayList<>();
    if (!status.isEmpty()) {
      parameters.add(new SearchState.Parameter("status", status));
    }
    if (!level.isEmpty()) {
      parameters.add(new SearchState.Parameter("level", level));
    }
    if (page > 1) {
      parameters.add(new SearchState.Parameter("page", Integer.toString(page)));
    }
    String address = SearchState.encode(parameters);
    return address.isEmpty() ? "/alerts" : "/alerts?" + address;
  }

  private static AlertsView.Row row(Alert alert) {
    Optional<Duration> span = AlertText.span(alert);
    return new AlertsView.Row(
        Links.alert(alert.id()),
        AlertText.level(alert),
        AlertText.status(alert),
        alert.historical(),
        AlertText.title(alert),
        alert.rule(),
        AlertText.who(alert),
        AlertText.entity(alert).map(Entity::link).orElse(null),
        Show.time(alert.first()),
        Show.time(alert.last()),
        span.map(Show::duration).orElse(""),
        alert.evidence().size());
  }

  /** An empty list means something else when there was nothing to look at. */
  private NoResult empty(Answer.Found alerts) {
    if (alerts.aggregation(AlertQuery.ANY).path("doc_count").asLong() > 0) {
      return new NoResult(
          "No alert of this kind",
          List.of("There are alerts of another status or level."),
          List.of(new NoResult.Way("Every alert", "/alerts?status=all")));
    }
    Answer.Found events = store.search(Index.EVENTS, queries.span(SearchState.DEFAULT)).orThrow();
    if (events.total() == 0) {
      return new NoResult(
          "No alerts, and no records either",
          List.of(
              "Nothing has been collected yet, so nothing was looked at: this is no all-clear.",
              "Collection shows what has been asked for and what arrived."),
          List.of(new NoResult.Way("Collection", "/ledger")));
    }
    return new NoResult(
        "No alerts",
        List.of(
            "The rules have found nothing in the "
                + Show.count(events.total(), "record")
                + " collected, from "
                + time(events, EventQuery.FIRST)
                + " to "
                + time(events, EventQuery.LAST)
                + " UTC.",
            "Records that failed, or were not collected, were not looked at."),
        Arrays.asList(
            new NoResult.Way("Search the records", "/?t=all"),
            new NoResult.Way("Collection", "/ledger"),
            new NoResult.Way("Records that failed", "/failed")));
  }

  private static String time(Answer.Found found, String aggregation) {
    return Show.time(Instant.ofEpochMilli(found.aggregation(aggregation).path("value").asLong()));
  }
}
