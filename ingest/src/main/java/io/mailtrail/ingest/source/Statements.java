package io.mailtrail.ingest.source;

import io.mailtrail.ingest.Outgoing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What the enumerator has to say and nobody was given yet, in the order of its numbers. Not
 * thread-safe.
 */
final class Statements {
  private static final int MESSAGES_PER_STATEMENT = 200;

  private final TreeMap<Long, StatementSplit> waiting = new TreeMap<>();
  private final List<Outgoing> unsaid = new ArrayList<>();
  private long nextNumber;

  void restore(long number, Collection<StatementSplit> saved) {
    nextNumber = number;
    saved.forEach(this::giveBack);
  }

  void say(Outgoing message) {
    unsaid.add(message);
  }

  /** The reader that had it was lost before a checkpoint held it. */
  void giveBack(StatementSplit statement) {
    waiting.put(statement.number(), statement);
  }

  /** Packs what was said since the last time. */
  void pack() {
    for (int from = 0; from < unsaid.size(); from += MESSAGES_PER_STATEMENT) {
      int to = Math.min(unsaid.size(), from + MESSAGES_PER_STATEMENT);
      waiting.put(nextNumber, new StatementSplit(nextNumber, unsaid.subList(from, to)));
      nextNumber++;
    }
    unsaid.clear();
  }

  /** Hands out everything, in order. */
  void drainTo(Consumer<StatementSplit> scribe) {
    while (!waiting.isEmpty()) {
      scribe.accept(waiting.pollFirstEntry().getValue());
    }
  }

  long nextNumber() {
    return nextNumber;
  }

  List<StatementSplit> waiting() {
    return List.copyOf(waiting.values());
  }
}
