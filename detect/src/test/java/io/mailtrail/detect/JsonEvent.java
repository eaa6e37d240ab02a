package io.mailtrail.detect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.model.EventFields;
import io.mailtrail.model.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An event over a JSON object whose keys are the field names; name/value lists by name, too. */
public final class JsonEvent implements EventFields {
  private final JsonNode json;
  private final Map<String, List<String>> values = new LinkedHashMap<>();

  private JsonEvent(JsonNode json) {
    this.json = json;
    json.properties().forEach(entry -> add(entry.getKey(), entry.getValue()));
    values.put("*", List.of(json.toString()));
  }

  public static JsonEvent of(String json) {
    try {
      return new JsonEvent(Json.mapper().readTree(json.replace('\'', '"')));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  private void add(String field, JsonNode node) {
    if (node.isObject()) {
      node.properties().forEach(e -> add(field + "." + e.getKey(), e.getValue()));
    } else if (node.isArray()) {
      for (JsonNode item : node) {
        if (item.has("Name") && item.has("Value")) {
          put(field + "." + item.get("Name").asText(), item.get("Value").asText());
        } else {
          add(field, item);
        }
      }
      if (node.size() > 0 && node.get(0).has("Name")) {
        put(field, node.toString());
      }
    } else {
      put(field, node.asText());
    }
  }

  private void put(String field, String value) {
    values.computeIfAbsent(field, f -> new ArrayList<>()).add(value);
  }

  @Override
  public String recordId() {
    return json.path("id").asText("tenant/1");
  }

  @Override
  public long time() {
    return Instant.parse(json.path("time").asText("2026-03-01T12:00:00Z")).toEpochMilli();
  }

  @Override
  public String tenant() {
    return json.path("tenant").asText("tenant");
  }

  @Override
  public String message() {
    return json.path("message").asText("somebody did something");
  }

  @Override
  public List<String> values(String field) {
    return values.getOrDefault(field, List.of());
  }
}
