package io.mailtrail.ingest.source;

/** A blob whose last record was emitted, until nobody needs to know any more. Not thread-safe. */
final class DoneBlob {
  /** Stands for the checkpoint that the job was restored from. */
  static final long RESTORED = Long.MAX_VALUE;

  private static final long NEVER = -1;

  private final BlobSplit split;
  private long firstSnapshot = NEVER;
  private boolean covered;

  DoneBlob(BlobSplit split) {
    this.split = split;
  }

  BlobSplit split() {
    return split;
  }

  void inSnapshot(long checkpointId) {
    if (firstSnapshot == NEVER) {
      firstSnapshot = checkpointId;
    }
  }

  /**
   * This checkpoint is complete.
   *
   * @return whether the blob is covered since this moment
   */
  boolean coverIfIn(long checkpointId) {
    boolean in =
        checkpointId == RESTORED || (firstSnapshot != NEVER && firstSnapshot <= checkpointId);
    if (covered || !in) {
      return false;
    }
    covered = true;
    return true;
  }
}
