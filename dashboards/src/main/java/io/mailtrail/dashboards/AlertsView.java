package io.mailtrail.dashboards;

import java.util.List;

/**
 * The list of alerts.
 *
 * @param empty what an empty list means; null where it is not empty
 */
record AlertsView(
    List<Tab> statuses,
    List<Tab> levels,
    List<Row> rows,
    long total,
    NoResult empty,
    String previous,
    String next) {

  /** A choice of a filter, and how many alerts it has. */
  record Tab(String label, String title, long count, String link, boolean current) {}

  /**
   * @param whoLink the page of who it is about; null where it is no account, mailbox or address
   */
  record Row(
      String link,
      String level,
      String status,
      boolean historical,
      String title,
      String rule,
      String who,
      String whoLink,
      String first,
      String last,
      String span,
      int records) {}
}
