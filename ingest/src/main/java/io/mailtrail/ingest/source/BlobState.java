package io.mailtrail.ingest.source;

/** A blob in a reader's hands: its split, changed as its records are emitted. Not thread-safe. */
final class BlobState {
  private final BlobSplit assigned;
  private long emitted;
  private byte[] prefix;
  private int attempts;
  private BlobResult result;

  BlobState(BlobSplit assigned) {
    this.assigned = assigned;
    this.emitted = assigned.emitted();
    this.prefix = assigned.prefix();
    this.attempts = assigned.attempts();
  }

  String splitId() {
    return assigned.splitId();
  }

  void emitted(long count, byte[] digest) {
    emitted = count;
    prefix = digest;
  }

  void attempted(int requests) {
    attempts = requests;
  }

  void done(BlobResult what) {
    result = what;
    attempts = what.attempts();
  }

  /** The split as a checkpoint would hold it now. */
  BlobSplit split() {
    BlobSplit now = assigned.emitted(emitted, prefix).attempted(attempts);
    return result == null ? now : now.done(result);
  }
}
