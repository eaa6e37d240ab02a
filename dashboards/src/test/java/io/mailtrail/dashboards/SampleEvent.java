package io.mailtrail.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** One event document in the making, by dotted field names. */
final class SampleEvent {
  private final ObjectNode document = JsonNodeFactory.instance.objectNode();
  private final String id;
  private final Instant time;

  private SampleEvent(String id, Instant time) {
    this.id = id;
    this.time = time;
    with("@timestamp", time.toString()).with("event.id", id);
  }

  static SampleEvent of(String id, Instant time, String user, String action, String provider) {
    return new SampleEvent(id, time)
        .with("event.kind", "event")
        .with("event.module", "o365")
        .with("event.dataset", "o365.audit")
        .with("event.action", action)
        .with("event.provider", provider)
        .with("event.outcome", "success")
        .with("organization.id", SampleData.TENANT)
        .with("user.email", user)
        .with("user.name", user.substring(0, Math.max(0, user.indexOf('@'))))
        .with("user.domain", user.substring(user.indexOf('@') + 1))
        .with("o365.audit.Operation", action)
        .with("o365.audit.Workload", provider)
        .with("o365.audit.UserId", user)
        .with("mailtrail.origin", "api")
        .with("mailtrail.container", "blob-" + time.toString().substring(0, 13))
        .with("mailtrail.ordinal", 3L)
        .with("mailtrail.fetched_at", time.plusSeconds(4_000).toString())
        .with("mailtrail.normaliser", "1");
  }

  /** Only a time, an id and what is added. */
  static SampleEvent bare(String id, Instant time) {
    return new SampleEvent(id, time);
  }

  SampleEvent with(String field, Object value) {
    String[] parts = field.split("\\.", -1);
    ObjectNode parent = document;
    for (int i = 0; i < parts.length - 1; i++) {
      parent = parent.withObjectProperty(parts[i]);
    }
    parent.putPOJO(parts[parts.length - 1], value);
    return this;
  }

  /** A value of a name/value list, whose names may hold dots. */
  SampleEvent parameter(String name, String value) {
    document
        .withObjectProperty("o365")
        .withObjectProperty("audit")
        .withObjectProperty("Parameters")
        .put(name, value);
    return this;
  }

  SampleEvent from(SampleData.Place place) {
    with("source.address", place.address()).with("source.ip", place.address());
    with("source.geo.country_iso_code", place.code())
        .with("source.geo.country_name", place.country());
    with("source.as.number", place.network()).with("source.as.organization.name", place.provider());
    return with("related.ip", java.util.List.of(place.address()));
  }

  SampleEvent client(String name, String original) {
    return with("user_agent.name", name).with("user_agent.original", original);
  }

  SampleEvent session(String id) {
    return with("session.id", id).with("o365.audit.SessionId", id);
  }

  SampleEvent mailbox(String owner, String access) {
    return with("mailtrail.mailbox.owner", owner).with("mailtrail.mailbox.access_type", access);
  }

  SampleEvent failed(String error) {
    return with("event.outcome", "failure").with("o365.audit.LogonError", error);
  }

  SampleEvent message(String message) {
    return with("message", message);
  }

  String id() {
    return id;
  }

  Instant time() {
    return time;
  }

  /** A field as text; empty where it is not there. */
  String text(String field) {
    JsonNode node = document;
    for (String part : field.split("\\.", -1)) {
      node = node.path(part);
    }
    return node.asText("");
  }

  ObjectNode json() {
    return document;
  }
}
