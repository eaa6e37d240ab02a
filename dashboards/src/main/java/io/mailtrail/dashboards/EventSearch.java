package io.mailtrail.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.dashboards.query.Cursor;
import io.mailtrail.dashboards.query.EventQuery;
import io.mailtrail.dashboards.query.Facet;
import io.mailtrail.dashboards.query.Filter;
import io.mailtrail.dashboards.query.QueryText;
import io.mailtrail.dashboards.query.SearchState;
import io.mailtrail.dashboards.query.Window;
import io.mailtrail.dashboards.store.Answer;
import io.mailtrail.dashboards.store.Index;
import io.mailtrail.dashboards.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Runs a search and makes what the page shows of it. Thread-safe. */
final class EventSearch {
  static final int PAGE_SIZE = 50;

  private final Store store;
  private final EventQuery queries;
  private final NoResultReason noResult;
  private final long exportLimit;

  EventSearch(Store store, EventQuery queries, long exportLimit) {
    this.store = store;
    this.queries = queries;
    this.noResult = new NoResultReason(store, queries);
    this.exportLimit = exportLimit;
  }

  /** A result, or the sentence that says why there is none. */
  record Outcome(SearchView.Result result, String fault) {}

  Outcome run(SearchState state, Instant now) {
    Optional<String> refusal = QueryText.refusal(state.query());
    if (refusal.isPresent()) {
      return new Outcome(null, refusal.get());
    }
    Window window = state.range().window(now);
    Window axis = window;
    if (!window.isBounded()) {
      Answer span = store.search(Index.EVENTS, queries.span(state));
      if (span instanceof Answer.Refused refused) {
        return new Outcome(null, refused.sentence());
      }
      axis = axis(window, span.orThrow());
    }
    // One record more than is shown tells whether there is another page.
    Answer answer = store.search(Index.EVENTS, queries.page(state, window, axis, PAGE_SIZE + 1));
    if (answer instanceof Answer.Refused refused) {
      return new Outcome(null, refused.sentence());
    }
    return new Outcome(result(answer.orThrow(), state, window, axis), null);
  }

  /** The window with its open ends closed by the first and last record. */
  private static Window axis(Window window, Answer.Found span) {
    JsonNode first = span.aggregation(EventQuery.FIRST).path("value");
    JsonNode last = span.aggregation(EventQuery.LAST).path("value");
    if (!first.isNumber() || !last.isNumber()) {
      return Window.ALL;
    }
    Instant from = window.from() == null ? Instant.ofEpochMilli(first.asLong()) : window.from();
    Instant to = window.to() == null ? Instant.ofEpochMilli(last.asLong()) : window.to();
    return to.isBefore(from) ? Window.ALL : new Window(from, to);
  }

  private SearchView.Result result(
      Answer.Found found, SearchState state, Window window, Window axis) {
    List<JsonNode> hits = new ArrayList<>();
    found.hits().forEach(hits::add);
    boolean more = hits.size() > PAGE_SIZE;
    if (more) {
      hits.remove(PAGE_SIZE);
    }
    boolean backward = state.cursor() != null && state.cursor().backward();
    if (backward) {
      Collections.reverse(hits);
    }
    List<EventRow> rows = hits.stream().map(hit -> EventRow.of(Document.of(hit), state)).toList();
    HistogramView histogram =
        axis.isBounded()
            ? HistogramView.of(found.aggregation(EventQuery.HISTOGRAM), axis, state)
            : null;
    return new SearchView.Result(
        found.total(),
        found.isPartial(),
        found.body().path("took").asLong(),
        rows,
        facets(found, state),
        histogram,
        pager(hits, state, more, backward),
        found.total() == 0 ? noResult.of(state, window) : null,
        state.withOrder(!state.oldestFirst()).link(),
        "/export.csv?" + SearchState.encode(state.parameters()),
        "/export.jsonl?" + SearchState.encode(state.parameters()),
        exportLimit);
  }

  private static SearchView.Pager pager(
      List<JsonNode> hits, SearchState state, boolean more, boolean backward) {
    boolean hasPrevious = backward ? more : state.cursor() != null;
    boolean hasNext = backward || more;
    String first = state.withCursor(null).link();
    if (hits.isEmpty()) {
      return new SearchView.Pager(first, hasPrevious ? first : null, null);
    }
    JsonNode last = hits.get(hits.size() - 1);
    return new SearchView.Pager(
        first,
        hasPrevious ? state.withCursor(cursor(hits.get(0), true)).link() : null,
        hasNext ? state.withCursor(cursor(last, false)).link() : null);
  }

  static Cursor cursor(JsonNode hit, boolean backward) {
    return new Cursor(
        hit.path("sort").path(0).asLong(), hit.path("sort").path(1).asText(""), backward);
  }

  private static List<SearchView.FacetView> facets(Answer.Found found, SearchState state) {
    List<SearchView.FacetView> views = new ArrayList<>();
    for (Facet facet : Facet.ALL) {
      JsonNode aggregation = found.aggregation(EventQuery.FACET + facet.field());
      JsonNode terms =
          aggregation.has("buckets")
              ? aggregation
              : aggregation.path(EventQuery.OTHERWISE).path(EventQuery.VALUES);
      List<SearchView.FacetValue> values = new ArrayList<>();
      long most = terms.path("buckets").path(0).path("doc_count").asLong(1);
      for (JsonNode bucket : terms.path("buckets")) {
        values.add(value(facet, bucket, most, state));
      }
      if (!values.isEmpty()) {
        views.add(
            new SearchView.FacetView(
                facet.field(), facet.label(), values, more(facet, terms, state)));
      }
    }
    return views;
  }

  private static SearchView.FacetValue value(
      Facet facet, JsonNode bucket, long most, SearchState state) {
    String value = bucket.path("key").asText("");
    long count = bucket.path("doc_count").asLong();
    Filter filter = new Filter(facet.field(), value);
    boolean selected = state.includes().contains(filter);
    return new SearchView.FacetValue(
        value,
        count,
        Math.max(1, count * 100 / most),
        selected,
        (selected ? state.without(filter) : state.including(filter)).link(),
        state.excluding(filter).link());
  }

  /** To more values, or back to few; null where there are no more. */
  private static String more(Facet facet, JsonNode terms, SearchState state) {
    if (state.expanded().equals(facet.field())) {
      return state.withExpanded("").link();
    }
    return terms.path("sum_other_doc_count").asLong() > 0
        ? state.withExpanded(facet.field()).link()
        : null;
  }
}
