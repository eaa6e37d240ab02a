package io.mailtrail.dashboards.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.model.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Search requests about somebody or something that alerts name. */
public final class EntityQuery {
  public static final String FIRST = "first";
  public static final String LAST = "last";

  /** Prefix of the aggregation over the values of a field. */
  public static final String VALUES = "values:";

  /** Values that are shown of one field. */
  public static final int SHOWN = 10;

  /**
   * How many values each shard looks at before the newest of all are chosen. A month is a shard, so
   * a value that is old, and seen again last month, is told as old only if both months name it.
   */
  private static final int SHARD_SIZE = 1_000;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Duration timeout;

  /**
   * @param timeout after which OpenSearch answers with what it has
   */
  public EntityQuery(Duration timeout) {
    this.timeout = timeout;
  }

  /**
   * What weighs of the standing alerts of a span, the newest first.
   *
   * @param after sort values of the last one of the page before; null for the first page
   */
  public ObjectNode standing(Instant from, Instant to, JsonNode after, int size) {
    ObjectNode request = alerts(size);
    ArrayNode filter = (ArrayNode) request.at("/query/bool/filter");
    range(filter, from, to);
    if (after != null) {
      request.set("search_after", after);
    }
    return request;
  }

  /**
   * The standing alerts that involve a value, the newest first.
   *
   * @param to alerts of later are left out
   */
  public ObjectNode involving(String field, String value, Instant to, int size) {
    ObjectNode request = alerts(size);
    ArrayNode filter = (ArrayNode) request.at("/query/bool/filter");
    range(filter, null, to);
    ObjectNode either = filter.addObject().putObject("bool");
    ArrayNode should = either.putArray("should");
    // An alert of a chain may name in its group key what none of its records carries.
    should.addObject().putObject("term").put("entities." + field, value);
    should.addObject().putObject("term").put("group." + field, value);
    either.put("minimum_should_match", 1);
    return request;
  }

  private ObjectNode alerts(int size) {
    ObjectNode request = request(size).put("track_total_hits", true);
    ArrayNode source = request.putArray("_source");
    List.of(
            "id",
            "rule",
            "title",
            "level",
            "status",
            "historical",
            "group",
            "entities",
            "first",
            "last")
        .forEach(source::add);
    ObjectNode bool = request.putObject("query").putObject("bool");
    bool.putArray("filter");
    bool.putArray("must_not")
        .addObject()
        .putObject("term")
        .put("status", Alert.Status.RETRACTED.name());
    ArrayNode sort = request.putArray("sort");
    sort.addObject().putObject("last").put("order", "desc").put("unmapped_type", "date");
    sort.addObject().putObject("id").put("order", "desc").put("unmapped_type", "keyword");
    return request;
  }

  private static void range(ArrayNode filter, Instant from, Instant to) {
    ObjectNode range = filter.addObject().putObject("range").putObject("last");
    if (from != null) {
      range.put("gte", from.toString());
    }
    range.put("lte", to.toString());
    range.put("format", "strict_date_optional_time");
  }

  /**
   * The values of each field in the records of an entity with the time of the first and the last
   * such record; those first seen most recently come first.
   */
  public ObjectNode facts(String field, String value, List<String> fields) {
    ObjectNode request = request(0).put("track_total_hits", true);
    request
        .putObject("query")
        .putObject("bool")
        .putArray("filter")
        .addObject()
        .putObject("term")
        .put(field, value);
    ObjectNode aggregations = request.putObject("aggs");
    span(aggregations);
    for (String each : fields) {
      ObjectNode aggregation = aggregations.putObject(VALUES + each);
      ObjectNode terms = aggregation.putObject("terms");
      terms.put("field", each).put("size", SHOWN).put("shard_size", SHARD_SIZE);
      terms.putObject("order").put(FIRST, "desc");
      span(aggregation.putObject("aggs"));
    }
    return request;
  }

  private static void span(ObjectNode aggregations) {
    aggregations.putObject(FIRST).putObject("min").put("field", "@timestamp");
    aggregations.putObject(LAST).putObject("max").put("field", "@timestamp");
  }

  private ObjectNode request(int size) {
    return JSON.objectNode().put("size", size).put("timeout", timeout.toMillis() + "ms");
  }
}
