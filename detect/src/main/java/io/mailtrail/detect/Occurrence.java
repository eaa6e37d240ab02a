package io.mailtrail.detect;

import java.util.Comparator;
import java.util.List;

/**
 * Something that happened at one time: a fact of a base rule, or an episode of a correlation.
 *
 * @param time when; of an episode, when it was complete
 * @param record id of the record at that time, which also orders what has the same time
 * @param identity what makes it one event when events are counted
 * @param rule id of the rule of which it is an occurrence
 * @param closesAt once the watermark reaches this, nothing about it can change
 */
record Occurrence(
    long time, String record, String identity, String rule, long closesAt, List<Proof> proofs) {
  static final Comparator<Occurrence> ORDER =
      Comparator.comparingLong(Occurrence::time)
          .thenComparing(Occurrence::record)
          .thenComparing(Occurrence::rule)
          .thenComparing(Occurrence::identity);

  static Occurrence of(Fact fact) {
    return new Occurrence(
        fact.time(),
        fact.recordId(),
        Derived.is(fact) ? fact.id() : fact.recordId(),
        fact.rule(),
        Derived.is(fact) ? Derived.closesAt(fact) : fact.time(),
        List.of(new Proof(fact, fact.rule(), fact.reason())));
  }

  /** The latest of them and of {@code otherwise}. */
  static long lastClose(List<Occurrence> occurrences, long otherwise) {
    long last = otherwise;
    for (Occurrence occurrence : occurrences) {
      last = Math.max(last, occurrence.closesAt());
    }
    return last;
  }
}
