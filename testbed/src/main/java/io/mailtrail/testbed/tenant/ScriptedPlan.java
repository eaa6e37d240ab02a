package io.mailtrail.testbed.tenant;

import io.mailtrail.model.ContentType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a light tenant is made from: blobs of plain records, no people and no stories. Made in no
 * time, whatever its size: a record is written when it is asked for.
 *
 * @param seed everything that is left to chance follows from it, ids and credentials included
 * @param from when the first blob may be created
 * @param to before which the last is created
 * @param contentTypes that have blobs
 * @param blobs of each content type
 * @param mostRecords in a blob; about one blob in six has a single one, and now and then one none
 * @param recordBytes about the size of a record
 * @param repeatedPerMille so many of a thousand records are another one again, from the same blob
 *     or an earlier one of its content type, the fields in another order
 * @param pageSize entries on a page of a listing
 * @param hugeBytes at least so large is one more blob of Audit.Exchange; 0 for none
 */
public record ScriptedPlan(
    long seed,
    Instant from,
    Instant to,
    List<ContentType> contentTypes,
    int blobs,
    int mostRecords,
    int recordBytes,
    int repeatedPerMille,
    int pageSize,
    long hugeBytes) {

  public ScriptedPlan {
    contentTypes = List.copyOf(contentTypes);
    require(from.isBefore(to), "from must be before to: " + from + ", " + to);
    require(blobs >= 0 && blobs <= 1_000_000, "blobs must be from 0 to 1000000, not " + blobs);
    require(mostRecords >= 1, "mostRecords must be at least 1, not " + mostRecords);
    require(recordBytes <= 8_000_000, "recordBytes must be at most 8000000, not " + recordBytes);
    require(pageSize >= 1, "pageSize must be at least 1, not " + pageSize);
    require(
        repeatedPerMille >= 0 && repeatedPerMille <= 900,
        "repeatedPerMille must be from 0 to 900, not " + repeatedPerMille);
    require(hugeBytes >= 0, "hugeBytes must not be negative: " + hugeBytes);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /**
   * Twenty blobs of each of the four audit content types, within the six days before {@link
   * TenantPlan#DEFAULT_ANCHOR}: some 1,700 records of 700 bytes, one in twenty a repeat.
   */
  public static ScriptedPlan of(long seed) {
    Instant end = TenantPlan.DEFAULT_ANCHOR;
    List<ContentType> types =
        List.of(
            ContentType.AZURE_ACTIVE_DIRECTORY,
            ContentType.EXCHANGE,
            ContentType.SHAREPOINT,
            ContentType.GENERAL);
    return new ScriptedPlan(seed, end.minus(Duration.ofDays(6)), end, types, 20, 50, 700, 50, 7, 0);
  }

  public ScriptedPlan withSpan(Instant newFrom, Instant newTo) {
    return new ScriptedPlan(
        seed,
        newFrom,
        newTo,
        contentTypes,
        blobs,
        mostRecords,
        recordBytes,
        repeatedPerMille,
        pageSize,
        hugeBytes);
  }

  public ScriptedPlan withContentTypes(ContentType... newTypes) {
    return new ScriptedPlan(
        seed,
        from,
        to,
        List.of(newTypes),
        blobs,
        mostRecords,
        recordBytes,
        repeatedPerMille,
        pageSize,
        hugeBytes);
  }

  /**
   * @param newBlobs of each content type
   * @param newMostRecords in a blob
   */
  public ScriptedPlan withBlobs(int newBlobs, int newMostRecords) {
    return new ScriptedPlan(
        seed,
        from,
        to,
        contentTypes,
        newBlobs,
        newMostRecords,
        recordBytes,
        repeatedPerMille,
        pageSize,
        hugeBytes);
  }

  public ScriptedPlan withRecordBytes(int newBytes) {
    return new ScriptedPlan(
        seed,
        from,
        to,
        contentTypes,
        blobs,
        mostRecords,
        newBytes,
        repeatedPerMille,
        pageSize,
        hugeBytes);
  }

  public ScriptedPlan withRepeatedPerMille(int newRepeated) {
    return new ScriptedPlan(
        seed,
        from,
        to,
        contentTypes,
        blobs,
        mostRecords,
        recordBytes,
        newRepeated,
        pageSize,
        hugeBytes);
  }

  public ScriptedPlan withPageSize(int newSize) {
    return new ScriptedPlan(
        seed,
        from,
        to,
        contentTypes,
        blobs,
        mostRecords,
        recordBytes,
        repeatedPerMille,
        newSize,
        hugeBytes);
  }

  public ScriptedPlan withHugeBlob(long bytes) {
    return new ScriptedPlan(
        seed,
        from,
        to,
        contentTypes,
        blobs,
        mostRecords,
        recordBytes,
        repeatedPerMille,
        pageSize,
        bytes);
  }
}
