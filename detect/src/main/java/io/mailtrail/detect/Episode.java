package io.mailtrail.detect;

import java.util.List;

/**
 * One finding of one correlation in one group.
 *
 * @param anchor time of the occurrence with which it begins
 * @param extra what tells it from others of the same anchor: the new value of a first_seen
 * @param completedAt when the condition first held
 * @param completedBy id of the record with which it did
 * @param takenUntil no occurrence up to this time begins another episode
 * @param closesAt once the watermark reaches this, no later record can change it
 * @param proofs in event-time order
 * @param measure what was counted or measured, as text; empty where nothing was
 * @param repeats how many later episodes the suppression window has swallowed
 * @param lastRepeat when the last of them began
 */
record Episode(
    String rule,
    long anchor,
    String extra,
    long completedAt,
    String completedBy,
    long takenUntil,
    long closesAt,
    List<Proof> proofs,
    String measure,
    int repeats,
    long lastRepeat) {

  Episode {
    proofs = List.copyOf(proofs);
  }

  Episode(
      String rule,
      long anchor,
      String extra,
      long completedAt,
      String completedBy,
      long takenUntil,
      long closesAt,
      List<Proof> proofs,
      String measure) {
    this(
        rule, anchor, extra, completedAt, completedBy, takenUntil, closesAt, proofs, measure, 0, 0);
  }

  Occurrence asOccurrence() {
    return new Occurrence(
        completedAt, completedBy, rule + "@" + anchor + "/" + extra, rule, closesAt, proofs);
  }

  Taken taken() {
    return new Taken(anchor, takenUntil, closesAt);
  }
}
