package io.mailtrail.enrich;

import io.mailtrail.detect.Correlator;
import io.mailtrail.detect.Evaluation;
import io.mailtrail.detect.Fact;
import io.mailtrail.detect.FactSource;
import io.mailtrail.detect.Trace;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The facts of one key, read once for as many families as possible. Lives for one evaluation. */
final class KeyReading implements FactSource {
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private final Correlator correlator;
  private final KeyStore store;
  private final String key;
  private final KeyMemory memory;
  private List<Fact> read;
  private long readFrom;
  private Exception failed;

  KeyReading(Correlator correlator, KeyStore store, String key, KeyMemory memory) {
    this.correlator = correlator;
    this.store = store;
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
