package io.mailtrail.cli.demo;

import io.mailtrail.model.Alert;
import io.mailtrail.model.Alert.Evidence;
import io.mailtrail.model.Alert.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares the alerts of all rules with the stories that were planted. Pure. */
final class AlertCheck {
  private static final int SHOWN = 5;

  private AlertCheck() {}

  /**
   * Every story has the settled alerts that are due, and every alert is explained by all stories
   * that its evidence is from, or a tolerated coincidence.
   *
   * @param problems takes what is wrong, one sentence each
   * @param notes takes what is tolerated, one sentence each
   * @return how many of the alerts that are due there are
   */
  static long of(Expected expected, List<Alert> alerts, List<String> problems, List<String> notes) {
    List<Alert> standing = new ArrayList<>();
    for (Alert alert : alerts) {
      if (alert.status() == Status.PROVISIONAL) {
        problems.add("Alert " + alert.id() + " (" + alert.title() + ") is not settled.");
      }
      if (alert.status() != Status.RETRACTED) {
        standing.add(alert);
      }
    }
    long told = 0;
    for (Expected.Story story : expected.stories()) {
      for (Expected.Due due : story.due()) {
        long telling = standing.stream().filter(alert -> tells(alert, due, story)).count();
        told += Math.min(1, telling);
        if (telling == 0 || (telling > 1 && due.isOne())) {
          problems.add(
              "The takeover \""
                  + story.name()
                  + "\" of "
                  + story.user()
                  + " has "
                  + (telling == 0 ? "no alert" : telling + " alerts, not one,")
                  + " of "
                  + due.name()
                  + ".");
        }
      }
    }
    reportUnexplained(expected, standing, problems, notes);
    return told;
  }

  private static boolean tells(Alert alert, Expected.Due due, Expected.Story story) {
    Set<String> evidence = records(alert);
    return alert.rule().equals(due.rule())
        && story.isToldBy(evidence)
        && evidence.containsAll(due.evidence());
  }

  private static Set<String> records(Alert alert) {
    return alert.evidence().stream().map(Evidence::recordId).collect(Collectors.toSet());
  }

  /** The stories that the alert is about. */
  private static List<Expected.Story> about(Alert alert, Expected expected) {
    Set<String> evidence = records(alert);
    return expected.stories().stream().filter(story -> story.isToldBy(evidence)).toList();
  }

  /** A rule that cries wolf cries often: a sentence for each of the first, and how many more. */
  private static void reportUnexplained(
      Expected expected, List<Alert> standing, List<String> problems, List<String> notes) {
    Map<String, List<String>> byRule = new LinkedHashMap<>();
    for (Alert alert : standing) {
      List<Expected.Story> about = about(alert, expected);
      if (about.isEmpty()
          && expected.coincidences().contains(alert.rule())
          && notes.size() < expected.tolerated()) {
        notes.add("A false alarm that can be: " + alert.title() + ", " + alert.group() + ".");
      } else if (about.isEmpty()
          || !about.stream().allMatch(story -> story.explains(alert.rule()))) {
        byRule
            .computeIfAbsent(alert.title(), any -> new ArrayList<>())
            .add(alert.group() + named(about, alert));
      }
    }
    byRule.forEach(
        (title, where) -> {
          for (String one : where.subList(0, Math.min(SHOWN, where.size()))) {
            problems.add("An alert that no story explains: " + title + ", " + one + ".");
          }
          if (where.size() > SHOWN) {
            problems.add("And " + (where.size() - SHOWN) + " more of \"" + title + "\".");
          }
        });
  }

  private static String named(List<Expected.Story> about, Alert alert) {
    return about.stream()
        .filter(story -> !story.explains(alert.rule()))
        .findFirst()
        .map(
            story ->
                " (the "
                    + (story.isTakeover() ? "takeover" : "near miss")
                    + " \""
                    + story.name()
                    + "\")")
        .orElse("");
  }
}
