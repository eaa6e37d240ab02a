package io.mailtrail.enrich;

import io.mailtrail.detect.Correlator;
import io.mailtrail.detect.Fact;
import io.mailtrail.detect.Retained;
import io.mailtrail.enrich.KeyMemory.Part;
import io.mailtrail.enrich.StateCodec.Said;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a key may forget, and when. Reads and writes the current key of the store. */
final class Forgetting {
  /** A key with more facts than this keeps none for reopening. */
  static final int MANY = 5_000;

  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long DAY = Duration.ofDays(1).toMillis();

  private final Correlator correlator;
  private final Shapes shapes;
  private final KeyStore store;
  private final long memoryMillis;

  /**
   * @param shapes of the same rules
   * @param memoryMillis how far behind the watermark what a late record could reopen is kept
   */
  Forgetting(Correlator correlator, Shapes shapes, KeyStore store, long memoryMillis) {
    this.correlator = correlator;
    this.shapes = shapes;
    this.store = store;
    this.memoryMillis = memoryMillis;
  }

  /** At which watermark the key looks what it may forget. */
  static long at(KeyMemory memory) {
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
    if (part != null && !said.closed() && part.isOpen(said.known())) {
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
