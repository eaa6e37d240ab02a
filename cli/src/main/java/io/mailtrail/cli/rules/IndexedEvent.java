package io.mailtrail.cli.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.model.EventFields;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * An event as it is indexed. Its fields read as those of the event that was indexed, but for the
 * text of a whole record or name/value list: that is the document's, not Microsoft's.
 */
final class IndexedEvent implements EventFields {
  private static final String AUDIT = "o365.audit.";
  private static final String OTHER = "o365.audit.other.";

  private static final String OLD = ".old";
  private static final Set<String> PARTS = Set.of("value", "newvalue", "oldvalue");

  private final JsonNode document;

  IndexedEvent(JsonNode document) {
    this.document = document;
  }

  @Override
  public String recordId() {
    return document.path("event").path("id").asText("");
  }

  /** Event time, milliseconds since the epoch; 0 where the document has none. */
  @Override
  public long time() {
    try {
      return Instant.parse(document.path("@timestamp").asText("")).toEpochMilli();
    } catch (DateTimeException e) {
      return 0;
    }
  }

  @Override
  public String tenant() {
    return document.path("organization").path("id").asText("");
  }

  @Override
  public String message() {
    return document.path("message").asText("");
  }

  @Override
  public List<String> values(String field) {
    if (field.equals(WHOLE_RECORD)) {
      return List.of(document.toString());
    }
    List<String> values = new ArrayList<>();
    for (String name : List.of(field, AUDIT + field, OTHER + field)) {
      collect(document, name, values);
      if (!values.isEmpty()) {
        return values;
      }
    }
    int dot = field.indexOf('.');
    if (dot > 0) {
      inList(
          document.path("o365").path("audit").path(field.substring(0, dot)),
          field.substring(dot + 1),
          values);
    }
    return values;
  }

  /** Paths of what is not catalogued may stand as one name that holds dots. */
  private static void collect(JsonNode node, String name, List<String> values) {
    if (node.isArray()) {
      node.forEach(element -> collect(element, name, values));
    } else if (node.isObject()) {
      if (node.has(name)) {
        add(node.get(name), values);
        return;
      }
      for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
        JsonNode child = node.get(name.substring(0, dot));
        if (child != null) {
          collect(child, name.substring(dot + 1), values);
        }
      }
    }
  }

  /**
   * A name in a name/value list, as the normaliser writes it: without dots of its own, the value
   * before a change behind {@code .old}. A rule may name a part of it, or one part of all.
   */
  private static void inList(JsonNode list, String name, List<String> values) {
    if (!list.isObject()) {
      return;
    }
    String lower = name.toLowerCase(Locale.ROOT);
    if (PARTS.contains(lower)) {
      boolean isOld = lower.equals("oldvalue");
      for (Map.Entry<String, JsonNode> entry : list.properties()) {
        if (entry.getKey().endsWith(OLD) == isOld) {
          add(entry.getValue(), values);
        }
      }
      return;
    }
    for (String key : keys(name, lower)) {
      if (list.has(key)) {
        add(list.get(key), values);
        return;
      }
    }
  }

  private static List<String> keys(String name, String lower) {
    List<String> keys = new ArrayList<>();
    keys.add(name.replace('.', '_'));
    int dot = name.lastIndexOf('.');
    if (dot > 0) {
      String before = name.substring(0, dot).replace('.', '_');
      String part = lower.substring(dot + 1);
      if (part.equals("old") || part.equals("oldvalue")) {
        keys.add(before + OLD);
      } else if (PARTS.contains(part)) {
        keys.add(before);
      }
    }
    return keys;
  }

  private static void add(JsonNode value, List<String> values) {
    if (value.isArray()) {
      value.forEach(element -> add(element, values));
    } else if (value.isObject()) {
      values.add(value.toString());
    } else if (!value.isNull()) {
      values.add(value.asText());
    }
  }
}
