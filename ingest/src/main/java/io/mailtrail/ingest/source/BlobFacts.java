package io.mailtrail.ingest.source;

import io.mailtrail.model.IdsDigest;
import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.LedgerEntry.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is learned about a blob while it is read, for its ledger entry. */
final class BlobFacts {
  private final IdsDigest digest = new IdsDigest();
  private List<String> ids = new ArrayList<>();
  private int chunks;
  private long records;
  private long rejected;
  private Instant first;
  private Instant last;

  void record(String recordId, Instant eventTime) {
    records++;
    ids.add(recordId);
    digest.add(recordId);
    if (eventTime != null) {
      first = first == null || eventTime.isBefore(first) ? eventTime : first;
      last = last == null || eventTime.isAfter(last) ? eventTime : last;
    }
  }

  /** A record that could not be cut out, or has no id that can be read. */
  void reject() {
    records++;
    rejected++;
  }

  BlobResult published(long bytes, String sha256, int attempts) {
    return new BlobResult(
        State.PUBLISHED,
        bytes,
        sha256,
        records,
        rejected,
        first,
        last,
        digest.value(),
        null,
        attempts);
  }

  /** A full chunk of ids, once. */
  Optional<Chunk> fullChunk() {
    return ids.size() < LedgerEntry.IDS_PER_CHUNK ? Optional.empty() : Optional.of(chunk());
  }

  /** The rest of the ids, if there are any. */
  Optional<Chunk> lastChunk() {
    return ids.isEmpty() ? Optional.empty() : Optional.of(chunk());
  }

  private Chunk chunk() {
    Chunk chunk = new Chunk(chunks++, ids);
    ids = new ArrayList<>();
    return chunk;
  }

  /**
   * Some of the blob's ids.
   *
   * @param number counts from 0
   */
  record Chunk(int number, List<String> ids) {}
}
