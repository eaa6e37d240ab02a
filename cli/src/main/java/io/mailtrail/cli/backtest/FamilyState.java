package io.mailtrail.cli.backtest;

import io.mailtrail.enrich.KeptState;
import io.mailtrail.model.Json;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the keys that one correlation looks at keep for it if nothing is forgotten; or all keys.
 *
 * @param family id of the correlation, or {@link KeptState#ALL}
 * @param mostFacts of one key
 * @param mostBytes of one key
 */
record FamilyState(
    String family, long keys, long facts, long bytes, long mostFacts, long mostBytes) {

  static FamilyState of(KeptState key) {
    return new FamilyState(key.family(), 1, key.facts(), key.bytes(), key.facts(), key.bytes());
  }

  FamilyState plus(FamilyState other) {
    return new FamilyState(
        family,
        keys + other.keys,
        facts + other.facts,
        bytes + other.bytes,
        Math.max(mostFacts, other.mostFacts),
        Math.max(mostBytes, other.mostBytes));
  }

  /** Keys are only added up; what is written is one line with all families. */
  static final class Adding implements LineFiles.Writing<KeptState> {
    private final Map<String, FamilyState> byFamily = new TreeMap<>();

    @Override
    public byte[] line(KeptState key) {
      byFamily.merge(key.family(), of(key), FamilyState::plus);
      return null;
    }

    @Override
    public byte[] end() {
      return Json.bytes(byFamily.values());
    }
  }
}
