package io.mailtrail.ingest.source;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** Blobs of one stream that no reader has been given, by when they expire. Not thread-safe. */
final class WaitingBlobs {
  private static final Comparator<BlobSplit> ORDER =
      Comparator.comparing(BlobSplit::expiration)
          .thenComparing(BlobSplit::created)
          .thenComparing(BlobSplit::contentId);

  private final NavigableSet<BlobSplit> blobs = new TreeSet<>(ORDER);

  void add(BlobSplit blob) {
    blobs.add(blob);
  }

  void addAll(Collection<BlobSplit> more) {
    blobs.addAll(more);
  }

  int size() {
    return blobs.size();
  }

  List<BlobSplit> list() {
    return List.copyOf(blobs);
  }

  /** In the order in which they would be lost. */
  Iterable<BlobSplit> byExpiration() {
    return blobs;
  }

  /** The one that would be lost first. */
  Optional<BlobSplit> first() {
    return blobs.isEmpty() ? Optional.empty() : Optional.of(blobs.first());
  }

  /** The newest one. */
  Optional<BlobSplit> last() {
    return blobs.isEmpty() ? Optional.empty() : Optional.of(blobs.last());
  }

  /** The one that would be lost first of those that do not expire before this. */
  Optional<BlobSplit> firstAfter(Instant instant) {
    BlobSplit bound = BlobSplit.unread(new StreamId("", ""), "", "", Instant.MIN, instant);
    return Optional.ofNullable(blobs.ceiling(bound));
  }

  void remove(BlobSplit blob) {
    blobs.remove(blob);
  }
}
