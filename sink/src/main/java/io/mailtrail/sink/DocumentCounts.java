package io.mailtrail.sink;

/**
 * Counts documents on their way through the sink, per kind. Once the sink is drained, for each kind
 *
 * <pre>received = created + superseded + duplicate + replayed + rejected</pre>
 *
 * and while it is not, the difference is what waits or is in flight. {@code retried} counts
 * attempts and stands outside the equation.
 *
 * <p>Counts begin at 0 with each start of the job. A document restored from a checkpoint is
 * received again; one that Kafka delivers again is received, and counted as replayed (or as
 * duplicate, if another copy of it won), again.
 *
 * <p>Thread-safe.
 */
interface DocumentCounts {
  /** A document came in: from Kafka, from a checkpoint, or made here for one that was refused. */
  void received(DocumentKind kind);

  /** One attempt ended so. */
  void ended(DocumentKind kind, Outcome outcome);
}
