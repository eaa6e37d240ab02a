package io.mailtrail.detect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The facts of one key in event-time order, and the episodes of the family's correlations. */
final class History {
  /** No time. */
  static final long UNKNOWN = Long.MAX_VALUE;

  private final Family family;
  private final Neighbourhood where;
  private final List<Fact> facts;
  private final Map<String, List<Episode>> episodes = new HashMap<>();
  private final Map<String, List<Occurrence>> occurrences = new HashMap<>();

  /** Of several copies of one fact, the better counts. */
  History(Family family, Neighbourhood where, Collection<Fact> facts) {
    this.family = family;
    this.where = where;
    Map<String, Fact> unique = new HashMap<>();
    facts.forEach(fact -> unique.merge(fact.id(), fact, Fact::better));
    this.facts = unique.values().stream().sorted(Fact.ORDER).toList();
  }

  /** All facts, those that are only memory included. */
  List<Fact> facts() {
    return facts;
  }

  /** The time from which on the episodes of a correlation are looked for. */
  long from(String rule) {
    return where.from(rule);
  }

  /** When the first fact of a first_seen was, if it does not stand among these. */
  long knownStart(FirstSeen correlation) {
    return where.start(correlation);
  }

  List<Episode> episodes(String rule) {
    List<Episode> known = episodes.get(rule);
    if (known == null) {
      known = family.correlations().get(rule).episodes(this);
      if (rule.equals(family.root().id()) && family.suppress() > 0) {
        known = Suppression.merge(known, family);
      }
      episodes.put(rule, known);
    }
    return known;
  }

  /** What happened in the sense of any of these rules, as a correlation looks at it, in order. */
  List<Occurrence> occurrences(List<String> rules, String correlation) {
    List<Occurrence> all = new ArrayList<>();
    rules.stream().distinct().forEach(rule -> all.addAll(find(rule, correlation)));
    if (rules.size() > 1) {
      all.sort(Occurrence.ORDER);
    }
    return all.subList(Ordered.atOrAfter(all, from(correlation)), all.size());
  }

  private List<Occurrence> find(String rule, String by) {
    List<Occurrence> known = occurrences.get(rule);
    if (known == null) {
      known =
          family.isCorrelation(rule, by)
              ? episodes(rule).stream().map(Episode::asOccurrence).sorted(Occurrence.ORDER).toList()
              : facts.stream()
                  .filter(fact -> !fact.memory() && fact.rule().equals(rule))
                  .map(Occurrence::of)
                  .toList();
      occurrences.put(rule, known);
    }
    return known;
  }
}
