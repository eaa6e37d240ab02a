package io.mailtrail.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/**
 * A correlation that raises alerts (or feeds another family), with everything it refers to under
 * the same group-by: what is evaluated together, on the facts of one key. Immutable, thread-safe.
 *
 * @param id the root's id; of a family that feeds another, that one's id before it
 * @param root the correlation at the top
 * @param version digest of the rules that have a part in it
 * @param groupBy names of the group-by fields
 * @param correlations the root and the correlations it refers to, by rule id
 * @param roles by id of the base rule
 * @param labels by rule id: what evidence calls a step
 * @param suppress length of the suppression window in milliseconds, or 0
 * @param feed to whom the findings go, or null
 * @param stage 0 where facts come from records only, else one more than the highest of those that
 *     feed it
 * @param feedLag how long after its time what a feeding family gives can still change
 * @param fedReach how far before its time what a feeding family gives has looked at records
 */
record Family(
    String id,
    Rule root,
    String version,
    List<String> groupBy,
    Map<String, Correlation> correlations,
    Map<String, Role> roles,
    Map<String, String> labels,
    Wording wording,
    long suppress,
    Feed feed,
    int stage,
    long feedLag,
    long fedReach) {

  /**
   * What the facts of one base rule carry.
   *
   * @param groupFields the field of each group value
   * @param valueFields the fields of which the correlations want the values
   * @param optional whether an event without a group field counts all the same, under ""
   */
  record Role(List<String> groupFields, Set<String> valueFields, boolean optional) {}

  /** The rules whose facts its correlations look at. */
  Set<String> asks() {
    Set<String> asked = new TreeSet<>();
    correlations.forEach(
        (rule, correlation) ->
            correlation.references().stream()
                .filter(reference -> !isCorrelation(reference, rule))
                .forEach(asked::add));
    return asked;
  }

  /**
   * Whether so many facts could show anything. Cheap; where it says no, there is nothing.
   *
   * @param facts how many there are of a rule
   */
  boolean isPossible(ToIntFunction<String> facts) {
    return isPossible(root.id(), facts);
  }

  private boolean isPossible(String rule, ToIntFunction<String> facts) {
    return correlations
        .get(rule)
        .isPossible(
            reference -> {
              if (!isCorrelation(reference, rule)) {
                return facts.applyAsInt(reference);
              }
              return isPossible(reference, facts) ? Integer.MAX_VALUE : 0;
            });
  }

  /** Whether what a correlation refers to is another one of this family, and not facts. */
  boolean isCorrelation(String reference, String by) {
    return !reference.equals(by) && correlations.containsKey(reference);
  }

  /** How long after the window of the root a finding can change. */
  long rootLag() {
    return correlations.get(root.id()).lag();
  }

  /**
   * How far before its anchor a finding looks: to the beginning of what it refers to, and through
   * the horizon in which a value was not seen.
   */
  long looksBack() {
    return Math.max(fedReach, looksBack(root.id()));
  }

  private long looksBack(String rule) {
    Correlation correlation = correlations.get(rule);
    long back = correlation instanceof FirstSeen first ? first.horizon() : 0;
    for (String reference : correlation.references()) {
      if (isCorrelation(reference, rule)) {
        back = Math.max(back, correlations.get(reference).timespan() + looksBack(reference));
      }
    }
    return back;
  }

  Evaluation evaluate(History history, Neighbourhood where, Trace before) {
    Correlation correlation = correlations.get(root.id());
    Findings findings = new Findings(this, correlation);
    List<Found> found =
        history.episodes(root.id()).stream()
            .map(e -> findings.of(e, correlation.tentative()))
            .toList();
    return new Evaluation(where.from(root.id()), found, trace(history, where, before));
  }

  private Trace trace(History history, Neighbourhood where, Trace before) {
    List<Span> spans = new ArrayList<>();
    correlations.forEach(
        (rule, correlation) -> {
          if (correlation instanceof FirstSeen first) {
            long start = first.start(history);
            if (start != History.UNKNOWN) {
              spans.add(new Span(FirstSeen.startOf(rule), start, start));
            }
          }
          before.of(rule).stream()
              .filter(span -> span.anchor() < where.from(rule))
              .forEach(spans::add);
          taken(rule, history).forEach(t -> spans.add(new Span(rule, t.anchor(), t.until())));
        });
    return new Trace(true, spans);
  }

  private List<Taken> taken(String rule, History history) {
    boolean merged = rule.equals(root.id()) && suppress > 0;
    List<Taken> taken = new ArrayList<>();
    if (merged) {
      history.episodes(rule).forEach(episode -> taken.add(episode.taken()));
    }
    if (!merged || correlations.get(rule) instanceof Windowed) {
      taken.addAll(correlations.get(rule).taken(history));
    }
    return taken;
  }

  /**
   * The time from which everything has to be kept so that nothing found later differs, given that
   * nothing at or before {@code before} will come any more. No episode lies across it, and what
   * could still become one lies behind it.
   *
   * @param limit from which it is kept in any case: whoever shares the facts needs them
   */
  long keepFrom(History history, long before, long limit) {
    long from = Math.min(limit, before == Long.MAX_VALUE ? before : before + 1 - feedLag);
    for (Correlation correlation : correlations.values()) {
      from = Math.min(from, correlation.openSince(history, before));
    }
    long lowered = from;
    do {
      from = lowered;
      for (String rule : correlations.keySet()) {
        for (Episode episode : history.episodes(rule)) {
          if (episode.anchor() < lowered && !isForgettable(episode, lowered, before)) {
            lowered = episode.anchor();
          }
        }
        for (Taken taken : taken(rule, history)) {
          if (taken.anchor() < lowered && taken.until() >= lowered) {
            lowered = taken.anchor();
          }
        }
      }
    } while (lowered < from);
    return from;
  }

  /** {@link Correlation#remember}, of all correlations. */
  void remember(List<Fact> facts, long from, Set<String> needed) {
    for (Correlation correlation : correlations.values()) {
      correlation.remember(facts, from, needed);
    }
  }

  private boolean isForgettable(Episode episode, long from, long before) {
    boolean serves = !episode.rule().equals(root.id()) && episode.completedAt() >= from;
    return episode.closesAt() <= before && episode.takenUntil() < from && !serves;
  }
}
