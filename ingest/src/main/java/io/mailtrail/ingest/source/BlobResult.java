package io.mailtrail.ingest.source;

import io.mailtrail.model.LedgerEntry.State;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;

/**
 * What came of a blob. Fields that do not apply are 0 or null, as in the ledger.
 *
 * @param end the state that ends the blob's life: published, or named with the reason
 */
record BlobResult(
    State end,
    long bytes,
    String sha256,
    long records,
    long rejected,
    Instant firstEvent,
    Instant lastEvent,
    String idsDigest,
    String reason,
    int attempts)
    implements Serializable {

  static final BlobResult NONE =
      new BlobResult(State.PUBLISHED, 0, null, 0, 0, null, null, null, null, 0);

  BlobResult {
    Objects.requireNonNull(end, "end");
    if (!end.isFinal()) {
      throw new IllegalArgumentException("not an end: " + end);
    }
  }

  /** It was not obtained, for this reason. */
  static BlobResult named(State end, String reason, int attempts) {
    return new BlobResult(end, 0, null, 0, 0, null, null, null, reason, attempts);
  }
}
