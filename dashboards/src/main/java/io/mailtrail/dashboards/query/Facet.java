package io.mailtrail.dashboards.query;

import java.util.List;
import java.util.Optional;

/**
 * A field whose most frequent values stand beside the result.
 *
 * @param field name in the event document
 * @param label what an analyst calls it
 */
public record Facet(String field, String label) {
  /** In the order of the page; each is one aggregation of every search. */
  public static final List<Facet> ALL =
      List.of(
          new Facet("event.action", "Action"),
          new Facet("user.email", "User"),
          new Facet("event.outcome", "Outcome"),
          new Facet("source.geo.country_name", "Country"),
          new Facet("source.as.organization.name", "Network"),
          new Facet("source.ip", "Address"),
          new Facet("mailtrail.mailbox.access_type", "Mailbox access"),
          new Facet("mailtrail.mailbox.owner", "Mailbox"),
          new Facet("event.provider", "Workload"),
          new Facet("user_agent.name", "Client"));

  static final int SHOWN = 7;
  static final int SHOWN_WHEN_EXPANDED = 100;

  public static Optional<Facet> of(String field) {
    return ALL.stream().filter(facet -> facet.field.equals(field)).findFirst();
  }

  /** What the page calls a field: the facet's label, else the field's name. */
  public static String label(String field) {
    return of(field).map(Facet::label).orElse(field);
  }
}
