package io.mailtrail.ingest.cut;

import io.mailtrail.model.FailedRecord;
import io.mailtrail.model.Origin;
import io.mailtrail.model.RawRecord;
import io.mailtrail.model.RecordId;
import java.time.Instant;
import java.util.Objects;

/**
 * What records are cut out of: a content blob or a file. Names what is cut out of it.
 *
 * @param name content id, or {@code sha256:} and the digest of a file
 * @param tenant id of the tenant polled or named; empty: each record's own organization
 * @param contentType wire name; empty for a file
 * @param fetchedAt when it was fetched
 */
public record Container(
    String name, String tenant, Origin origin, String contentType, Instant fetchedAt) {
  public Container {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(contentType, "contentType");
    Objects.requireNonNull(fetchedAt, "fetchedAt");
  }

  /** The record as it travels; its key is its id, or its place where no id can be read. */
  public RawRecord record(Cut.RecordBytes cut) {
    String key =
        RecordId.scan(cut.bytes()).recordId(tenant).orElseGet(() -> placeOf(cut.ordinal()));
    return new RawRecord(
        key,
        cut.bytes(),
        tenant,
        origin.wireName(),
        contentType,
        name,
        cut.ordinal(),
        fetchedAt.toEpochMilli());
  }

  /** Whether no id could be read, so that the key is the place. */
  public boolean isWithoutId(RawRecord record) {
    return record.key().equals(record.copyId());
  }

  /** What could not be cut out, as it travels. */
  public FailedRecord reject(Cut.Reject cut) {
    return new FailedRecord(
        placeOf(cut.ordinal()) + "/" + FailedRecord.Stage.IMPORT,
        FailedRecord.Stage.IMPORT,
        cut.code(),
        cut.message(),
        tenant,
        name,
        cut.ordinal(),
        null,
        fetchedAt,
        cut.bytes());
  }

  private String placeOf(long ordinal) {
    return name + "#" + ordinal;
  }
}
