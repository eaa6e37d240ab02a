package io.mailtrail.dashboards;

import io.mailtrail.dashboards.query.SearchState;
import java.time.Instant;

/**
 * A record as one row of a table.
 *
 * @param target whose mailbox, which account or which object it was done to
 * @param network number and name of the autonomous system
 */
record EventRow(
    String id,
    Instant time,
    String who,
    String action,
    String outcome,
    String provider,
    String target,
    String address,
    String country,
    String countryCode,
    String network,
    String message,
    String link,
    String partLink) {

  private static final int CELL_CHARS = 240;

  /** The row of a document; its detail's filters narrow the state. */
  static EventRow of(Document document, SearchState state) {
    String number = document.text("source.as.number");
    String organization = document.text("source.as.organization.name");
    return new EventRow(
        document.id(),
        document.instant("@timestamp").orElse(null),
        cell(document.firstText("user.email", "user.name", "o365.audit.UserId")),
        cell(document.text("event.action")),
        document.text("event.outcome"),
        cell(document.text("event.provider")),
        cell(target(document)),
        cell(document.firstText("source.ip", "source.address")),
        cell(document.text("source.geo.country_name")),
        cell(document.text("source.geo.country_iso_code")),
        cell(number.isEmpty() ? organization : ("AS" + number + " " + organization).strip()),
        cell(document.text("message")),
        Links.event(document.id()),
        Links.eventPart(document.id(), state));
  }

  private static String target(Document document) {
    return document.firstText(
        "mailtrail.mailbox.owner",
        "user.target.email",
        "user.target.name",
        "file.name",
        "o365.audit.ObjectId");
  }

  private static String cell(String text) {
    return Show.cut(text, CELL_CHARS);
  }

  /** The message without the name that it begins with: that stands in a column of its own. */
  String shortMessage() {
    return !who.isEmpty() && message.startsWith(who + " ")
        ? message.substring(who.length() + 1)
        : message;
  }

  String timeText() {
    return Show.time(time);
  }
}
