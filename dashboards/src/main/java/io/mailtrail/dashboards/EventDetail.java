package io.mailtrail.dashboards;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.dashboards.query.Filter;
import io.mailtrail.dashboards.query.SearchState;
import io.mailtrail.model.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lays a record out for reading. */
final class EventDetail {
  private static final int JSON_CHARS = 500_000;

  /** A longer value is shown, and cannot be filtered by: it would not fit into an address. */
  private static final int FILTER_CHARS = 500;

  private static final int VALUE_CHARS = 20_000;
  private static final int MAX_VALUES = 200;

  /** Beginnings of field names, and the group they belong to; the first that fits. */
  private static final Map<String, String> GROUPS = groups();

  /** Fields that are no exact terms. */
  private static final Set<String> NOT_FILTERED =
      Set.of("@timestamp", "source.geo.location.lat", "source.geo.location.lon");

  private EventDetail() {}

  private static Map<String, String> groups() {
    Map<String, String> groups = new LinkedHashMap<>();
    groups.put("@timestamp", "What happened");
    groups.put("event.", "What happened");
    groups.put("user.", "Who");
    groups.put("session.", "Who");
    groups.put("organization.", "Who");
    groups.put("source.", "From where");
    groups.put("user_agent.", "From where");
    groups.put("mailtrail.mailbox.", "Mailbox and mail");
    groups.put("email.", "Mailbox and mail");
    groups.put("file.", "Mailbox and mail");
    groups.put("o365.audit.Parameters.", "Parameters and changed properties");
    groups.put("o365.audit.ExtendedProperties.", "Parameters and changed properties");
    groups.put("o365.audit.OperationProperties.", "Parameters and changed properties");
    groups.put("o365.audit.ModifiedProperties.", "Parameters and changed properties");
    groups.put("o365.audit.DeviceProperties.", "Parameters and changed properties");
    groups.put("o365.audit.other.", "Further fields of the record");
    groups.put("o365.audit.", "As Microsoft sent it");
    groups.put("related.", "Also in");
    groups.put("mailtrail.", "Where the record comes from");
    groups.put("", "Other");
    return groups;
  }

  /**
   * @param state the search that the filters narrow
   * @param alerts what the record is evidence of
   */
  static EventView of(Document document, SearchState state, List<EventView.Link> alerts) {
    Instant time = document.instant("@timestamp").orElse(null);
    return new EventView(
        document.id(),
        Links.event(document.id()),
        Show.cut(document.firstText("message", "event.action"), VALUE_CHARS),
        Show.time(time),
        document.text("event.outcome"),
        links(document, time),
        alerts,
        groups(document, state),
        json(document.source()));
  }

  private static List<EventView.Link> links(Document document, Instant time) {
    List<EventView.Link> links = new ArrayList<>();
    Duration hour = Duration.ofHours(1);
    Duration day = Duration.ofDays(1);
    add(links, document, "user.email", "Same user ± 1 h", time, hour);
    add(links, document, "session.id", "Same session", null, hour);
    add(links, document, "source.ip", "Same address ± 24 h", time, day);
    add(links, document, "mailtrail.mailbox.owner", "Same mailbox ± 24 h", time, day);
    String owner = document.text("mailtrail.mailbox.owner");
    if (!owner.isEmpty() && owner.length() <= FILTER_CHARS) {
      links.add(
          new EventView.Link(
              "What was audited",
              "which actions this mailbox recorded then",
              CoveragePage.link(owner, time)));
    }
    for (Entity.Kind kind : Entity.Kind.values()) {
      String name = document.text(kind.field());
      if (!name.isEmpty()
          && name.length() <= FILTER_CHARS
          && !(kind == Entity.Kind.MAILBOX
              && name.equals(document.text(Entity.Kind.ACCOUNT.field())))) {
        links.add(
            new EventView.Link("Risk of the " + kind.code(), name, new Entity(kind, name).link()));
      }
    }
    add(links, document, "mailtrail.container", "Same content blob or file", null, hour);
    return links;
  }

  private static void add(
      List<EventView.Link> links,
      Document document,
      String field,
      String label,
      Instant time,
      Duration margin) {
    String value = document.text(field);
    if (!value.isEmpty() && value.length() <= FILTER_CHARS) {
      links.add(
          new EventView.Link(
              label, field + " is " + value, Links.search(field, value, time, margin)));
    }
  }

  private static List<EventView.Group> groups(Document document, SearchState state) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    flatten("", document.source(), fields);
    // It stands above.
    fields.remove("message");
    Map<String, List<EventView.Row>> rows = new LinkedHashMap<>();
    GROUPS.values().forEach(title -> rows.put(title, new ArrayList<>()));
    fields.forEach((field, values) -> rows.get(title(field)).add(row(field, values, state)));
    return rows.entrySet().stream()
        .filter(entry -> !entry.getValue().isEmpty())
        .map(entry -> new EventView.Group(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static String title(String field) {
    return GROUPS.entrySet().stream()
        .filter(entry -> field.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  private static EventView.Row row(String field, List<String> values, SearchState state) {
    return new EventView.Row(
        field, values.stream().map(value -> value(field, value, state)).toList());
  }

  private static EventView.Value value(String field, String value, SearchState state) {
    String text = Show.cut(value, VALUE_CHARS);
    if (NOT_FILTERED.contains(field) || value.isEmpty() || value.length() > FILTER_CHARS) {
      return new EventView.Value(text, null, null);
    }
    Filter filter = new Filter(field, value);
    return new EventView.Value(
        text, state.including(filter).link(), state.excluding(filter).link());
  }

  /** The document as dotted names, in its own order; nesting is bounded by what was indexed. */
  static void flatten(String name, JsonNode node, Map<String, List<String>> fields) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              child ->
                  flatten(
                      name.isEmpty() ? child.getKey() : name + "." + child.getKey(),
                      child.getValue(),
                      fields));
    } else if (node.isArray()) {
      node.forEach(element -> flatten(name, element, fields));
    } else if (!node.isNull() && !name.isEmpty()) {
      List<String> values = fields.computeIfAbsent(name, key -> new ArrayList<>());
      if (values.size() < MAX_VALUES) {
        values.add(node.asText());
      }
    }
  }

  private static String json(JsonNode source) {
    try {
      return Show.cut(
          Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(source), JSON_CHARS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree that was read can be written", e);
    }
  }
}
