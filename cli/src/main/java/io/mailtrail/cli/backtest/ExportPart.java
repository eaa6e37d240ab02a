package io.mailtrail.cli.backtest;

import io.mailtrail.cli.Failure;
import io.mailtrail.cli.offline.ExportedRecords;
import io.mailtrail.cli.offline.RecordInput;
import io.mailtrail.enrich.FiniteSource;
import io.mailtrail.enrich.RawInput;
import io.mailtrail.ingest.file.DateOrder;
import io.mailtrail.ingest.file.FileFormat;
import io.mailtrail.ingest.file.FileOptions;
import io.mailtrail.model.FailedRecord;
import io.mailtrail.model.RawRecord;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * One exported file as a part of the records.
 *
 * @param refused folder for the pieces from which no record can be cut
 * @param oversized folder for records that are too large to travel; null where they are not kept
 * @param zone of times without one
 * @param now serves as the time of fetching
 */
record ExportPart(
    String file,
    String refused,
    FileFormat format,
    DateOrder dates,
    String zone,
    String oversized,
    String tenant,
    Instant now)
    implements FiniteSource.Part<RawInput> {

  static ExportPart of(Path file, Path refused, FileOptions options, String tenant, Instant now) {
    return new ExportPart(
        file.toString(),
        refused.toString(),
        options.format().orElse(null),
        options.dates().orElse(null),
        options.zone().getId(),
        options.oversized().map(Path::toString).orElse(null),
        tenant,
        now);
  }

  private FileOptions options() {
    return new FileOptions(
        Optional.ofNullable(format),
        Optional.ofNullable(dates),
        ZoneId.of(zone),
        Optional.ofNullable(oversized).map(Path::of));
  }

  @Override
  public Iterator<RawInput> open() {
    try {
      Files.createDirectories(Path.of(refused));
      return new Records(
          ExportedRecords.of(Path.of(file), options(), tenant, now),
          new BufferedOutputStream(
              Files.newOutputStream(Files.createTempFile(Path.of(refused), "", ".jsonl"))));
    } catch (IOException e) {
      throw Failure.file(Path.of(file), e);
    }
  }

  /** Looks one record ahead, to know whether there is one. */
  private final class Records implements Iterator<RawInput>, RecordInput.Receiver {
    private final ExportedRecords records;
    private final OutputStream refusals;
    private RawInput next;
    private boolean ended;

    Records(ExportedRecords records, OutputStream refusals) {
      this.records = records;
      this.refusals = refusals;
    }

    @Override
    public boolean hasNext() {
      try {
        while (next == null && !ended) {
          if (!records.next(this)) {
            ended = true;
            records.close();
            refusals.close();
          }
        }
        return next != null;
      } catch (IOException e) {
        throw Failure.file(Path.of(file), e);
      }
    }

    @Override
    public RawInput next() {
      if (!hasNext()) {
        throw new NoSuchElementException(file);
      }
      RawInput record = next;
      next = null;
      return record;
    }

    @Override
    public void record(RawRecord record) {
      next = new RawInput(record, null, null, null);
    }

    @Override
    public void refused(FailedRecord failed) {
      try {
        refusals.write(failed.toBytes());
        refusals.write('\n');
      } catch (IOException e) {
        throw Failure.file(Path.of(refused), e);
      }
    }
  }
}
