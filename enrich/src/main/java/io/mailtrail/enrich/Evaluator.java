package io.mailtrail.enrich;

import io.mailtrail.detect.CollectionProof;
import io.mailtrail.detect.Correlator;
import io.mailtrail.detect.Evaluation;
import io.mailtrail.detect.Fact;
import io.mailtrail.detect.Found;
import io.mailtrail.detect.Known;
import io.mailtrail.detect.Retained;
import io.mailtrail.detect.Step;
import io.mailtrail.enrich.StateCodec.Said;
import io.mailtrail.model.Alert;
import io.mailtrail.model.Alert.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

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
  private final KeyStore store;
  private final CollectionProof proof;
  private final long memoryMillis;

  /**
   * What an evaluation comes to.
   *
   * @param alerts the versions to publish
   * @param facts for correlations of a higher stage
   * @param nextTimer the earliest watermark at which something happens without a new fact
   */
  record Result(List<Alert> alerts, List<Fact> facts, long nextTimer) {}

  Evaluator(Correlator correlator, KeyStore store, CollectionProof proof, long memoryMillis) {
    this.correlator = correlator;
    this.store = store;
    this.proof = proof;
    this.memoryMillis = memoryMillis;
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
        memory.facts--;
        memory.full.remove(before.bucket());
        memory.changed(before.time());
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
      memory.facts++;
    } else {
      memory.changed(before.time());
    }
    memory.changed(after.time());
    return true;
  }

  private static boolean isBeyondTheCap(Fact fact, KeyMemory memory) {
    KeyMemory.Last last = memory.full.isEmpty() ? null : memory.full.get(fact.bucket());
    return last != null && last.isBefore(fact);
  }

  /**
   * What the facts show now.
   *
   * @param version of the family; empty where it is not loaded: then nothing is found, and what was
   *     settled stays
   */
  Result evaluate(String key, KeyMemory memory, String version) throws Exception {
    List<Said> before = store.alerts(memory);
    List<Said> closed = new ArrayList<>();
    List<Known> open = new ArrayList<>();
    boolean ruleChanged = !memory.version.equals(version);
    if (ruleChanged) {
      memory.changedWholly();
    }
    for (Said said : before) {
      boolean ofEarlierVersion = ruleChanged && said.known().settled();
      if (said.closed() || ofEarlierVersion) {
        if (said.known().anchor() >= memory.forgottenBefore) {
          closed.add(new Said(said.known(), true));
        }
      } else {
        open.add(said.known());
      }
    }
    Evaluation evaluation = evaluation(key, memory, version);
    Step step =
        correlator.advance(
            memory.family,
            open,
            without(evaluation, closed),
            memory.watermark,
            memory.forgottenBefore,
            proof);
    memory.trace = evaluation.trace();
    memory.changedFrom = KeyMemory.NEVER;
    memory.version = version;
    List<Said> after = new ArrayList<>(closed);
    step.known().forEach(known -> after.add(new Said(known, false)));
    store.replace(before, after, memory);
    return new Result(
        ruleChanged
            ? step.alerts().stream().map(Evaluator::becauseTheRuleChanged).toList()
            : step.alerts(),
        step.facts(),
        step.nextTimer());
  }

  private Evaluation evaluation(String key, KeyMemory memory, String version) throws Exception {
    if (version.isEmpty()) {
      return new Evaluation(Long.MIN_VALUE, List.of(), memory.trace);
    }
    if (!memory.isChanged()) {
      return Evaluation.unchanged(memory.trace);
    }
    long changedFrom = memory.changedFrom;
    List<Exception> failed = new ArrayList<>();
    Evaluation evaluation =
        correlator.evaluate(
            memory.family,
            memory.trace,
            changedFrom,
            from -> {
              try {
                return read(from, changedFrom, key, memory);
              } catch (Exception e) {
                failed.add(e);
                return List.of();
              }
            });
    if (!failed.isEmpty()) {
      throw failed.get(0);
    }
    return evaluation;
  }

  /** The facts that are needed, without those beyond the cap of a bucket. */
  private List<Fact> read(long from, long changedFrom, String key, KeyMemory memory)
      throws Exception {
    long bucketFrom =
        changedFrom == Long.MIN_VALUE ? changedFrom : Math.floorDiv(changedFrom, HOUR) * HOUR;
    List<Fact> facts = store.since(Math.min(from, bucketFrom), key, memory);
    int cap = correlator.cap(memory.family);
    if (facts.size() < cap) {
      return facts;
    }
    Map<String, TreeSet<Fact>> buckets = new HashMap<>();
    for (Fact fact : facts) {
      if (fact.time() >= bucketFrom) {
        buckets.computeIfAbsent(fact.bucket(), b -> new TreeSet<>(Fact.ORDER)).add(fact);
      }
    }
    Set<String> beyond = new HashSet<>();
    for (Map.Entry<String, TreeSet<Fact>> bucket : buckets.entrySet()) {
      while (bucket.getValue().size() > cap) {
        Fact last = bucket.getValue().pollLast();
        store.remove(last);
        memory.facts--;
        beyond.add(last.id());
      }
      if (bucket.getValue().size() == cap) {
        memory.full.put(bucket.getKey(), KeyMemory.Last.of(bucket.getValue().last()));
      }
    }
    return facts.stream().filter(fact -> !beyond.contains(fact.id())).toList();
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
    long before = memory.facts > MANY ? memory.watermark : memory.watermark - memoryMillis;
    before = Math.max(before, memory.forgottenBefore);
    List<Fact> all = store.since(Long.MIN_VALUE, key, memory);
    memory.facts = all.size();
    Retained retained = retained(all, before, memory);
    Map<String, Fact> byId = new HashMap<>();
    all.forEach(fact -> byId.put(fact.id(), fact));
    for (String id : retained.dropped()) {
      store.remove(byId.remove(id));
      memory.facts--;
    }
    for (Fact fact : retained.demoted()) {
      store.put(fact, byId.get(fact.id()));
    }
    memory.forgottenBefore = Math.max(retained.from(), memory.forgottenBefore);
    memory.trace = memory.trace.since(memory.forgottenBefore);
    long hour = Math.floorDiv(memory.forgottenBefore, HOUR);
    memory.full.keySet().removeIf(bucket -> hourOf(bucket) < hour);
    return memory.facts == 0 && memory.alerts == 0;
  }

  /** Facts of a rule that is not loaded age out: it may come back, or only be on its way here. */
  private Retained retained(List<Fact> all, long before, KeyMemory memory) {
    if (!memory.version.isEmpty()) {
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
