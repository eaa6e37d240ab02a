package io.mailtrail.enrich;

import io.mailtrail.detect.CollectionProof;
import io.mailtrail.detect.Correlator;
import io.mailtrail.detect.Evaluation;
import io.mailtrail.detect.Fact;
import io.mailtrail.detect.FactSource;
import io.mailtrail.detect.Found;
import io.mailtrail.detect.Known;
import io.mailtrail.detect.Retained;
import io.mailtrail.detect.Step;
import io.mailtrail.detect.Trace;
import io.mailtrail.enrich.KeyMemory.Part;
import io.mailtrail.enrich.StateCodec.Said;
import io.mailtrail.model.Alert;
import io.mailtrail.model.Alert.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * The steps in the life of one key: facts are added, evaluated, forgotten. Reads and writes the
 * current key of the store; knows no stream and no timer.
 */
final class Evaluator {
  /** A key with more facts than this keeps none for reopening. */
  static final int MANY = 5_000;

  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long DAY = Duration.ofDays(1).toMillis();

  private final Correlator correlator;
  private final Shapes shapes;
  private final KeyStore store;
  private final CollectionProof proof;
  private final long memoryMillis;
  private final LongSupplier clock;

  /**
   * What an evaluation comes to.
   *
   * @param alerts the versions to publish
   * @param facts for correlations of a higher stage
   * @param nextTimer the earliest watermark at which something happens without a new fact
   */
  record Result(List<Alert> alerts, List<Fact> facts, long nextTimer) {}

  /** Watches over the single correlations: one that fails harms no other. */
  interface Guard {
    /** Whether it is asked no more. */
    boolean isOff(String family);

    void took(String family, long nanos);

    void failed(String family, Throwable why);
  }

  /**
   * @param shapes of the same rules
   * @param clock of processor time, in nanoseconds
   */
  Evaluator(
      Correlator correlator,
      Shapes shapes,
      KeyStore store,
      CollectionProof proof,
      long memoryMillis,
      LongSupplier clock) {
    this.correlator = correlator;
    this.shapes = shapes;
    this.store = store;
    this.proof = proof;
    this.memoryMillis = memoryMillis;
    this.clock = clock;
  }

  /**
   * Adds a fact, puts it in the place of a worse copy, or takes it away.
   *
   * @return whether anything changed
   */
  boolean add(Fact fact, String key, KeyMemory memory) throws Exception {
    Fact before = store.fact(fact.id(), key, memory);
    if (fact.gone()) {
      boolean taken = before != null && fact.takesAway(before);
      if (taken) {
        store.remove(before);
        memory.count(before, -1);
        memory.full.remove(before.bucket());
        changed(before, memory);
      }
      return taken;
    }
    Fact arrived = fact.time() < memory.forgottenBefore ? fact.asMemory() : fact;
    Fact after = before == null ? arrived : Fact.better(before, arrived);
    if (after.equals(before) || (before == null && isBeyondTheCap(after, memory))) {
      return false;
    }
    store.put(after, before);
    if (before == null) {
      memory.count(after, 1);
    } else {
      changed(before, memory);
    }
    changed(after, memory);
    memory.uncapped++;
    memory.uncappedFrom = Math.min(memory.uncappedFrom, after.time());
    return true;
  }

  private static boolean isBeyondTheCap(Fact fact, KeyMemory memory) {
    KeyMemory.Last last = memory.full.isEmpty() ? null : memory.full.get(fact.bucket());
    return last != null && last.isBefore(fact);
  }

  private void changed(Fact fact, KeyMemory memory) {
    for (String family : correlator.families(memory.grouping, fact.rule())) {
      Part part = memory.parts.get(family);
      if (part != null) {
        part.changedFrom = Math.min(part.changedFrom, fact.time());
      }
    }
  }

  /**
   * Whether an evaluation has anything to do: most facts of most keys can show nothing, because
   * what else a correlation asks for is not there.
   */
  boolean isDue(String key, KeyMemory memory) {
    if (memory.uncapped >= correlator.cap(memory.grouping)) {
      return true;
    }
    for (String family : families(key, memory)) {
      Part part = memory.parts.get(family);
      boolean isNew = part == null && correlator.isPossible(family, memory.facts);
      if (isNew || (part != null && isDue(part, version(key, memory, family), memory))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isDue(Part part, String version, KeyMemory memory) {
    return part.isChanged() || !part.version.equals(version) || part.nextTimer <= memory.watermark;
  }

  /** Those that look at this key, and those that did. */
  private Collection<String> families(String key, KeyMemory memory) {
    Collection<String> now =
        shapes.fits(key, memory.grouping) ? correlator.families(memory.grouping) : List.of();
    if (now.containsAll(memory.parts.keySet())) {
      return now;
    }
    Set<String> all = new TreeSet<>(now);
    all.addAll(memory.parts.keySet());
    return all;
  }

  /** Empty where the family is not loaded, or does not look at this key any more. */
  private String version(String key, KeyMemory memory, String family) {
    boolean looks =
        memory.grouping.equals(correlator.grouping(family)) && shapes.fits(key, memory.grouping);
    return looks ? correlator.version(family) : "";
  }

  /** Evaluates what has changed, by facts, by rules or by time. */
  Result evaluate(String key, KeyMemory memory, Guard guard) throws Exception {
    Reading reading = new Reading(key, memory);
    List<Alert> alerts = new ArrayList<>();
    List<Fact> facts = new ArrayList<>();
    for (String family : families(key, memory)) {
      Part part = memory.parts.get(family);
      String version = version(key, memory, family);
      boolean finds = part != null && part.findings > 0;
      if (!finds && !correlator.isPossible(family, memory.facts)) {
        // As if it had never been evaluated: all of it is, when it comes to that.
        memory.parts.remove(family);
        continue;
      }
      if (guard.isOff(family) || (part != null && !isDue(part, version, memory))) {
        continue;
      }
      long start = clock.getAsLong();
      try {
        Part evaluated = part == null ? new Part() : part;
        Step step = advance(family, evaluated, version, reading, memory);
        memory.parts.put(family, evaluated);
        alerts.addAll(step.alerts());
        facts.addAll(step.facts());
      } catch (RuntimeException | StackOverflowError e) {
        guard.failed(family, e);
        continue;
      }
      guard.took(family, clock.getAsLong() - start);
    }
    if (memory.uncapped >= correlator.cap(memory.grouping)) {
      reading.cap(KeyMemory.NEVER);
    }
    long nextTimer = KeyMemory.NEVER;
    for (Map.Entry<String, Part> part : memory.parts.entrySet()) {
      // What is asked no more has no time: it would be due for ever.
      if (!guard.isOff(part.getKey())) {
        nextTimer = Math.min(nextTimer, part.getValue().nextTimer);
      }
    }
    return new Result(alerts, facts, nextTimer);
  }

  private Step advance(String family, Part part, String version, Reading reading, KeyMemory memory)
      throws Exception {
    boolean ruleChanged = !part.version.equals(version);
    Evaluation evaluation = evaluation(family, part, version, reading);
    boolean all = ruleChanged || part.closed > 0;
    long since = all ? Long.MIN_VALUE : Math.min(evaluation.since(), part.openFrom);
    List<Said> before =
        part.findings == 0 || since == KeyMemory.NEVER ? List.of() : store.findings(family, since);
    List<Said> closed = new ArrayList<>();
    List<Known> open = new ArrayList<>();
    for (Said said : before) {
      if (said.closed() || (ruleChanged && said.known().settled())) {
        closed.add(new Said(said.known(), true));
      } else if (!part.feeds || !version.isEmpty()) {
        open.add(said.known());
      }
    }
    Step step =
        correlator.advance(
            family,
            open,
            without(evaluation, closed),
            memory.watermark,
            memory.forgottenBefore,
            proof);
    List<Said> after = new ArrayList<>(closed);
    step.known().forEach(known -> after.add(new Said(known, false)));
    store.replace(family, before, after);
    part.feeds = correlator.feeds(family);
    part.findings += after.size() - before.size();
    part.closed = closed.size();
    part.openFrom =
        step.known().stream()
            .filter(known -> isOpen(known, part))
            .mapToLong(Known::anchor)
            .min()
            .orElse(KeyMemory.NEVER);
    part.trace = evaluation.trace();
    part.changedFrom = KeyMemory.NEVER;
    part.version = version;
    part.nextTimer = step.nextTimer();
    return ruleChanged ? becauseTheRuleChanged(step) : step;
  }

  private static boolean isOpen(Known known, Part part) {
    return part.feeds ? !known.published() : !known.settled();
  }

  private Evaluation evaluation(String family, Part part, String version, Reading reading)
      throws Exception {
    if (version.isEmpty()) {
      return new Evaluation(Long.MIN_VALUE, List.of(), Trace.NONE);
    }
    if (!part.version.equals(version)) {
      return reading.evaluate(family, Trace.NONE, Long.MIN_VALUE);
    }
    return part.isChanged()
        ? reading.evaluate(family, part.trace, part.changedFrom)
        : Evaluation.unchanged(part.trace);
  }

  /** The facts of one key, read once for as many families as possible. */
  private final class Reading implements FactSource {
    private final String key;
    private final KeyMemory memory;
    private List<Fact> read;
    private long readFrom;
    private Exception failed;

    Reading(String key, KeyMemory memory) {
      this.key = key;
      this.memory = memory;
    }

    Evaluation evaluate(String family, Trace trace, long changedFrom) throws Exception {
      Evaluation evaluation = correlator.evaluate(family, trace, changedFrom, this);
      if (failed != null) {
        throw failed;
      }
      return evaluation;
    }

    @Override
    public List<Fact> since(long from) {
      try {
        if (memory.uncapped > 0) {
          cap(from);
        } else if (read == null || from < readFrom) {
          read = store.since(from, key, memory);
          readFrom = from;
        }
        return read;
      } catch (Exception e) {
        failed = e;
        return List.of();
      }
    }

    /**
     * Reads from some time, and the buckets to which something has come since this was last done:
     * what is beyond their cap is removed.
     */
    void cap(long from) throws Exception {
      long bucketsFrom = Math.floorDiv(memory.uncappedFrom, HOUR) * HOUR;
      readFrom = Math.min(from, bucketsFrom);
      read = store.since(readFrom, key, memory);
      memory.uncapped = 0;
      memory.uncappedFrom = KeyMemory.NEVER;
      int cap = correlator.cap(memory.grouping);
      if (read.size() < cap) {
        return;
      }
      Map<String, TreeSet<Fact>> buckets = new HashMap<>();
      for (Fact fact : read) {
        if (fact.time() >= bucketsFrom) {
          buckets.computeIfAbsent(fact.bucket(), b -> new TreeSet<>(Fact.ORDER)).add(fact);
        }
      }
      Set<String> beyond = new HashSet<>();
      for (Map.Entry<String, TreeSet<Fact>> bucket : buckets.entrySet()) {
        while (bucket.getValue().size() > cap) {
          Fact last = bucket.getValue().pollLast();
          store.remove(last);
          memory.count(last, -1);
          beyond.add(last.id());
        }
        if (bucket.getValue().size() == cap) {
          memory.full.put(bucket.getKey(), KeyMemory.Last.of(bucket.getValue().last()));
        }
      }
      read.removeIf(fact -> beyond.contains(fact.id()));
    }
  }

  /** What was settled by an earlier version of the rule is not told again, nor anything in it. */
  private static Evaluation without(Evaluation evaluation, List<Said> closed) {
    if (closed.isEmpty()) {
      return evaluation;
    }
    List<Found> found =
        evaluation.found().stream()
            .filter(
                f -> {
                  long anchor = f.alert().anchor().toEpochMilli();
                  return closed.stream()
                      .noneMatch(
                          said ->
                              said.known().id().equals(f.alert().id())
                                  || (said.known().anchor() <= anchor
                                      && anchor < said.known().settlesAt()));
                })
            .toList();
    return new Evaluation(evaluation.since(), found, evaluation.trace());
  }

  private static Step becauseTheRuleChanged(Step step) {
    return new Step(
        step.alerts().stream().map(Evaluator::becauseTheRuleChanged).toList(),
        step.facts(),
        step.known(),
        step.nextTimer());
  }

  private static Alert becauseTheRuleChanged(Alert alert) {
    return alert.status() == Status.RETRACTED
        ? alert.with(
            Status.RETRACTED,
            alert.aliases(),
            "The rule was changed or taken away, and does not find this any more.",
            alert.coverage())
        : alert;
  }

  /** At which watermark the key looks what it may forget. */
  long forgetAt(KeyMemory memory) {
    long from = memory.watermark == Long.MIN_VALUE ? 0 : memory.watermark;
    return (from / DAY + 2) * DAY;
  }

  /**
   * Forgets what is further back than the memory; a key with very many facts, all that is behind
   * the watermark.
   *
   * @return whether nothing is left
   */
  boolean forget(String key, KeyMemory memory) throws Exception {
    if (memory.watermark == Long.MIN_VALUE || memory.watermark == Long.MAX_VALUE) {
      return false;
    }
    long before = memory.allFacts() > MANY ? memory.watermark : memory.watermark - memoryMillis;
    before = Math.max(before, memory.forgottenBefore);
    List<Fact> all = store.since(Long.MIN_VALUE, key, memory);
    memory.facts.clear();
    all.forEach(fact -> memory.count(fact, 1));
    Retained retained = retained(all, before, key, memory);
    Map<String, Fact> byId = new HashMap<>();
    all.forEach(fact -> byId.put(fact.id(), fact));
    for (String id : retained.dropped()) {
      Fact dropped = byId.remove(id);
      store.remove(dropped);
      memory.count(dropped, -1);
    }
    for (Fact fact : retained.demoted()) {
      store.put(fact, byId.get(fact.id()));
    }
    memory.forgottenBefore = Math.max(retained.from(), memory.forgottenBefore);
    long hour = Math.floorDiv(memory.forgottenBefore, HOUR);
    memory.full.keySet().removeIf(bucket -> hourOf(bucket) < hour);
    for (Part part : memory.parts.values()) {
      part.trace = part.trace.since(memory.forgottenBefore);
    }
    if (memory.allFindings() > 0) {
      store.removeFindings(
          memory.forgottenBefore, (family, said) -> isForgotten(family, said, memory));
    }
    return memory.facts.isEmpty() && memory.allFindings() == 0;
  }

  private static boolean isForgotten(String family, Said said, KeyMemory memory) {
    Part part = memory.parts.get(family);
    if (part != null && !said.closed() && isOpen(said.known(), part)) {
      return false;
    }
    if (part != null) {
      part.findings--;
      part.closed -= said.closed() ? 1 : 0;
    }
    return true;
  }

  /** Facts of rules that are not loaded age out: they may come back, or only be on their way. */
  private Retained retained(List<Fact> all, long before, String key, KeyMemory memory) {
    if (shapes.fits(key, memory.grouping) && !correlator.families(memory.grouping).isEmpty()) {
      return correlator.compact(all, before);
    }
    return new Retained(
        all.stream().filter(fact -> fact.time() < before).map(Fact::id).toList(),
        List.of(),
        before);
  }

  private static long hourOf(String bucket) {
    return Long.parseLong(bucket.substring(bucket.lastIndexOf('\u001f') + 1));
  }
}
