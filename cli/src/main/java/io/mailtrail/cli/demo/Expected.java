package io.mailtrail.cli.demo;

import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * What the tenant knows to be true.
 *
 * @param listedIds every record id that it made available
 * @param unreadableIds of those, the records that nobody can read
 * @param stories what was planted
 * @param coincidences ids of rules that may find ordinary people, too, by a coincidence that the
 *     rule itself names among its false positives
 * @param tolerated how many such alerts there may be at the most
 */
record Expected(
    Set<String> listedIds,
    Set<String> unreadableIds,
    List<Story> stories,
    Set<String> coincidences,
    int tolerated) {
  Expected {
    listedIds = Set.copyOf(listedIds);
    unreadableIds = Set.copyOf(unreadableIds);
    stories = List.copyOf(stories);
    coincidences = Set.copyOf(coincidences);
  }

  /**
   * A planted story. An alert is about it if any of its evidence is a record of it.
   *
   * @param name for people
   * @param user whom it happens to, in lower case
   * @param due the alerts that it must have; empty for a near miss
   * @param allowed ids of rules that may find it, too
   * @param recordIds all its records
   */
  record Story(
      String name, String user, List<Due> due, Set<String> allowed, Set<String> recordIds) {
    Story {
      due = List.copyOf(due);
      allowed = Set.copyOf(allowed);
      recordIds = Set.copyOf(recordIds);
    }

    boolean isTakeover() {
      return !due.isEmpty();
    }

    boolean isToldBy(Set<String> evidence) {
      return !Collections.disjoint(recordIds, evidence);
    }

    boolean explains(String rule) {
      return allowed.contains(rule) || due.stream().anyMatch(alert -> alert.rule().equals(rule));
    }
  }

  /**
   * An alert that a story must have.
   *
   * @param rule id of the rule
   * @param name its name, for people
   * @param evidence records that must stand behind it, beside any others
   */
  record Due(String rule, String name, Set<String> evidence) {
    Due {
      evidence = Set.copyOf(evidence);
    }

    /** A rule on single records has an alert for each; one that needs all of them has one. */
    boolean isOne() {
      return !evidence.isEmpty();
    }
  }
}
