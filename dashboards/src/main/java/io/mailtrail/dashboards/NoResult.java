package io.mailtrail.dashboards;

import java.util.List;

/**
 * What it means that nothing was found: no data at all, none in the range, none that matches, or a
 * field that does not exist.
 *
 * @param audited for a search for an action in a mailbox, whether it would have been recorded; null
 *     for any other search
 */
record NoResult(String title, List<String> sentences, List<Way> ways, Audited audited) {
  NoResult(String title, List<String> sentences, List<Way> ways) {
    this(title, sentences, ways, null);
  }

  /** A way out, as a link. */
  record Way(String label, String link) {}

  /**
   * Whether an action in a mailbox would have been recorded.
   *
   * @param own the search named who did it, and their own mailbox is meant
   * @param link what is audited in the mailbox
   */
  record Audited(String action, String mailbox, boolean own, List<Verdict> verdicts, String link) {}

  /**
   * The answer for one role, or for several.
   *
   * @param tone good, open or bad
   * @param sentences the answer first, then what it rests on
   */
  record Verdict(String by, String word, String tone, List<String> sentences) {
    Verdict by(String whom) {
      return new Verdict(whom, word, tone, sentences);
    }
  }
}
