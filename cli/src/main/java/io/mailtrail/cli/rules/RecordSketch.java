package io.mailtrail.cli.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.model.Json;
import io.mailtrail.normalise.FieldCatalogue;
import io.mailtrail.normalise.FieldType;
import java.util.Optional;
import java.util.Set;

/** A record in the making, in the form in which the API would send it. */
final class RecordSketch {
  private static final Set<String> PAIRS =
      Set.of("Parameters", "ExtendedProperties", "OperationProperties", "DeviceProperties");
  private static final Set<String> LISTS =
      Set.of("Actor", "Target", "AffectedItems", "Folders", "FolderItems", "Members", "Messages");
  private static final String MODIFIED = "ModifiedProperties";
  private static final String NOTE = "Note";

  private final ObjectNode root = Json.mapper().createObjectNode();

  byte[] bytes() {
    return Json.bytes(root);
  }

  boolean has(String path) {
    return find(path).isPresent();
  }

  /** The text that was put under a name at the top. */
  String text(String field) {
    return root.path(field).asText();
  }

  void remove(String field) {
    root.remove(field);
  }

  /** Puts a value where rules find it under this name, if nothing is there yet. */
  RecordSketch setIfAbsent(String path, String value) {
    return has(path) ? this : set(path, value);
  }

  /** Puts a value where rules find it under this name. */
  RecordSketch set(String path, String value) {
    int dot = path.indexOf('.');
    String head = dot < 0 ? path : path.substring(0, dot);
    String rest = dot < 0 ? null : path.substring(dot + 1);
    if (PAIRS.contains(head)) {
      pair(head, rest == null ? NOTE : rest, "Value", value);
    } else if (head.equals(MODIFIED)) {
      modified(rest == null ? NOTE : rest, value);
    } else if (rest == null) {
      scalar(path, value);
    } else {
      nested(path, value);
    }
    return this;
  }

  private void modified(String name, String value) {
    if (name.endsWith(".old")) {
      pair(MODIFIED, name.substring(0, name.length() - 4), "OldValue", value);
    } else if (name.equalsIgnoreCase("OldValue")) {
      pair(MODIFIED, NOTE, "OldValue", value);
    } else {
      boolean anyName = name.equalsIgnoreCase("NewValue");
      pair(MODIFIED, anyName ? NOTE : name, "NewValue", value);
    }
  }

  private void pair(String list, String name, String key, String value) {
    ArrayNode pairs = root.path(list).isArray() ? (ArrayNode) root.get(list) : root.putArray(list);
    for (JsonNode pair : pairs) {
      if (pair.path("Name").asText().equals(name)) {
        ((ObjectNode) pair).put(key, value);
        return;
      }
    }
    ObjectNode pair = pairs.addObject().put("Name", name);
    if (list.equals(MODIFIED)) {
      pair.put("NewValue", "").put("OldValue", "");
    }
    pair.put(key, value);
  }

  private void scalar(String field, String value) {
    if (LISTS.contains(field)) {
      root.putArray(field).addObject().put("ID", value).put("Type", 5);
      return;
    }
    FieldType type =
        FieldCatalogue.field("o365.audit." + field).map(known -> known.type()).orElse(null);
    Optional<Long> number = type == FieldType.LONG ? number(value) : Optional.empty();
    if (number.isPresent()) {
      root.put(field, number.get());
    } else if (type == FieldType.BOOLEAN && isBoolean(value)) {
      root.put(field, value.equalsIgnoreCase("true"));
    } else {
      root.put(field, value);
    }
  }

  private static boolean isBoolean(String value) {
    return value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
  }

  private static Optional<Long> number(String value) {
    try {
      return Optional.of(Long.parseLong(value));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private void nested(String path, String value) {
    String[] parts = path.split("\\.", -1);
    ObjectNode at = root;
    for (int i = 0; i < parts.length - 1; i++) {
      JsonNode inner = at.get(parts[i]);
      if (inner instanceof ArrayNode list && list.size() > 0 && list.get(0) instanceof ObjectNode) {
        at = (ObjectNode) list.get(0);
      } else if (inner instanceof ObjectNode object) {
        at = object;
      } else {
        at = LISTS.contains(parts[i]) ? at.putArray(parts[i]).addObject() : at.putObject(parts[i]);
      }
    }
    at.put(parts[parts.length - 1], value);
  }

  private Optional<JsonNode> find(String path) {
    int dot = path.indexOf('.');
    String head = dot < 0 ? path : path.substring(0, dot);
    if (dot > 0 && (PAIRS.contains(head) || head.equals(MODIFIED))) {
      String name = path.substring(dot + 1);
      for (JsonNode pair : root.path(head)) {
        if (pair.path("Name").asText().equals(name)) {
          return Optional.of(pair);
        }
      }
      return Optional.empty();
    }
    JsonNode at = root;
    for (String part : path.split("\\.", -1)) {
      at = at.isArray() ? at.path(0).path(part) : at.path(part);
    }
    return at.isMissingNode() ? Optional.empty() : Optional.of(at);
  }
}
