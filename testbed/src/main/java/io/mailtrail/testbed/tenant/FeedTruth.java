package io.mailtrail.testbed.tenant;

import io.mailtrail.model.ContentType;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a tenant ever made available through the feed, and what of it nobody could have. What a
 * collector published, and what it named as unobtainable, must be exactly {@link #obtainable()} and
 * {@link #unobtainableBlobs()}.
 *
 * @param blobs whether they have been listed yet or not
 */
public record FeedTruth(String tenantId, List<BlobTruth> blobs) {
  /**
   * @param listedFrom from when on listings name it: {@code created}, or later
   */
  public record BlobTruth(
      ContentType contentType,
      String contentId,
      Instant created,
      Instant listedFrom,
      Instant expiration,
      List<String> recordIds,
      Fate fate) {}

  public FeedTruth {
    blobs = List.copyOf(blobs);
  }

  /** Ids of all records. */
  public Set<String> available() {
    return ids(blob -> true);
  }

  /** Ids of the records that are in a blob that can be had. */
  public Set<String> obtainable() {
    return ids(blob -> blob.fate() == Fate.OBTAINABLE);
  }

  /** Ids of the records that are in no blob that can be had. */
  public Set<String> unobtainable() {
    Set<String> ids = available();
    ids.removeAll(obtainable());
    return ids;
  }

  /** The blobs that cannot be had, by content id, and why. */
  public Map<String, Fate> unobtainableBlobs() {
    Map<String, Fate> fates = new TreeMap<>();
    for (BlobTruth blob : blobs) {
      if (blob.fate() != Fate.OBTAINABLE) {
        fates.put(blob.contentId(), blob.fate());
      }
    }
    return fates;
  }

  /** The same about some of the blobs only, such as those created after an outage. */
  public FeedTruth where(Predicate<BlobTruth> which) {
    return new FeedTruth(tenantId, blobs.stream().filter(which).toList());
  }

  /** When the last blob is listed, by the service's clock. */
  public Instant allListed() {
    return blobs.stream().map(BlobTruth::listedFrom).max(Instant::compareTo).orElse(Instant.EPOCH);
  }

  private Set<String> ids(Predicate<BlobTruth> which) {
    Set<String> ids = new HashSet<>();
    blobs.stream().filter(which).forEach(blob -> ids.addAll(blob.recordIds()));
    return ids;
  }
}
