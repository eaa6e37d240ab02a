package io.mailtrail.enrich;

import io.mailtrail.detect.RuleSet;
import io.mailtrail.detect.RuleSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Rules as they were last read, for all tasks of the JVM: each of them starts with the same texts,
 * and reading them costs more than everything else a start does. Thread-safe; who comes while they
 * are being read waits.
 */
final class SharedRules {
  /** The rules of the start, and some changes that tasks hear of one after the other. */
  private static final int KEPT = 4;

  private static final Map<List<RuleSource>, RuleSet> LOADED = newest();
  private static final Map<List<RuleSource>, List<RuleText>> SPLIT = newest();

  private SharedRules() {}

  /** {@link RuleSet#load}. */
  static RuleSet load(List<RuleSource> sources) {
    return remembered(LOADED, List.copyOf(sources), RuleSet::load);
  }

  /** The rules of all files, each on its own, in the order of the files. */
  static List<RuleText> split(List<RuleSource> files) {
    return remembered(
        SPLIT,
        List.copyOf(files),
        all -> all.stream().flatMap(file -> RuleText.split(file).stream()).toList());
  }

  private static <K, V> V remembered(Map<K, V> known, K key, Function<K, V> make) {
    synchronized (known) {
      V value = known.get(key);
      if (value == null) {
        value = make.apply(key);
        known.put(key, value);
      }
      return value;
    }
  }

  private static <K, V> Map<K, V> newest() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > KEPT;
      }
    };
  }
}
