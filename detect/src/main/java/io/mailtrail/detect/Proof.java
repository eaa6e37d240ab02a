package io.mailtrail.detect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A fact that has a part in an episode.
 *
 * @param step id of the rule in whose name it has that part
 * @param reason why it counts
 */
record Proof(Fact fact, String step, String reason) {
  static final Comparator<Proof> ORDER =
      Comparator.<Proof>comparingLong(proof -> proof.fact().time())
          .thenComparing(proof -> proof.fact().recordId())
          .thenComparing(Proof::step)
          .thenComparing(Proof::reason)
          .thenComparing(proof -> proof.fact().id());

  Proof inTheNameOf(String rule) {
    return new Proof(fact, rule, reason);
  }

  /** The proofs of these occurrences, each in the name of its rule, in order. */
  static List<Proof> all(List<Occurrence> occurrences) {
    List<Proof> proofs = new ArrayList<>();
    for (Occurrence occurrence : occurrences) {
      occurrence.proofs().forEach(proof -> proofs.add(proof.inTheNameOf(occurrence.rule())));
    }
    return sorted(proofs);
  }

  static List<Proof> sorted(List<Proof> proofs) {
    return proofs.stream().distinct().sorted(ORDER).toList();
  }
}
