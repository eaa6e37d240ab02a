package io.mailtrail.ingest.source;

import io.mailtrail.model.LedgerEntry;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * A content blob to fetch, and how far that has come.
 *
 * @param emitted records emitted so far
 * @param prefix {@link PrefixDigest} over those; empty while there are none
 * @param attempts requests made for it so far
 * @param result what came of it, once it is done
 */
record BlobSplit(
    StreamId stream,
    String contentId,
    String contentUri,
    Instant created,
    Instant expiration,
    long emitted,
    byte[] prefix,
    int attempts,
    Optional<BlobResult> result)
    implements ActivitySplit {

  BlobSplit {
    Objects.requireNonNull(stream, "stream");
    Objects.requireNonNull(contentId, "contentId");
    Objects.requireNonNull(contentUri, "contentUri");
    Objects.requireNonNull(created, "created");
    Objects.requireNonNull(expiration, "expiration");
    Objects.requireNonNull(prefix, "prefix");
    Objects.requireNonNull(result, "result");
  }

  static BlobSplit unread(
      StreamId stream, String contentId, String contentUri, Instant created, Instant expiration) {
    return new BlobSplit(
        stream, contentId, contentUri, created, expiration, 0, new byte[0], 0, Optional.empty());
  }

  @Override
  public String splitId() {
    return LedgerEntry.blobId(stream.tenant(), contentId);
  }

  BlobSplit emitted(long count, byte[] digest) {
    return new BlobSplit(
        stream, contentId, contentUri, created, expiration, count, digest, attempts, result);
  }

  BlobSplit attempted(int requests) {
    return new BlobSplit(
        stream, contentId, contentUri, created, expiration, emitted, prefix, requests, result);
  }

  BlobSplit done(BlobResult what) {
    return new BlobSplit(
        stream,
        contentId,
        contentUri,
        created,
        expiration,
        emitted,
        prefix,
        attempts,
        Optional.of(what));
  }

  /** The ledger entry that says that this blob is known to exist. */
  LedgerEntry listed(Instant at) {
    return entry(LedgerEntry.State.LISTED, null, at);
  }

  /**
   * The ledger entry that says that this blob is tried again and again.
   *
   * @param code of the last refusal
   */
  LedgerEntry retried(String code, Instant at) {
    return entry(
        LedgerEntry.State.LISTED,
        new BlobResult(
            LedgerEntry.State.PUBLISHED, 0, null, 0, 0, null, null, null, code, attempts),
        at);
  }

  /** The ledger entry that says that this blob was read to its end. */
  LedgerEntry fetched(Instant at) {
    return entry(LedgerEntry.State.FETCHED, result.orElseThrow(), at);
  }

  /** The ledger entry that ends this blob's life. */
  LedgerEntry ended(Instant at) {
    return entry(result.orElseThrow().end(), result.orElseThrow(), at);
  }

  private LedgerEntry entry(LedgerEntry.State state, BlobResult of, Instant at) {
    BlobResult facts = of == null ? BlobResult.NONE : of;
    return new LedgerEntry(
        splitId(),
        LedgerEntry.Kind.BLOB,
        state,
        stream.tenant(),
        stream.contentType(),
        contentId,
        created,
        expiration,
        0,
        0,
        facts.bytes(),
        facts.sha256(),
        facts.records(),
        facts.rejected(),
        facts.firstEvent(),
        facts.lastEvent(),
        facts.idsDigest(),
        facts.reason(),
        facts.attempts(),
        at);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlobSplit that
        && stream.equals(that.stream)
        && contentId.equals(that.contentId)
        && contentUri.equals(that.contentUri)
        && created.equals(that.created)
        && expiration.equals(that.expiration)
        && emitted == that.emitted
        && Arrays.equals(prefix, that.prefix)
        && attempts == that.attempts
        && result.equals(that.result);
  }

  @Override
  public int hashCode() {
    return Objects.hash(stream, contentId, emitted, result);
  }

  @Override
  public String toString() {
    return splitId();
  }
}
