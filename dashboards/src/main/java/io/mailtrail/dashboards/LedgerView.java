package io.mailtrail.dashboards;

import java.util.List;

/** How collection stands. */
record LedgerView(
    List<Stream> streams,
    List<Entry> named,
    long namedTotal,
    List<Entry> files,
    long filesTotal,
    boolean empty) {

  /**
   * Windows, blobs or files of one tenant and content type.
   *
   * @param progress end of the newest window that was read to its end; empty for blobs and files
   * @param unfinished begin of the oldest window that was not
   */
  record Stream(
      String tenant,
      String kind,
      String contentType,
      List<State> states,
      String records,
      long rejected,
      String progress,
      String unfinished,
      String newest) {}

  /**
   * @param tone good, open or bad
   */
  record State(String name, String count, String tone) {}

  record Entry(
      String kind,
      String state,
      String tone,
      String contentType,
      String name,
      String from,
      String to,
      String records,
      long rejected,
      String reason,
      String at) {}
}
