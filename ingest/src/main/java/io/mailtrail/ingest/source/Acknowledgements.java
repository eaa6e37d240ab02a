package io.mailtrail.ingest.source;

import io.mailtrail.model.ProgressMarker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which ended blobs no completed checkpoint of the enumerator holds yet, and what each checkpoint
 * under way does hold, so that it can be acted on once it is complete. Not thread-safe.
 */
final class Acknowledgements {
  /** Ended blobs whose readers wait to hear that a checkpoint holds it, with the reader. */
  private final Map<String, Integer> waiting = new HashMap<>();

  private final TreeMap<Long, Checkpoint> checkpoints = new TreeMap<>();

  private record Checkpoint(Set<String> ended, List<ProgressMarker.Progress> progress) {}

  /**
   * What a completed checkpoint allows.
   *
   * @param byReader ids of splits that may be forgotten
   * @param progress what may be told
   */
  record Durable(Map<Integer, List<String>> byReader, List<ProgressMarker.Progress> progress) {}

  boolean isWaiting(String splitId) {
    return waiting.containsKey(splitId);
  }

  void await(String splitId, int reader) {
    waiting.put(splitId, reader);
  }

  void begin(long checkpointId, List<ProgressMarker.Progress> progress) {
    checkpoints.put(checkpointId, new Checkpoint(Set.copyOf(waiting.keySet()), progress));
  }

  void abort(long checkpointId) {
    checkpoints.remove(checkpointId);
  }

  /** Empty if it is not one of ours. */
  Optional<Durable> complete(long checkpointId) {
    Checkpoint complete = checkpoints.remove(checkpointId);
    checkpoints.headMap(checkpointId).clear();
    if (complete == null) {
      return Optional.empty();
    }
    Map<Integer, List<String>> byReader = new TreeMap<>();
    for (String splitId : complete.ended()) {
      Integer reader = waiting.remove(splitId);
      if (reader != null) {
        byReader.computeIfAbsent(reader, subtask -> new ArrayList<>()).add(splitId);
      }
    }
    return Optional.of(new Durable(byReader, complete.progress()));
  }
}
