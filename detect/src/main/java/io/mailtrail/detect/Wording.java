package io.mailtrail.detect;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How findings are put into words.
 *
 * @param groupBy the group-by fields of the family
 * @param titles by rule id
 */
record Wording(List<String> groupBy, Map<String, String> titles) {
  /** So many known values are named; of the others, how many. */
  static final int MAX_LISTED = 10;

  /** The order in which values are named. */
  static final Comparator<String> SHORT_FIRST =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  private static final Map<String, String> NOUNS =
      Map.ofEntries(
          Map.entry("user.email", "user"),
          Map.entry("user.name", "user"),
          Map.entry("user.id", "user"),
          Map.entry("user.target.email", "other user"),
          Map.entry("UserId", "user"),
          Map.entry("source.ip", "address"),
          Map.entry("source.as.number", "AS"),
          Map.entry("source.as.organization.name", "network"),
          Map.entry("source.geo.country_iso_code", "country"),
          Map.entry("user_agent.original", "client"),
          Map.entry("user_agent.name", "client"),
          Map.entry("session.id", "session"),
          Map.entry("mailtrail.mailbox.owner", "mailbox"),
          Map.entry("organization.id", "tenant"));

  static String noun(String field) {
    return NOUNS.getOrDefault(field, field);
  }

  /** What to call a group by these fields: "this user", "this user and address". */
  static String group(List<String> fields) {
    return fields.isEmpty()
        ? "this tenant"
        : "this " + String.join(" and ", fields.stream().map(Wording::noun).distinct().toList());
  }

  static String newValue(
      String field, String value, String group, long horizon, List<String> known, int size) {
    return noun(field)
        + " "
        + value
        + " was not seen for "
        + group
        + " in the "
        + span(horizon)
        + " before; "
        + (known.isEmpty() ? "nothing else was either" : "known: " + list(known, size));
  }

  private static String list(List<String> first, int size) {
    String listed = String.join(", ", first);
    return size <= first.size() ? listed : listed + " and " + (size - first.size()) + " more";
  }

  static String span(long millis) {
    Duration span = Duration.ofMillis(millis);
    if (millis % 86_400_000 == 0 && span.toDays() > 1) {
      return span.toDays() + " days";
    }
    if (millis % 3_600_000 == 0 && span.toHours() > 1) {
      return span.toHours() + " hours";
    }
    return millis % 60_000 == 0 ? span.toMinutes() + " minutes" : span.toSeconds() + " seconds";
  }

  private String who(Episode episode) {
    List<String> values = episode.proofs().get(0).fact().group();
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < groupBy.size() && i < values.size(); i++) {
      parts.add(noun(groupBy.get(i)) + " " + values.get(i));
    }
    return parts.isEmpty() ? "the tenant" : String.join(", ", parts);
  }

  String firstSeen(Episode episode) {
    return "For " + who(episode) + ": " + proof(episode.proofs().get(0)) + ".";
  }

  String ordered(Ordered correlation, Episode episode) {
    Map<String, List<Proof>> bySteps = bySteps(correlation.references(), episode);
    List<String> steps = new ArrayList<>();
    long before = Long.MIN_VALUE;
    for (Map.Entry<String, List<Proof>> step : bySteps.entrySet()) {
      Fact fact = step.getValue().get(0).fact();
      String word =
          steps.isEmpty() ? "first " : fact.time() == before ? "in the same second " : "then ";
      steps.add(word + step(step.getKey(), step.getValue()));
      before = fact.time();
    }
    return "For "
        + who(episode)
        + ", one after the other within "
        + span(correlation.timespan())
        + ": "
        + String.join("; ", steps)
        + ".";
  }

  String notFollowed(NotFollowed correlation, Episode episode) {
    List<String> others =
        correlation.references().stream()
            .skip(1)
            .map(rule -> "\"" + titles.getOrDefault(rule, rule) + "\"")
            .toList();
    String first = correlation.references().get(0);
    return "For "
        + who(episode)
        + ": "
        + step(first, episode.proofs())
        + ", and in the "
        + span(correlation.timespan())
        + " after it nothing of "
        + String.join(" or ", others)
        + ".";
  }

  /** A rule over one event that counts its repeats. */
  String single(Episode episode) {
    Fact fact = episode.proofs().get(0).fact();
    String what = fact.summary();
    return what
        + (what.isEmpty() ? "" : what.endsWith(".") ? " " : ". ")
        + (fact.reason().isEmpty() ? "" : "It counts because " + fact.reason() + ".");
  }

  String counted(
      CorrelationSpec.Type type,
      Correlation correlation,
      List<String> fieldNames,
      Bounds bounds,
      Episode episode) {
    String field = String.join(" and ", fieldNames.stream().map(Wording::noun).toList());
    String head = "For " + who(episode) + ", within " + span(correlation.timespan()) + ": ";
    Map<String, List<Proof>> bySteps = bySteps(correlation.references(), episode);
    List<String> steps = new ArrayList<>();
    bySteps.forEach((rule, proofs) -> steps.add(step(rule, proofs)));
    String what =
        switch (type) {
          case VALUE_COUNT -> episode.measure() + " different values of " + field + " in ";
          case TEMPORAL -> episode.measure() + " different findings: ";
          case VALUE_SUM -> field + " adds up to " + episode.measure() + " in ";
          case VALUE_AVG -> field + " is " + episode.measure() + " on average in ";
          case VALUE_PERCENTILE -> field + " comes to " + episode.measure() + " in ";
          default -> episode.measure() + " times ";
        };
    return head + what + String.join("; ", steps) + " (the rule asks for " + bounds.says() + ").";
  }

  /** What the records share beyond their group. */
  String joined(Map<String, String> joined, Set<String> group) {
    List<String> parts = new ArrayList<>();
    joined.forEach(
        (field, value) -> {
          if (!group.contains(field)) {
            parts.add(noun(field) + " " + value);
          }
        });
    return parts.isEmpty() ? "" : " All records share " + String.join(", ", parts) + ".";
  }

  String repeats(Episode episode, long window) {
    return episode.repeats() == 0
        ? ""
        : " "
            + episode.repeats()
            + " more like it began within "
            + span(window)
            + ", the last at "
            + Instant.ofEpochMilli(episode.lastRepeat())
            + "; they are counted here and not told again.";
  }

  private static Map<String, List<Proof>> bySteps(List<String> references, Episode episode) {
    Map<String, List<Proof>> bySteps = new LinkedHashMap<>();
    for (String reference : references) {
      List<Proof> proofs =
          episode.proofs().stream().filter(proof -> proof.step().equals(reference)).toList();
      if (!proofs.isEmpty()) {
        bySteps.put(reference, proofs);
      }
    }
    return bySteps;
  }

  private String step(String rule, List<Proof> proofs) {
    String more = proofs.size() == 1 ? "" : ", and " + (proofs.size() - 1) + " more";
    return "\"" + titles.getOrDefault(rule, rule) + "\" (" + proof(proofs.get(0)) + more + ")";
  }

  String proof(Proof proof) {
    return Instant.ofEpochMilli(proof.fact().time()) + ": " + proof.reason();
  }
}
