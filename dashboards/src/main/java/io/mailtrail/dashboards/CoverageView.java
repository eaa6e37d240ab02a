package io.mailtrail.dashboards;

import java.util.List;

/**
 * What is being audited.
 *
 * @param asked the mailbox that was asked for; empty for none
 * @param time as of when
 * @param mailboxes those that go by the name
 * @param changes the newest changes, where no mailbox was asked for
 */
record CoverageView(
    String asked, String time, List<Section> mailboxes, List<Statement> changes, long total) {

  /**
   * One mailbox.
   *
   * @param remarks what the table rests on
   */
  record Section(
      String label,
      String tenant,
      String names,
      List<Row> rows,
      List<String> remarks,
      List<Statement> statements) {}

  /** One action. */
  record Row(String action, String activity, List<Cell> cells) {}

  /**
   * One logon type.
   *
   * @param tone good, open, bad, or none where Exchange never records it
   * @param why the reason; empty where it is recorded
   */
  record Cell(String text, String tone, String why) {}

  /**
   * @param link to the record that says it; null for an export
   */
  record Statement(String at, String whose, String basis, String summary, String link) {}
}
