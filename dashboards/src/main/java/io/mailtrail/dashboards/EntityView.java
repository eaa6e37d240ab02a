package io.mailtrail.dashboards;

import java.util.List;

/**
 * Somebody or something over time.
 *
 * @param score now
 * @param highest the highest it ever was in the time shown, and when
 * @param chart what the chart's script reads, as JSON; null where there is nothing to draw
 * @param summary the chart in a sentence
 * @param cut how many older alerts are not shown
 * @param records how many records there are
 * @param partial a search ran out of time, or a part of an index did not answer
 */
record EntityView(
    String kind,
    String name,
    String time,
    int score,
    String highest,
    String chart,
    String summary,
    String from,
    List<Step> steps,
    List<Row> alerts,
    long cut,
    String records,
    String first,
    String last,
    List<Fact> facts,
    List<EventView.Link> links,
    boolean partial) {

  /** The score from a time on. */
  record Step(String time, int score) {}

  record Row(
      String link, String level, String status, boolean historical, String title, String last) {}

  /**
   * What is usual, and what is new.
   *
   * @param others how many records have other values than those shown
   */
  record Fact(String label, String field, List<Value> values, long others) {}

  /**
   * @param isNew first seen in the last week, of somebody who was seen before it
   */
  record Value(String text, String count, String first, String last, boolean isNew, String link) {}
}
