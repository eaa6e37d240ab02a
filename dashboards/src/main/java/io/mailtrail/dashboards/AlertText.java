package io.mailtrail.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.model.Alert;
import io.mailtrail.model.Json;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An alert in words. */
final class AlertText {
  /** The fields of a group key that name an account, the plainest first. */
  private static final List<String> ACCOUNTS =
      List.of("user.email", "UserId", "user.name", "mailtrail.mailbox.owner");

  private AlertText() {}

  /** The alert in a hit; empty for a document that is none. */
  static Optional<Alert> read(JsonNode hit) {
    if (!hit.path("_source").isObject()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.read(Json.bytes(hit.path("_source")), Alert.class));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static String meaning(Alert.Status status) {
    return switch (status) {
      case PROVISIONAL -> "Found, but a record that arrives late could still change it.";
      case SETTLED -> "No record that comes in time can change it any more; it stands.";
      case RETRACTED -> "A record that arrived late undid it.";
      case REOPENED -> "It was settled, and a record from long ago has changed it.";
    };
  }

  static String status(Alert alert) {
    return alert.status().name().toLowerCase(Locale.ROOT);
  }

  /** One of Sigma's levels; medium where the rule gives none. */
  static String level(Alert alert) {
    return alert.level() == null || alert.level().isBlank()
        ? "medium"
        : alert.level().toLowerCase(Locale.ROOT);
  }

  static String title(Alert alert) {
    return alert.title() == null || alert.title().isBlank() ? alert.rule() : alert.title();
  }

  static String who(Alert alert) {
    return account(alert).orElseGet(() -> alert.group().values().stream().findFirst().orElse(""));
  }

  /** The account that the alert is about, where its group key names one. */
  static Optional<String> account(Alert alert) {
    return ACCOUNTS.stream()
        .filter(field -> alert.group().containsKey(field))
        .map(field -> alert.group().get(field))
        .findFirst();
  }

  /** Whom or what {@link #who} names, where it has a page. */
  static Optional<Entity> entity(Alert alert) {
    String who = who(alert);
    return Entity.of(alert).stream().filter(entity -> entity.name().equals(who)).findFirst();
  }

  /** From the first to the last record. */
  static Optional<Duration> span(Alert alert) {
    return alert.first() == null || alert.last() == null
        ? Optional.empty()
        : Optional.of(Duration.between(alert.first(), alert.last()));
  }
}
