package io.mailtrail.dashboards.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.model.LedgerEntry;
import java.util.Arrays;

/** Search requests over {@code mailtrail-ledger} and {@code mailtrail-failed}. */
public final class CollectionQuery {
  public static final String TENANTS = "tenants";
  public static final String KINDS = "kinds";
  public static final String TYPES = "types";
  public static final String STATES = "states";
  public static final String RECORDS = "records";
  public static final String REJECTED = "rejected";
  public static final String FINISHED = "finished";
  public static final String UNFINISHED = "unfinished";
  public static final String END = "end";
  public static final String START = "start";
  public static final String NEWEST = "newest";
  public static final String STAGES = "stages";
  public static final String CODES = "codes";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private CollectionQuery() {}

  /** Windows, blobs and files by tenant, content type and state. */
  public static ObjectNode overview() {
    ObjectNode request = JSON.objectNode().put("size", 0).put("track_total_hits", true);
    // Ids of blobs and forecasts are about these; they would only count twice.
    request
        .putObject("query")
        .putObject("terms")
        .putArray("kind")
        .add(LedgerEntry.Kind.WINDOW.name())
        .add(LedgerEntry.Kind.BLOB.name())
        .add(LedgerEntry.Kind.FILE.name());
    ObjectNode tenants = request.putObject("aggs");
    ObjectNode kinds = terms(tenants, TENANTS, "tenant", 50).putObject("aggs");
    ObjectNode byType = terms(kinds, KINDS, "kind", 3).putObject("aggs");
    ObjectNode types = terms(byType, TYPES, "contentType", 20).putObject("aggs");
    terms(types, STATES, "state", 10);
    types.putObject(RECORDS).putObject("sum").put("field", "records");
    types.putObject(REJECTED).putObject("sum").put("field", "rejected");
    types.putObject(NEWEST).putObject("max").put("field", "at");
    edge(types, FINISHED, LedgerEntry.State.FINISHED, END, "max", "end");
    edge(types, UNFINISHED, LedgerEntry.State.LISTED, START, "min", "start");
    return request;
  }

  private static void edge(
      ObjectNode aggregations,
      String name,
      LedgerEntry.State state,
      String value,
      String function,
      String field) {
    ObjectNode edge = aggregations.putObject(name);
    edge.putObject("filter").putObject("term").put("state", state.name());
    edge.putObject("aggs").putObject(value).putObject(function).put("field", field);
  }

  private static ObjectNode terms(ObjectNode aggregations, String name, String field, int size) {
    ObjectNode aggregation = aggregations.putObject(name);
    aggregation
        .putObject("terms")
        .put("field", field)
        .put("size", size)
        // A file has no content type.
        .put("missing", "");
    return aggregation;
  }

  /** What was not obtained, with its reason; the newest first. */
  public static ObjectNode named(int size) {
    ObjectNode request = newest(size);
    ArrayNode states = request.putObject("query").putObject("terms").putArray("state");
    Arrays.stream(LedgerEntry.State.values())
        .filter(LedgerEntry.State::isNamed)
        .forEach(state -> states.add(state.name()));
    return request;
  }

  /** Imported files; the newest first. */
  public static ObjectNode files(int size) {
    ObjectNode request = newest(size);
    request.putObject("query").putObject("term").put("kind", LedgerEntry.Kind.FILE.name());
    return request;
  }

  private static ObjectNode newest(int size) {
    ObjectNode request = JSON.objectNode().put("size", size).put("track_total_hits", true);
    sorted(request, "at");
    return request;
  }

  /**
   * Failed records without their bytes, the newest first, counted by stage and code.
   *
   * @param code only those; empty for all
   */
  public static ObjectNode failed(String code, int from, int size) {
    ObjectNode request =
        JSON.objectNode().put("from", from).put("size", size).put("track_total_hits", true);
    sorted(request, "@timestamp");
    request.putObject("_source").putArray("excludes").add("original");
    if (!code.isEmpty()) {
      request.putObject("post_filter").putObject("term").put("code", code);
    }
    ObjectNode aggregations = request.putObject("aggs");
    ObjectNode stages = terms(aggregations, STAGES, "stage", 10).putObject("aggs");
    terms(stages, CODES, "code", 50);
    return request;
  }

  private static void sorted(ObjectNode request, String time) {
    ArrayNode sort = request.putArray("sort");
    sort.addObject().putObject(time).put("order", "desc").put("unmapped_type", "date");
    sort.addObject().putObject("id").put("order", "asc").put("unmapped_type", "keyword");
  }

  /** One document by its id. */
  public static ObjectNode byId(String id) {
    ObjectNode request = JSON.objectNode().put("size", 1);
    request.putObject("query").putObject("ids").putArray("values").add(id);
    return request;
  }
}
