package io.mailtrail.ingest.file;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * What came of one file. What was found is {@code records + rejects}.
 *
 * @param file its name
 * @param container {@code sha256:} and its digest
 * @param records published to {@code audit.raw}
 * @param rejects published to {@code audit.failed}
 * @param rejectsByCode the same by reason; their sum is rejects
 * @param bytes size of the file
 * @param firstEvent earliest time of a record; null if none can be read
 * @param lastEvent latest time of a record; null if none can be read
 * @param backfill of the records, those that happened longer ago than the lateness horizon: they
 *     come after what was settled without them
 * @param withoutId of the records, those whose id was derived from what they say, because a mailbox
 *     or admin audit export gives none
 * @param withoutTenant of the records, those that no tenant was named for and that name none: the
 *     normaliser will refuse them
 * @param probableCopies of the records, how many are probably one that another source gave under
 *     another id
 */
public record ImportSummary(
    String file,
    String container,
    long records,
    long rejects,
    Map<String, Long> rejectsByCode,
    long bytes,
    Instant firstEvent,
    Instant lastEvent,
    long backfill,
    long withoutId,
    long withoutTenant,
    long probableCopies) {

  public ImportSummary {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(container, "container");
    rejectsByCode = Map.copyOf(rejectsByCode);
  }
}
