package io.mailtrail.detect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The state of one key in memory: its facts, what was published for them, and since when they are
 * complete. It states in code how facts, {@link Correlator} and its steps work together. For one
 * thread at a time.
 */
public final class Group {
  private static final long NOTHING = Long.MAX_VALUE;

  private final Correlator correlator;
  private final String grouping;
  private final CollectionProof proof;
  private final Map<String, Fact> facts = new HashMap<>();
  private final TreeMap<Long, Map<String, Fact>> byTime = new TreeMap<>();
  private final Map<String, TreeSet<Fact>> buckets = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final Map<String, Part> parts = new TreeMap<>();
  private final Map<String, Long> timers = new HashMap<>();
  private long from = Long.MIN_VALUE;

  /**
   * What is kept of one family that has been evaluated.
   *
   * @param changed earliest time of a fact that changed since, or {@link Long#MAX_VALUE}
   */
  public record Part(String family, List<Known> known, Trace trace, long changed) {
    public Part {
      known = known == null ? List.of() : List.copyOf(known);
      trace = trace == null ? Trace.NONE : trace;
    }

    private Part changed(long time) {
      return new Part(family, known, trace, Math.min(changed, time));
    }
  }

  /** The state of a key, to be kept and taken up again. */
  public record State(String grouping, List<Fact> facts, List<Part> parts, long from) {
    public State {
      facts = facts == null ? List.of() : List.copyOf(facts);
      parts = parts == null ? List.of() : List.copyOf(parts);
    }
  }

  public Group(Correlator correlator, String grouping, CollectionProof proof) {
    this.correlator = correlator;
    this.grouping = grouping;
    this.proof = proof;
  }

  /** Takes up what {@link #state()} has kept. */
  public static Group of(State state, Correlator correlator, CollectionProof proof) {
    Group group = new Group(correlator, state.grouping(), proof);
    state.facts().forEach(group::put);
    state.parts().forEach(part -> group.parts.put(part.family(), part));
    group.from = state.from();
    return group;
  }

  public State state() {
    return new State(grouping, List.copyOf(facts.values()), List.copyOf(parts.values()), from);
  }

  /**
   * Adds a fact, replaces a copy of it by a better one, or takes it away.
   *
   * @return whether anything changed, so that {@link #advance} is worth a call
   */
  public boolean add(Fact fact) {
    Fact before = facts.get(fact.id());
    if (fact.gone()) {
      boolean taken = before != null && fact.takesAway(before);
      if (taken) {
        remove(before);
        changed(before);
      }
      return taken;
    }
    Fact arrived = fact.time() < from ? fact.asMemory() : fact;
    Fact after = before == null ? arrived : Fact.better(before, arrived);
    if (after.equals(before) || (before == null && isBeyondTheCap(after))) {
      return false;
    }
    if (before != null) {
      remove(before);
      changed(before);
    }
    put(after);
    changed(after);
    TreeSet<Fact> bucket = buckets.get(after.bucket());
    while (bucket.size() > correlator.cap(grouping)) {
      remove(bucket.last());
    }
    return true;
  }

  private boolean isBeyondTheCap(Fact fact) {
    TreeSet<Fact> bucket = buckets.get(fact.bucket());
    return bucket != null
        && bucket.size() >= correlator.cap(grouping)
        && Fact.ORDER.compare(fact, bucket.last()) > 0;
  }

  private void put(Fact fact) {
    facts.put(fact.id(), fact);
    byTime.computeIfAbsent(fact.time(), t -> new HashMap<>()).put(fact.id(), fact);
    buckets.computeIfAbsent(fact.bucket(), b -> new TreeSet<>(Fact.ORDER)).add(fact);
    counts.merge(fact.rule(), 1, Integer::sum);
  }

  private void remove(Fact fact) {
    facts.remove(fact.id());
    byTime.computeIfPresent(
        fact.time(),
        (t, same) -> {
          same.remove(fact.id());
          return same.isEmpty() ? null : same;
        });
    buckets.computeIfPresent(
        fact.bucket(),
        (b, bucket) -> {
          bucket.remove(fact);
          return bucket.isEmpty() ? null : bucket;
        });
    counts.computeIfPresent(fact.rule(), (rule, count) -> count == 1 ? null : count - 1);
  }

  private void changed(Fact fact) {
    for (String family : correlator.families(grouping, fact.rule())) {
      parts.computeIfPresent(family, (id, part) -> part.changed(fact.time()));
    }
  }

  /** What to publish, now that the watermark has come so far. */
  public Step advance(long watermark) {
    List<Step> steps = families().stream().map(family -> advance(family, watermark)).toList();
    return new Step(
        steps.stream().flatMap(step -> step.alerts().stream()).toList(),
        steps.stream().flatMap(step -> step.facts().stream()).toList(),
        steps.stream().flatMap(step -> step.known().stream()).toList(),
        steps.stream().mapToLong(Step::nextTimer).min().orElse(NOTHING));
  }

  /** Ids of the families that look at this key, and of those that did. */
  Set<String> families() {
    Set<String> families = new LinkedHashSet<>(correlator.families(grouping));
    families.addAll(parts.keySet());
    return families;
  }

  /** The same for one family. */
  Step advance(String family, long watermark) {
    Part part = parts.getOrDefault(family, new Part(family, List.of(), Trace.NONE, Long.MIN_VALUE));
    if (part.known().isEmpty() && !correlator.isPossible(family, counts)) {
      // As if it had never been evaluated: all of it is, when it comes to that.
      parts.remove(family);
      timers.remove(family);
      return new Step(List.of(), List.of(), List.of(), NOTHING);
    }
    Evaluation evaluation =
        part.changed() == NOTHING
            ? Evaluation.unchanged(part.trace())
            : correlator.evaluate(family, part.trace(), part.changed(), this::since);
    Step step = correlator.advance(family, part.known(), evaluation, watermark, from, proof);
    parts.put(family, new Part(family, step.known(), evaluation.trace(), NOTHING));
    timers.put(family, step.nextTimer());
    return step;
  }

  private Iterable<Fact> since(long time) {
    List<Fact> since = new ArrayList<>();
    byTime.tailMap(time, true).values().forEach(same -> since.addAll(same.values()));
    return since;
  }

  /** The watermark at which {@link #advance} has something to do without a new fact. */
  public long nextTimer() {
    return timers.values().stream().mapToLong(Long::longValue).min().orElse(NOTHING);
  }

  /**
   * Forgets what is not needed once no fact at or before this time will come any more. Call {@link
   * #advance} before.
   */
  public void compact(long before) {
    Retained retained = correlator.compact(facts.values(), before);
    retained.dropped().forEach(id -> remove(facts.get(id)));
    for (Fact fact : retained.demoted()) {
      remove(facts.get(fact.id()));
      put(fact);
    }
    from = Math.max(from, retained.from());
    parts.replaceAll(
        (family, part) -> new Part(family, part.known(), part.trace().since(from), part.changed()));
  }

  /** The facts that are held. */
  public Collection<Fact> facts() {
    return List.copyOf(facts.values());
  }
}
