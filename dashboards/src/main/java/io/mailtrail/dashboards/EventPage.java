package io.mailtrail.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.dashboards.query.AlertQuery;
import io.mailtrail.dashboards.query.EventQuery;
import io.mailtrail.dashboards.query.SearchState;
import io.mailtrail.dashboards.store.Index;
import io.mailtrail.dashboards.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the detail of one record. */
final class EventPage {
  private final Store store;
  private final EventQuery queries;

  EventPage(Store store, EventQuery queries) {
    this.store = store;
    this.queries = queries;
  }

  /**
   * Empty where there is no such record.
   *
   * @param state the search that the filters narrow
   */
  Optional<EventView> view(String id, SearchState state) {
    JsonNode hit = store.search(Index.EVENTS, queries.byIds(List.of(id))).orThrow().hits().path(0);
    if (hit.isMissingNode()) {
      return Optional.empty();
    }
    List<EventView.Link> alerts = new ArrayList<>();
    store
        .search(Index.ALERTS, AlertQuery.ofRecord(id))
        .orThrow()
        .hits()
        .forEach(alert -> alerts.add(link(Document.of(alert))));
    return Optional.of(EventDetail.of(Document.of(hit), state, alerts));
  }

  private static EventView.Link link(Document alert) {
    return new EventView.Link(
        alert.firstText("title", "id"), alert.text("level"), Links.alert(alert.id()));
  }
}
