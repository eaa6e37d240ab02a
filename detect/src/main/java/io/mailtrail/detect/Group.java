package io.mailtrail.detect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final String family;
  private final CollectionProof proof;
  private final Map<String, Fact> facts = new HashMap<>();
  private final TreeMap<Long, Map<String, Fact>> byTime = new TreeMap<>();
  private final Map<String, TreeSet<Fact>> buckets = new HashMap<>();
  private List<Known> known = List.of();
  private Trace trace = Trace.NONE;
  private long from = Long.MIN_VALUE;
  private long changedFrom = NOTHING;
  private long nextTimer = Long.MAX_VALUE;

  /** The state of a key, to be kept and taken up again. */
  public record State(
      String family, List<Fact> facts, List<Known> known, Trace trace, long from, long changed) {
    public State {
      facts = facts == null ? List.of() : List.copyOf(facts);
      known = known == null ? List.of() : List.copyOf(known);
      trace = trace == null ? Trace.NONE : trace;
    }
  }

  public Group(Correlator correlator, String family, CollectionProof proof) {
    this.correlator = correlator;
    this.family = family;
    this.proof = proof;
  }

  /** Takes up what {@link #state()} has kept. */
  public static Group of(State state, Correlator correlator, CollectionProof proof) {
    Group group = new Group(correlator, state.family(), proof);
    state.facts().forEach(group::put);
    group.known = state.known();
    group.trace = state.trace();
    group.from = state.from();
    group.changedFrom = state.changed();
    return group;
  }

  public State state() {
    return new State(family, List.copyOf(facts.values()), known, trace, from, changedFrom);
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
        changed(before.time());
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
      changed(before.time());
    }
    put(after);
    changed(after.time());
    TreeSet<Fact> bucket = buckets.get(after.bucket());
    while (bucket.size() > correlator.cap(family)) {
      remove(bucket.last());
    }
    return true;
  }

  private boolean isBeyondTheCap(Fact fact) {
    TreeSet<Fact> bucket = buckets.get(fact.bucket());
    return bucket != null
        && bucket.size() >= correlator.cap(family)
        && Fact.ORDER.compare(fact, bucket.last()) > 0;
  }

  private void put(Fact fact) {
    facts.put(fact.id(), fact);
    byTime.computeIfAbsent(fact.time(), t -> new HashMap<>()).put(fact.id(), fact);
    buckets.computeIfAbsent(fact.bucket(), b -> new TreeSet<>(Fact.ORDER)).add(fact);
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
  }

  private void changed(long time) {
    changedFrom = Math.min(changedFrom, time);
  }

  /** What to publish, now that the watermark has come so far. */
  public Step advance(long watermark) {
    Evaluation evaluation =
        changedFrom == NOTHING
            ? Evaluation.unchanged(trace)
            : correlator.evaluate(family, trace, changedFrom, this::since);
    changedFrom = NOTHING;
    Step step = correlator.advance(family, known, evaluation, watermark, from, proof);
    known = step.known();
    trace = evaluation.trace();
    nextTimer = step.nextTimer();
    return step;
  }

  private Iterable<Fact> since(long time) {
    List<Fact> since = new ArrayList<>();
    byTime.tailMap(time, true).values().forEach(same -> since.addAll(same.values()));
    return since;
  }

  /** The watermark at which {@link #advance} has something to do without a new fact. */
  public long nextTimer() {
    return nextTimer;
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
    trace = trace.since(from);
  }

  /** The facts that are held. */
  public Collection<Fact> facts() {
    return List.copyOf(facts.values());
  }

  String family() {
    return family;
  }

  Trace trace() {
    return trace;
  }
}
