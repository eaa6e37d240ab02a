package io.mailtrail.dashboards;

import io.mailtrail.dashboards.query.SearchState;
import io.mailtrail.model.Alert;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Somebody or something that alerts and records name. */
record Entity(Kind kind, String name) {
  /** What can be looked at over time. */
  enum Kind {
    ACCOUNT("account", "Accounts", "user.email"),
    MAILBOX("mailbox", "Mailboxes", "mailtrail.mailbox.owner"),
    ADDRESS("address", "Addresses", "source.ip");

    private final String code;
    private final String label;
    private final String field;

    Kind(String code, String label, String field) {
      this.code = code;
      this.label = label;
      this.field = field;
    }

    /** In addresses of pages, and for one of them in a sentence. */
    String code() {
      return code;
    }

    /** For several of them. */
    String label() {
      return label;
    }

    /** Where records and alerts name it. */
    String field() {
      return field;
    }

    /** Fields whose values, first and last seen, tell what is usual for it. */
    List<String> facts() {
      return switch (this) {
        case ACCOUNT ->
            List.of(
                "source.geo.country_name",
                "source.as.organization.name",
                "source.ip",
                "user_agent.name",
                "mailtrail.application.name",
                "mailtrail.mailbox.owner",
                "event.action");
        case MAILBOX ->
            List.of(
                "user.email",
                "mailtrail.mailbox.access_type",
                "source.geo.country_name",
                "source.ip",
                "user_agent.name",
                "event.action");
        case ADDRESS ->
            List.of(
                "user.email",
                "source.geo.country_name",
                "source.as.organization.name",
                "user_agent.name",
                "mailtrail.mailbox.owner",
                "event.outcome",
                "event.action");
      };
    }

    /** Those of this kind that an alert involves. */
    Set<String> in(Alert alert) {
      Set<String> names = new LinkedHashSet<>(alert.entities().getOrDefault(field, List.of()));
      String grouped = alert.group().get(field);
      if (grouped != null && !grouped.isEmpty()) {
        names.add(grouped);
      }
      return names;
    }
  }

  /** The kind of that code. */
  static Optional<Kind> kind(String code) {
    return Arrays.stream(Kind.values()).filter(kind -> kind.code.equals(code)).findFirst();
  }

  /** Everybody and everything that an alert involves. */
  static List<Entity> of(Alert alert) {
    List<Entity> entities = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      kind.in(alert).forEach(name -> entities.add(new Entity(kind, name)));
    }
    return entities;
  }

  /** The address of its page. */
  String link() {
    return "/entity?"
        + SearchState.encode(
            List.of(
                new SearchState.Parameter("kind", kind.code),
                new SearchState.Parameter("name", name)));
  }
}
