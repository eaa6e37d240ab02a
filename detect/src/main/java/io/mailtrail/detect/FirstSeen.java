package io.mailtrail.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A value that the group has not had within the horizon, once the group has been known for longer
 * than the learning period. Every such sighting is an episode of its own. A group of which nothing
 * was seen for longer than both together is not known any more: its next sighting begins anew.
 *
 * @param fields by base rule: under which field its facts have the value
 * @param group what to call the group: "this user"
 */
record FirstSeen(
    Rule rule,
    List<String> references,
    Map<String, List<String>> fields,
    String field,
    String group,
    long horizon,
    long learning)
    implements Correlation {

  @Override
  public long timespan() {
    return 0;
  }

  @Override
  public long lag() {
    return 0;
  }

  @Override
  public List<Episode> episodes(History history) {
    List<Episode> found = new ArrayList<>();
    KnownValues known = new KnownValues(horizon);
    Beginning beginning = new Beginning(history);
    for (Fact fact : history.facts()) {
      if (!isAbout(fact)) {
        continue;
      }
      beginning.pass(fact.time());
      known.forgetBefore(fact.time());
      Set<String> values = values(fact);
      boolean counts = !fact.memory() && fact.time() >= history.from(rule.id());
      if (counts && fact.time() - beginning.start >= learning) {
        for (String value : values) {
          if (!known.contains(value)) {
            found.add(episode(fact, value, known));
          }
        }
      }
      values.forEach(value -> known.see(value, fact.time()));
    }
    return found;
  }

  /** A fact from before anybody asked for the field says nothing of when it was seen. */
  private boolean isAbout(Fact fact) {
    List<String> asked = fields.get(fact.rule());
    return asked != null && fact.knows(asked);
  }

  /** How long nothing of a group has to be seen until it is as if it had never been. */
  long silence() {
    return horizon + learning;
  }

  /** Since when the group is known, as one goes through its facts. */
  private final class Beginning {
    private final long from;
    private long start;
    private long previous = History.UNKNOWN;

    Beginning(History history) {
      from = history.from(rule.id());
      start = history.knownStart(FirstSeen.this);
    }

    /**
     * Where the beginning is known, what was before {@code from} has not begun anew; and whatever
     * could have kept the group known is among the facts.
     */
    void pass(long time) {
      boolean isFirst = start == History.UNKNOWN || (time >= from && time != start);
      if (previous == History.UNKNOWN ? isFirst : time - previous > silence()) {
        start = time;
      }
      previous = time;
    }
  }

  private Set<String> values(Fact fact) {
    return new LinkedHashSet<>(Measure.combinations(fact, fields.get(fact.rule())));
  }

  private Episode episode(Fact fact, String value, KnownValues known) {
    String reason =
        Wording.newValue(
            field, value, group, horizon, known.first(Wording.MAX_LISTED), known.size());
    return new Episode(
        rule.id(),
        fact.time(),
        value,
        fact.time(),
        fact.recordId(),
        fact.time(),
        fact.time(),
        List.of(new Proof(fact, fact.rule(), reason)),
        "");
  }

  @Override
  public long openSince(History history, long before) {
    return Long.MAX_VALUE;
  }

  /** Under which name a trace remembers when the group was first seen. */
  static String startOf(String rule) {
    return rule + "#start";
  }

  /** Since when the group is known; {@link History#UNKNOWN} while it is not. */
  long start(History history) {
    Beginning beginning = new Beginning(history);
    for (Fact fact : history.facts()) {
      if (isAbout(fact)) {
        beginning.pass(fact.time());
      }
    }
    return beginning.start;
  }

  /** Nothing is taken: every new sighting is an episode of its own. */
  @Override
  public List<Taken> taken(History history) {
    return List.of();
  }

  /**
   * Of each value the latest sighting that still counts, and what shows that the group has been
   * known for the learning period without a break: the last sighting before that period, the first
   * in it, and the last of all. Nothing, where the group has been silent for too long.
   */
  @Override
  public void remember(Collection<Fact> facts, long from, Set<String> needed) {
    Map<String, String> latest = new HashMap<>();
    Fact beforeLearning = null;
    Fact inLearning = null;
    Fact last = null;
    for (Fact fact : facts) {
      if (!isAbout(fact) || fact.time() >= from) {
        continue;
      }
      if (fact.time() <= from - learning) {
        beforeLearning = fact;
      } else if (inLearning == null) {
        inLearning = fact;
      }
      last = fact;
      if (fact.time() >= from - horizon) {
        values(fact).forEach(value -> latest.put(value, fact.id()));
      }
    }
    if (last == null || last.time() < from - silence()) {
      return;
    }
    needed.addAll(latest.values());
    for (Fact fact : Arrays.asList(beforeLearning, inLearning, last)) {
      if (fact != null) {
        needed.add(fact.id());
      }
    }
  }

  @Override
  public String explain(Episode episode, Wording wording) {
    return wording.firstSeen(episode);
  }
}
