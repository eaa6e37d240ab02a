package io.mailtrail.dashboards;

import java.util.List;

/**
 * Who is at risk.
 *
 * @param time as of when
 * @param cut how many alerts of the span were not looked at, because there are too many; 0 for none
 * @param partial a search ran out of time, or a part of the index did not answer
 * @param empty what an empty list means; null where it is not empty
 */
record EntitiesView(
    List<AlertsView.Tab> kinds,
    String kind,
    String time,
    List<Row> rows,
    long total,
    long cut,
    boolean partial,
    NoResult empty) {

  /**
   * Somebody or something with a score.
   *
   * @param share of the highest score, in per cent
   * @param change since a day before, as written; empty for none
   * @param tone bad where it rose, good where it fell
   * @param alerts how many there are of it
   */
  record Row(
      String name,
      String link,
      int score,
      long share,
      String change,
      String tone,
      long alerts,
      String level,
      String title,
      String alertLink,
      String last) {}
}
