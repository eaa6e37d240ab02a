package io.mailtrail.dashboards.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.model.ContentType;
import io.mailtrail.model.LedgerEntry;

/** Search requests for what the ledger knows of the collection of Exchange's records. */
public final class LedgerQuery {
  public static final String TENANTS = "tenants";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private LedgerQuery() {}

  /** The tenants whose Exchange records were ever asked for. */
  public static ObjectNode tenants() {
    ObjectNode request = exchange(0);
    request
        .putObject("aggs")
        .putObject(TENANTS)
        .putObject("terms")
        .put("field", "tenant")
        .put("size", 100);
    return request;
  }

  private static ObjectNode exchange(int size) {
    ObjectNode request = JSON.objectNode().put("size", size);
    ArrayNode filter = request.putObject("query").putObject("bool").putArray("filter");
    filter.addObject().putObject("term").put("contentType", ContentType.EXCHANGE.wireName());
    filter
        .addObject()
        .putObject("terms")
        .putArray("kind")
        .add(LedgerEntry.Kind.WINDOW.name())
        .add(LedgerEntry.Kind.BLOB.name());
    return request;
  }
}
