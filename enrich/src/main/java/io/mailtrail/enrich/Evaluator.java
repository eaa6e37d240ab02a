package io.mailtrail.enrich;

import io.mailtrail.detect.CollectionProof;
import io.mailtrail.detect.Correlator;
import io.mailtrail.detect.Evaluation;
import io.mailtrail.detect.Fact;
import io.mailtrail.detect.Found;
import io.mailtrail.detect.Known;
import io.mailtrail.detect.Step;
import io.mailtrail.detect.Trace;
import io.mailtrail.enrich.KeyMemory.Part;
import io.mailtrail.enrich.StateCodec.Said;
import io.mailtrail.model.Alert;
import io.mailtrail.model.Alert.Status;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * The steps in the life of one key: facts are added and evaluated. Reads and writes the current key
 * of the store; knows no stream and no timer.
 */
final class Evaluator {
  private final Correlator correlator;
  private final Shapes shapes;
  private final KeyStore store;
  private final CollectionProof proof;
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
      LongSupplier clock) {
    this.correlator = correlator;
    this.shapes = shapes;
    this.store = store;
    this.proof = proof;
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
    Collection<String> looking = looking(key, memory);
    for (String family : families(looking, memory)) {
      Part part = memory.parts.get(family);
      boolean isDue =
          part == null
              ? correlator.isPossible(family, memory.facts)
              : isDue(part, version(family, looking), memory);
      if (isDue) {
        return true;
      }
    }
    return false;
  }

  private static boolean isDue(Part part, String version, KeyMemory memory) {
    return part.isChanged() || !part.version.equals(version) || part.nextTimer <= memory.watermark;
  }

  /** Those that look at this key as the rules are now. */
  private Collection<String> looking(String key, KeyMemory memory) {
    return shapes.fits(key, memory.grouping) ? correlator.families(memory.grouping) : List.of();
  }

  /** And those that did. */
  private static Collection<String> families(Collection<String> looking, KeyMemory memory) {
    if (looking.containsAll(memory.parts.keySet())) {
      return looking;
    }
    Set<String> all = new TreeSet<>(looking);
    all.addAll(memory.parts.keySet());
    return all;
  }

  /** Empty where the family is not loaded, or does not look at this key any more. */
  private String version(String family, Collection<String> looking) {
    return looking.contains(family) ? correlator.version(family) : "";
  }

  /** Evaluates what has changed, by facts, by rules or by time. */
  Result evaluate(String key, KeyMemory memory, Guard guard) throws Exception {
    KeyReading reading = new KeyReading(correlator, store, key, memory);
    List<Alert> alerts = new ArrayList<>();
    List<Fact> facts = new ArrayList<>();
    Collection<String> looking = looking(key, memory);
    for (String family : families(looking, memory)) {
      Part part = memory.parts.get(family);
      String version = version(family, looking);
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

  private Step advance(
      String family, Part part, String version, KeyReading reading, KeyMemory memory)
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
            .filter(part::isOpen)
            .mapToLong(Known::anchor)
            .min()
            .orElse(KeyMemory.NEVER);
    part.trace = evaluation.trace();
    part.changedFrom = KeyMemory.NEVER;
    part.version = version;
    part.nextTimer = step.nextTimer();
    return ruleChanged ? becauseTheRuleChanged(step) : step;
  }

  private Evaluation evaluation(String family, Part part, String version, KeyReading reading)
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
}
