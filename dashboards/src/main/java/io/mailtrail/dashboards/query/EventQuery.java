package io.mailtrail.dashboards.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Search requests over {@code mailtrail-events}, as JSON trees: what a user typed is only ever the
 * value of a node.
 */
public final class EventQuery {
  /** Names of the aggregations in the answer. */
  public static final String HISTOGRAM = "histogram";

  public static final String FAILURES = "failures";
  public static final String FIRST = "first";
  public static final String LAST = "last";
  public static final String VALUES = "values";
  public static final String OTHERWISE = "otherwise";

  /** Prefix of a facet's aggregation, so that no field name can meet another aggregation. */
  public static final String FACET = "facet:";

  /** What a row of the table needs. */
  static final List<String> COLUMNS =
      List.of(
          "@timestamp",
          "message",
          "event.id",
          "event.action",
          "event.outcome",
          "event.provider",
          "user.email",
          "user.name",
          "user.target",
          "source.ip",
          "source.address",
          "source.geo.country_iso_code",
          "source.geo.country_name",
          "source.as",
          "file.name",
          "mailtrail.mailbox",
          "o365.audit.ObjectId",
          "o365.audit.UserId");

  /** Where a word without a field is looked for; a bare address goes another way. */
  static final List<String> DEFAULT_FIELDS =
      List.of(
          "message",
          "event.action",
          "event.id",
          "user.email",
          "user.name",
          "user.full_name",
          "user.target.email",
          "user.target.name",
          "source.address",
          "source.geo.country_name",
          "source.as.organization.name",
          "user_agent.original.text",
          "session.id",
          "email.subject.text",
          "email.message_id",
          "file.name.text",
          "mailtrail.mailbox.owner",
          "mailtrail.mailbox.activity",
          "o365.audit.ObjectId",
          "o365.audit.UserId",
          "o365.audit.Parameters");

  /** Where one word alone is also taken for the beginning of an account's name. */
  static final List<String> ACCOUNT_FIELDS =
      List.of("user.email", "user.target.email", "mailtrail.mailbox.owner");

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Duration timeout;

  /**
   * @param timeout after which OpenSearch answers with what it has
   */
  public EventQuery(Duration timeout) {
    this.timeout = timeout;
  }

  /** First and last event time of what matches, without hits: what "All" spans. */
  public ObjectNode span(SearchState state) {
    ObjectNode request = request(0);
    request.put("track_total_hits", true);
    request.set("query", query(state, Window.ALL));
    addSpan(request.putObject("aggs"));
    return request;
  }

  private static void addSpan(ObjectNode aggregations) {
    aggregations.putObject(FIRST).putObject("min").put("field", "@timestamp");
    aggregations.putObject(LAST).putObject("max").put("field", "@timestamp");
  }

  /** How many records of any kind the window holds. */
  public ObjectNode count(Window window) {
    ObjectNode request = request(0);
    request.put("track_total_hits", true);
    request.set("query", query(SearchState.DEFAULT, window));
    return request;
  }

  /**
   * One page of the result, with facets and histogram.
   *
   * @param window what the state's range means now
   * @param axis bounded window of the histogram; unbounded for none
   */
  public ObjectNode page(SearchState state, Window window, Window axis, int size) {
    ObjectNode request = hits(state, window, size);
    request.put("track_total_hits", true);
    strings(request.putArray("_source"), COLUMNS);
    ObjectNode aggregations = request.putObject("aggs");
    if (axis.isBounded()) {
      aggregations.set(HISTOGRAM, histogram(axis));
    }
    for (Facet facet : Facet.ALL) {
      aggregations.set(FACET + facet.field(), facet(facet, state, window));
    }
    return request;
  }

  /** The records of one page, whole, without counting. */
  public ObjectNode records(SearchState state, Window window, int size) {
    ObjectNode request = hits(state, window, size);
    request.put("track_total_hits", false);
    return request;
  }

  /** These records, whole. */
  public ObjectNode byIds(List<String> ids) {
    ObjectNode request = request(ids.size());
    strings(request.putObject("query").putObject("ids").putArray("values"), ids);
    return request;
  }

  private ObjectNode hits(SearchState state, Window window, int size) {
    ObjectNode request = request(size);
    request.set("query", query(state, window));
    Cursor cursor = state.cursor();
    boolean ascending = state.oldestFirst() != (cursor != null && cursor.backward());
    String order = ascending ? "asc" : "desc";
    ArrayNode sort = request.putArray("sort");
    sort.addObject().putObject("@timestamp").put("order", order).put("unmapped_type", "date");
    sort.addObject().putObject("event.id").put("order", order).put("unmapped_type", "keyword");
    if (cursor != null) {
      request.putArray("search_after").add(cursor.time()).add(cursor.id());
    }
    return request;
  }

  private ObjectNode request(int size) {
    return JSON.objectNode().put("size", size).put("timeout", timeout.toMillis() + "ms");
  }

  ObjectNode query(SearchState state, Window window) {
    return query(state.query(), state.includes(), state.excludes(), window);
  }

  private static ObjectNode query(
      String text, List<Filter> includes, List<Filter> excludes, Window window) {
    ObjectNode query = JSON.objectNode();
    ObjectNode bool = query.putObject("bool");
    ArrayNode filter = bool.putArray("filter");
    if (!text.isEmpty()) {
      filter.add(text(text));
    }
    if (window.from() != null || window.to() != null) {
      filter.add(range(window));
    }
    byField(includes).forEach((field, values) -> filter.add(terms(field, values)));
    ArrayNode mustNot = bool.putArray("must_not");
    byField(excludes).forEach((field, values) -> mustNot.add(terms(field, values)));
    return query;
  }

  private static ObjectNode text(String text) {
    ObjectNode query = JSON.objectNode();
    if (QueryText.isAddress(text)) {
      ArrayNode should = query.putObject("bool").putArray("should");
      should.add(terms("source.ip", List.of(text)));
      should.add(terms("related.ip", List.of(text)));
      return query;
    }
    if (QueryText.isName(text)) {
      ArrayNode should = query.putObject("bool").putArray("should");
      should.add(queryString(text));
      ACCOUNT_FIELDS.forEach(field -> should.add(prefix(field, text)));
      return query;
    }
    return queryString(text);
  }

  private static ObjectNode queryString(String text) {
    ObjectNode query = JSON.objectNode();
    ObjectNode queryString = query.putObject("query_string");
    queryString.put("query", text);
    strings(queryString.putArray("fields"), DEFAULT_FIELDS);
    queryString.put("default_operator", "AND");
    queryString.put("time_zone", "UTC");
    return query;
  }

  private static ObjectNode prefix(String field, String text) {
    ObjectNode query = JSON.objectNode();
    query.putObject("prefix").putObject(field).put("value", text).put("case_insensitive", true);
    return query;
  }

  private static ObjectNode range(Window window) {
    ObjectNode query = JSON.objectNode();
    ObjectNode range = query.putObject("range").putObject("@timestamp");
    put(range, "gte", window.from());
    put(range, "lte", window.to());
    range.put("format", "strict_date_optional_time");
    return query;
  }

  private static void put(ObjectNode node, String name, Instant instant) {
    if (instant != null) {
      node.put(name, instant.toString());
    }
  }

  private static ObjectNode terms(String field, List<String> values) {
    ObjectNode query = JSON.objectNode();
    strings(query.putObject("terms").putArray(field), values);
    return query;
  }

  private static Map<String, List<String>> byField(List<Filter> filters) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (Filter filter : filters) {
      values
          .computeIfAbsent(filter.field(), field -> new java.util.ArrayList<>())
          .add(filter.value());
    }
    return values;
  }

  private static ObjectNode histogram(Window axis) {
    ObjectNode aggregation = JSON.objectNode();
    ObjectNode histogram = aggregation.putObject("date_histogram");
    histogram.put("field", "@timestamp");
    histogram.put("fixed_interval", Interval.of(axis).toSeconds() + "s");
    histogram.put("min_doc_count", 0);
    histogram
        .putObject("extended_bounds")
        .put("min", axis.from().toEpochMilli())
        .put("max", axis.to().toEpochMilli());
    aggregation
        .putObject("aggs")
        .putObject(FAILURES)
        .putObject("filter")
        .putObject("term")
        .put("event.outcome", "failure");
    return aggregation;
  }

  /**
   * The values of a field. Where the search already asks for values of it, they are counted as if
   * it did not, so that another can be added to them.
   */
  private static ObjectNode facet(Facet facet, SearchState state, Window window) {
    int size = state.expanded().equals(facet.field()) ? Facet.SHOWN_WHEN_EXPANDED : Facet.SHOWN;
    ObjectNode values = JSON.objectNode();
    values.putObject("terms").put("field", facet.field()).put("size", size);
    List<Filter> others =
        state.includes().stream().filter(f -> !f.field().equals(facet.field())).toList();
    if (others.size() == state.includes().size()) {
      return values;
    }
    ObjectNode aggregation = JSON.objectNode();
    aggregation.putObject("global");
    ObjectNode otherwise = aggregation.putObject("aggs").putObject(OTHERWISE);
    otherwise.set("filter", query(state.query(), others, state.excludes(), window));
    otherwise.putObject("aggs").set(VALUES, values);
    return aggregation;
  }

  private static void strings(ArrayNode array, List<String> values) {
    values.forEach(array::add);
  }
}
