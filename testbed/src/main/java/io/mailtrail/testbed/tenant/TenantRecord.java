package io.mailtrail.testbed.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.model.ContentType;
import io.mailtrail.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An audit record of the tenant. The array is not copied: nobody may change it.
 *
 * @param id the record's {@code Id}
 * @param created when it happened: what {@code CreationTime} says, or should say
 * @param available from when on the API can hand it out
 * @param json its bytes, the same wherever this copy is handed out
 */
public record TenantRecord(
    String id, ContentType contentType, Instant created, Instant available, byte[] json) {

  static TenantRecord of(Draft draft, Instant available) {
    return new TenantRecord(
        draft.id(), draft.contentType(), draft.created(), available, Json.bytes(draft.fields()));
  }

  TenantRecord availableAfter(Duration delay) {
    return new TenantRecord(id, contentType, created, created.plus(delay), json);
  }

  /** The same record handed out once more: its fields in another order, as the service does. */
  TenantRecord repeated(Instant again, Dice dice) {
    ObjectNode fields;
    try {
      fields = (ObjectNode) Json.mapper().readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException("our own record cannot be read: " + id, e);
    }
    List<String> names = new ArrayList<>();
    fields.fieldNames().forEachRemaining(names::add);
    ObjectNode reordered = JsonNodeFactory.instance.objectNode();
    for (String name : dice.shuffled(names)) {
      JsonNode value = fields.get(name);
      reordered.set(name, value);
    }
    return new TenantRecord(id, contentType, created, again, Json.bytes(reordered));
  }
}
