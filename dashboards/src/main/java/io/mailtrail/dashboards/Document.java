package io.mailtrail.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One document of an index, by the dotted names of its fields. A field that is missing or of
 * another type than expected reads as empty: what is shown must not depend on every document being
 * well formed.
 */
record Document(String id, JsonNode source) {
  /** The document of a hit. */
  static Document of(JsonNode hit) {
    return new Document(hit.path("_id").asText(""), hit.path("_source"));
  }

  /** The first value of a field as text; empty where there is none. */
  String text(String field) {
    List<String> values = texts(field);
    return values.isEmpty() ? "" : values.get(0);
  }

  /** The first of these fields that has a value. */
  String firstText(String... fields) {
    for (String field : fields) {
      String text = text(field);
      if (!text.isEmpty()) {
        return text;
      }
    }
    return "";
  }

  /** Every value of a field as text. */
  List<String> texts(String field) {
    List<String> values = new ArrayList<>();
    collect(at(field), values);
    return values;
  }

  private static void collect(JsonNode node, List<String> values) {
    if (node.isArray()) {
      node.forEach(element -> collect(element, values));
    } else if (node.isValueNode() && !node.isNull()) {
      values.add(node.asText());
    }
  }

  JsonNode at(String field) {
    JsonNode node = source;
    for (String part : field.split("\\.", -1)) {
      node = node.path(part);
    }
    return node;
  }

  long number(String field) {
    return at(field).asLong();
  }

  Optional<Instant> instant(String field) {
    return Show.parseInstant(text(field));
  }
}
