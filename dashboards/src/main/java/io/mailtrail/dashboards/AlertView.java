package io.mailtrail.dashboards;

import java.util.List;
import java.util.Map;

/**
 * One alert with the records behind it.
 *
 * @param who the value of the group key that names the account, or the first one
 * @param around other records of the account around it
 * @param aroundLink the same as a search; null where no account is known
 * @param ruleVersion the beginning of the digest of what the rule says; empty where it is unknown
 * @param repeats what the rule's suppression has swallowed, as a sentence; empty for nothing
 * @param joinedBy what all its records have in common, by field; empty for a single record
 * @param audited for each mailbox that it involves, what that recorded
 */
record AlertView(
    String id,
    String title,
    String description,
    String rule,
    String level,
    String status,
    String statusMeaning,
    boolean historical,
    String who,
    String tenant,
    String first,
    String last,
    String span,
    Map<String, String> group,
    String explanation,
    List<Tag> tags,
    List<Step> timeline,
    List<String> next,
    List<EventView.Link> pivots,
    List<String> falsePositives,
    List<Around> around,
    String aroundLink,
    List<String> aliases,
    String ruleVersion,
    String repeats,
    Map<String, String> joinedBy,
    Collection collection,
    List<Audited> audited,
    List<Involved> involved) {

  /**
   * What is known of the collection behind the alert.
   *
   * @param tone good, open or bad
   * @param from beginning of the time that the rule looked at; empty where it is not stated
   * @param missing what is known to be missing
   */
  record Collection(
      String word, String tone, String sentence, String from, String to, List<String> missing) {}

  /**
   * What a mailbox recorded at the time of the alert.
   *
   * @param tone good, open or bad
   * @param blind what it did not record, or of which that is not known
   * @param link the page on the mailbox
   */
  record Audited(String mailbox, String tone, String sentence, List<String> blind, String link) {}

  /**
   * Somebody or something that the alert involves.
   *
   * @param score its risk now; null where it was not asked for
   */
  record Involved(String kind, String name, String link, Integer score) {}

  /**
   * @param link to the technique's page at MITRE; null where the tag names none
   */
  record Tag(String label, String name, String link) {}

  /**
   * A record behind the alert.
   *
   * @param gap time since the one before; empty for the first
   * @param record null where it cannot be found by search
   */
  record Step(
      int number,
      String gap,
      String time,
      String step,
      String summary,
      String reason,
      String link,
      EventRow record) {}

  /**
   * @param step number of the evidence that it is; 0 for another record
   */
  record Around(EventRow row, int step) {}
}
