package io.mailtrail.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.dashboards.query.EntityQuery;
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
import java.util.Map;

/** Makes the list of who is at risk now. */
final class EntitiesPage {
  private static final int PAGE_SIZE = 1_000;
  private static final int MAX_ALERTS = 10_000;
  private static final int SHOWN = 100;

  /** After these days the weight of any one alert rounds to nothing. */
  private static final Duration LOOKED_AT = Duration.ofDays(56);

  private final Store store;
  private final EntityQuery queries;

  EntitiesPage(Store store, EntityQuery queries) {
    this.store = store;
    this.queries = queries;
  }

  /**
   * @param unread how many there are beyond those that were read
   * @param partial some of what was asked for did not come
   */
  private record Standing(List<Alert> alerts, long unread, boolean partial) {}

  EntitiesView view(Map<String, List<String>> parameters, Instant now) {
    Entity.Kind kind =
        Entity.kind(parameters.getOrDefault("kind", List.of("")).get(0))
            .orElse(Entity.Kind.ACCOUNT);
    Standing standing = standing(now);
    List<Risks.Ranked> ranked = Risks.ranked(kind, standing.alerts, now);
    int highest = ranked.isEmpty() ? 1 : ranked.get(0).score();
    return new EntitiesView(
        tabs(kind, standing.alerts, now),
        kind.code(),
        Show.time(now),
        ranked.stream().limit(SHOWN).map(one -> row(one, highest)).toList(),
        ranked.size(),
        standing.unread,
        standing.partial,
        ranked.isEmpty() ? empty(standing) : null);
  }

  private Standing standing(Instant now) {
    List<Alert> alerts = new ArrayList<>();
    JsonNode after = null;
    long total = 0;
    long read = 0;
    boolean partial = false;
    do {
      Answer.Found found =
          store
              .search(Index.ALERTS, queries.standing(now.minus(LOOKED_AT), now, after, PAGE_SIZE))
              .orThrow();
      found.hits().forEach(hit -> AlertText.read(hit).ifPresent(alerts::add));
      partial |= found.isPartial();
      total = found.total();
      read += found.hits().size();
      int last = found.hits().size() - 1;
      after = last == PAGE_SIZE - 1 ? found.hits().path(last).path("sort") : null;
    } while (after != null && read < MAX_ALERTS);
    return new Standing(alerts, Math.max(0, total - read), partial);
  }

  private static List<AlertsView.Tab> tabs(Entity.Kind current, List<Alert> alerts, Instant now) {
    return Arrays.stream(Entity.Kind.values())
        .map(
            kind ->
                new AlertsView.Tab(
                    kind.label(),
                    "",
                    Risks.ranked(kind, alerts, now).size(),
                    "/entities?"
                        + SearchState.encode(
                            List.of(new SearchState.Parameter("kind", kind.code()))),
                    kind == current))
        .toList();
  }

  private static EntitiesView.Row row(Risks.Ranked one, int highest) {
    int change = one.score() - one.dayBefore();
    Alert newest = one.newest();
    return new EntitiesView.Row(
        one.entity().name(),
        one.entity().link(),
        one.score(),
        Math.max(1, one.score() * 100L / highest),
        change == 0 ? "" : (change > 0 ? "+" : "−") + Math.abs(change),
        change > 0 ? "bad" : "good",
        one.alerts().size(),
        AlertText.level(newest),
        AlertText.title(newest),
        Links.alert(newest.id()),
        Show.time(newest.last()));
  }

  private static NoResult empty(Standing standing) {
    List<NoResult.Way> ways =
        List.of(
            new NoResult.Way("Every alert", "/alerts?status=all"),
            new NoResult.Way("Collection", "/ledger"));
    return standing.alerts.isEmpty()
        ? new NoResult(
            "Nobody has a score",
            List.of(
                "No standing alert ended in the last "
                    + LOOKED_AT.toDays()
                    + " days. A score says what the rules found in what was collected; it is no"
                    + " all-clear."),
            ways)
        : new NoResult(
            "None of these has a score", List.of("The alerts of this time name none."), ways);
  }
}
