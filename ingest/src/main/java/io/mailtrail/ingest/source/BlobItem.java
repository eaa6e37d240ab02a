package io.mailtrail.ingest.source;

import io.mailtrail.ingest.Outgoing;
import java.time.Duration;
import java.util.List;

/** What comes of reading a blob. */
sealed interface BlobItem {
  /**
   * A message to emit.
   *
   * @param emitted records of the blob emitted once this one is
   * @param prefix {@link PrefixDigest} over those
   */
  record Message(Outgoing message, long emitted, byte[] prefix) implements BlobItem {}

  /** The blob is done. */
  record Done(BlobResult result) implements BlobItem {}

  /**
   * The blob cannot be read now; it comes up again after this pause.
   *
   * @param code of the refusal
   * @param attempts requests made for it so far
   * @param news whether the ledger is to hear of it
   */
  record Deferred(Duration pause, String code, int attempts, boolean news) implements BlobItem {}

  /** Something that ought not to happen: the reader must fail. */
  record Broken(RuntimeException cause) implements BlobItem {}

  /** Items of one blob, in order. */
  record Batch(String splitId, List<BlobItem> items) {
    public Batch {
      items = List.copyOf(items);
    }
  }
}
