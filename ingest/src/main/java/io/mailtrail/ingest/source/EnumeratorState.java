package io.mailtrail.ingest.source;

import io.mailtrail.ingest.source.WindowPlan.Span;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What the enumerator knows, as it rests in a checkpoint.
 *
 * @param nextNumber number of the next statement
 * @param statements not handed to a reader yet
 * @param losses of each stream since when it is collected and what of it is lost
 */
record EnumeratorState(
    long nextNumber,
    List<StatementSplit> statements,
    List<Stream> streams,
    List<Losses.Account> losses) {
  EnumeratorState {
    statements = List.copyOf(statements);
    streams = List.copyOf(streams);
    losses = List.copyOf(losses);
  }

  /**
   * @param completeUpTo everything that became available before is published or named
   * @param frontier where the next window begins
   * @param windows those beyond completeUpTo, in order
   * @param seen content ids already listed
   * @param late content ids of open blobs that a repeated listing named
   * @param defective spans whose listing named something that could not be read
   * @param unassigned blobs not handed to a reader yet
   */
  record Stream(
      StreamId id,
      Instant completeUpTo,
      Instant frontier,
      List<Window> windows,
      SeenIds seen,
      Set<String> late,
      List<Span> defective,
      List<BlobSplit> unassigned) {
    Stream {
      windows = List.copyOf(windows);
      seen = seen.copy();
      late = Set.copyOf(late);
      defective = List.copyOf(defective);
      unassigned = List.copyOf(unassigned);
    }
  }

  /**
   * @param finished every page was read
   * @param blobs listed so far
   * @param open content ids of blobs that are neither published nor named
   */
  record Window(
      Instant start, Instant end, boolean finished, int pages, int blobs, Set<String> open) {
    Window {
      open = Set.copyOf(open);
    }
  }
}
