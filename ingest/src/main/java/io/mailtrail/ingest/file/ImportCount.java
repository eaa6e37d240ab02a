package io.mailtrail.ingest.file;

import io.mailtrail.ingest.cut.Container;
import io.mailtrail.model.Origin;
import io.mailtrail.model.RawRecord;
import io.mailtrail.model.RecordId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts what comes out of one file. Invariant: every cut is a record or a reject, once. */
final class ImportCount {
  private final Instant horizon;
  private final ProbableCopies copies;
  private final KnownCopies known;
  private final Map<String, Long> rejectsByCode = new TreeMap<>();
  private long records;
  private long rejects;
  private Instant firstEvent;
  private Instant lastEvent;
  private long backfill;
  private long withoutId;
  private long withoutTenant;
  private long probableCopies;

  /**
   * @param horizon what happened before is a backfill
   */
  ImportCount(Instant horizon, ProbableCopies copies, KnownCopies known) {
    this.horizon = horizon;
    this.copies = copies;
    this.known = known;
  }

  long records() {
    return records;
  }

  long rejects() {
    return rejects;
  }

  void reject(String code) {
    rejects++;
    rejectsByCode.merge(code, 1L, Long::sum);
  }

  void record(RawRecord record, Origin origin, Container container) {
    records++;
    withoutId += origin == Origin.MAILBOX_EXPORT ? 1 : 0;
    if (record.tenant().isEmpty()
        && container.isWithoutId(record)
        && RecordId.scan(record.value()).id() != null) {
      withoutTenant++;
    }
    RecordFacts facts = RecordFacts.of(record.value());
    Optional<Instant> time = facts.time();
    if (time.isPresent()) {
      Instant at = time.get();
      firstEvent = firstEvent == null || at.isBefore(firstEvent) ? at : firstEvent;
      lastEvent = lastEvent == null || at.isAfter(lastEvent) ? at : lastEvent;
      backfill += at.isBefore(horizon) ? 1 : 0;
    }
    Optional<String> likeness = facts.likeness();
    if (likeness.isPresent() && origin == Origin.MAILBOX_EXPORT) {
      known.imported(likeness.get(), record.key(), time.orElseThrow());
    }
    if (likeness.isPresent() && copies.isCopy(likeness.get(), record.key(), origin)) {
      probableCopies++;
    }
  }

  ImportSummary summary(String file, String container, long bytes) {
    return new ImportSummary(
        file,
        container,
        records,
        rejects,
        rejectsByCode,
        bytes,
        firstEvent,
        lastEvent,
        backfill,
        withoutId,
        withoutTenant,
        probableCopies);
  }
}
