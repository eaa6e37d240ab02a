package io.mailtrail.dashboards.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.model.Alert;
import java.util.List;

/** Search requests over {@code mailtrail-alerts}. */
public final class AlertQuery {
  public static final String STATUSES = "statuses";
  public static final String LEVELS = "levels";
  public static final String VALUES = "values";
  public static final String ANY = "any";

  /** Sigma's levels, worst first. */
  public static final List<String> ALL_LEVELS =
      List.of("critical", "high", "medium", "low", "informational");

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private AlertQuery() {}

  /**
   * A page of alerts, the newest first, and how many there are of each status and level.
   *
   * @param statuses empty for all
   * @param levels empty for all
   * @param from how many to leave out
   */
  public static ObjectNode list(
      List<Alert.Status> statuses, List<String> levels, int from, int size) {
    ObjectNode ofStatus = any("status", statuses.stream().map(Enum::name).toList());
    ObjectNode ofLevel = any("level", levels);
    ObjectNode request = JSON.objectNode();
    request.put("from", from).put("size", size).put("track_total_hits", true);
    ArrayNode sort = request.putArray("sort");
    sort.addObject().putObject("last").put("order", "desc").put("unmapped_type", "date");
    sort.addObject().putObject("id").put("order", "desc").put("unmapped_type", "keyword");
    request
        .putObject("post_filter")
        .putObject("bool")
        .putArray("filter")
        .add(ofStatus)
        .add(ofLevel);
    ObjectNode aggregations = request.putObject("aggs");
    aggregations.set(STATUSES, counted("status", ofLevel));
    aggregations.set(LEVELS, counted("level", ofStatus));
    aggregations.putObject(ANY).putObject("global");
    return request;
  }

  /** The alert of this id, under whichever of its ids. */
  public static ObjectNode byId(String id) {
    ObjectNode request = JSON.objectNode().put("size", 1);
    ArrayNode should = request.putObject("query").putObject("bool").putArray("should");
    // Where another alert was once called so, the one that is called so now is meant.
    ObjectNode own = should.addObject().putObject("ids").put("boost", 1_000);
    own.putArray("values").add(id);
    should.addObject().putObject("term").put("aliases", id);
    return request;
  }

  /** The alerts that this record is evidence of. */
  public static ObjectNode ofRecord(String recordId) {
    ObjectNode request = JSON.objectNode().put("size", 10);
    request.putArray("_source").add("id").add("title").add("level").add("status");
    request.putObject("query").putObject("term").put("evidence.recordId", recordId);
    return request;
  }

  private static ObjectNode counted(String field, ObjectNode filter) {
    ObjectNode aggregation = JSON.objectNode();
    aggregation.set("filter", filter);
    aggregation
        .putObject("aggs")
        .putObject(VALUES)
        .putObject("terms")
        .put("field", field)
        .put("size", 20);
    return aggregation;
  }

  private static ObjectNode any(String field, List<String> values) {
    ObjectNode query = JSON.objectNode();
    if (values.isEmpty()) {
      query.putObject("match_all");
    } else {
      ArrayNode terms = query.putObject("terms").putArray(field);
      values.forEach(terms::add);
    }
    return query;
  }
}
