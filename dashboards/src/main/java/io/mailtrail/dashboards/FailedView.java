package io.mailtrail.dashboards;

import java.util.List;

/** The list of records that a stage could not handle. */
record FailedView(
    List<Reason> reasons, String code, List<Row> rows, long total, String previous, String next) {

  /** How many failed at a stage for one reason. */
  record Reason(String stage, String code, long count, String link, boolean current) {}

  record Row(
      String id,
      String time,
      String stage,
      String code,
      String message,
      String container,
      long ordinal,
      String partLink) {}

  /**
   * One failed record.
   *
   * @param preview its bytes as text, or in hexadecimal where they are none
   */
  record Detail(
      String id,
      String tenant,
      String recordId,
      String recordLink,
      String container,
      String containerLink,
      String size,
      boolean text,
      boolean cut,
      String preview,
      String bytesLink) {}
}
