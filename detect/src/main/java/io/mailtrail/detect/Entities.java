package io.mailtrail.detect;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Who and what is involved in a finding: values that every fact carries. */
final class Entities {
  /** The fields that name somebody or something an analyst can look up. */
  static final List<String> FIELDS =
      List.of("user.email", "mailtrail.mailbox.owner", "source.ip", "session.id");

  private static final int MAX_VALUES = 50;

  private Entities() {}

  /** Every value of the entity fields, by field. */
  static Map<String, List<String>> involved(List<Proof> proofs) {
    Map<String, List<String>> involved = new LinkedHashMap<>();
    for (String field : FIELDS) {
      Set<String> values = new TreeSet<>();
      proofs.forEach(proof -> values.addAll(proof.fact().values(field)));
      if (!values.isEmpty()) {
        involved.put(field, values.stream().limit(MAX_VALUES).toList());
      }
    }
    return involved;
  }

  /** The group, and what else all records have in common; nothing for a single record. */
  static Map<String, String> shared(List<Proof> proofs, Map<String, String> group) {
    boolean several = proofs.stream().map(p -> p.fact().recordId()).distinct().limit(2).count() > 1;
    if (!several) {
      return Map.of();
    }
    Map<String, String> shared = new LinkedHashMap<>(group);
    sharedValues(proofs).forEach((k, v) -> shared.putIfAbsent(k, v.replace(Fact.SEPARATOR, ", ")));
    return shared;
  }

  static Map<String, String> sharedValues(List<Proof> proofs) {
    Map<String, String> shared = new LinkedHashMap<>();
    for (String field : FIELDS) {
      Set<String> values = new LinkedHashSet<>(proofs.get(0).fact().values(field));
      proofs.forEach(proof -> values.retainAll(proof.fact().values(field)));
      if (!values.isEmpty()) {
        shared.put(field, String.join(Fact.SEPARATOR, new TreeSet<>(values)));
      }
    }
    return shared;
  }
}
