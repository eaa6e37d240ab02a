package io.mailtrail.dashboards.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.model.CoverageStatement.Basis;
import io.mailtrail.model.CoverageStatement.Subject;
import java.util.Collection;

/** Search requests over {@code mailtrail-coverage}. */
public final class CoverageQuery {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private CoverageQuery() {}

  /** What is said of the organisations. */
  public static ObjectNode organisations(int size) {
    return newestFirst(term("subject", Subject.ORGANISATION.name()), size);
  }

  /** What is said of anybody who goes by one of these names, in lower case. */
  public static ObjectNode named(Collection<String> names, int size) {
    ObjectNode query = JSON.objectNode();
    ArrayNode terms = query.putObject("terms").putArray("names");
    names.forEach(terms::add);
    return newestFirst(query, size);
  }

  /** The newest changes that administrators made. */
  public static ObjectNode changes(int size) {
    return newestFirst(term("basis", Basis.CHANGE.name()), size);
  }

  private static ObjectNode term(String field, String value) {
    ObjectNode query = JSON.objectNode();
    query.putObject("term").put(field, value);
    return query;
  }

  private static ObjectNode newestFirst(ObjectNode query, int size) {
    ObjectNode request = JSON.objectNode().put("size", size).put("track_total_hits", true);
    request.set("query", query);
    ArrayNode sort = request.putArray("sort");
    sort.addObject().put("at", "desc");
    sort.addObject().put("id", "asc");
    return request;
  }
}
