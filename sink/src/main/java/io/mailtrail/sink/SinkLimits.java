package io.mailtrail.sink;

import java.io.Serializable;
import java.time.Duration;

/**
 * How one writer batches, buffers and waits.
 *
 * @param batchDocuments the most documents in one bulk request
 * @param batchBytes the most bytes in one bulk request; a larger document goes alone
 * @param inFlight the most requests under way at once
 * @param bufferDocuments when so many documents wait, the source waits
 * @param bufferBytes the same in bytes; also bounds what a checkpoint holds
 * @param bufferTime the longest a document waits for others
 * @param backoffInitial wait after a first failure
 * @param backoffMax the longest wait between attempts
 */
public record SinkLimits(
    int batchDocuments,
    long batchBytes,
    int inFlight,
    int bufferDocuments,
    long bufferBytes,
    Duration bufferTime,
    Duration backoffInitial,
    Duration backoffMax)
    implements Serializable {

  /** What suits one node on loopback; the defaults of the settings. */
  public static final SinkLimits DEFAULTS =
      new SinkLimits(
          1_000,
          5L * 1024 * 1024,
          2,
          10_000,
          64L * 1024 * 1024,
          Duration.ofSeconds(1),
          Duration.ofMillis(200),
          Duration.ofSeconds(30));
}
