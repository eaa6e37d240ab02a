package io.mailtrail.ingest.source;

import io.mailtrail.ingest.Outgoing;
import java.util.List;

/**
 * What the enumerator knows, as messages that a reader emits: ledger entries and progress markers.
 * All of them go to reader 0, in the order of their numbers, so that the last state of an id is the
 * last one written.
 *
 * @param number counts up over the life of the job
 */
record StatementSplit(long number, List<Outgoing> messages) implements ActivitySplit {
  StatementSplit {
    messages = List.copyOf(messages);
  }

  @Override
  public String splitId() {
    return "statement/" + number;
  }

  @Override
  public String toString() {
    return splitId();
  }
}
