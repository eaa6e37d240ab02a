package io.mailtrail.enrich;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/** Reads what {@code audit.rules} says at this moment. */
@FunctionalInterface
public interface RuleFeed extends Serializable {
  /**
   * The topic as it stands.
   *
   * @param newest the newest message of every id
   * @param ends by partition, the offset after the last message that was read
   */
  record Snapshot(List<RuleChange> newest, Map<Integer, Long> ends) {
    /** A topic with nothing in it. */
    public static final Snapshot EMPTY = new Snapshot(List.of(), Map.of());

    public Snapshot {
      newest = List.copyOf(newest);
      ends = Map.copyOf(ends);
    }

    boolean covers(RuleChange change) {
      return change.offset() < ends.getOrDefault(change.partition(), 0L);
    }
  }

  /**
   * Reads the topic to its end.
   *
   * @throws IllegalStateException if it cannot be read: no record may be evaluated then
   */
  Snapshot read();
}
