package io.mailtrail.ingest.file;

import io.mailtrail.ingest.Outgoing;
import io.mailtrail.ingest.cut.Container;
import io.mailtrail.ingest.cut.CountingStream;
import io.mailtrail.ingest.cut.Cut;
import io.mailtrail.model.Digests;
import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.LedgerEntry.State;
import io.mailtrail.model.RawRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;

/**
 * Publishes files to Kafka: records to {@code audit.raw}, what is none to {@code audit.failed}, the
 * file's states to {@code audit.ledger}. The same file again changes nothing further on, since
 * every message has the same id. Needs memory for one record at a time. Not thread-safe.
 */
public final class FileImport implements AutoCloseable {
  private static final int PROGRESS_EVERY = 100;
  private static final int BUFFER_BYTES = 256 * 1024;

  /** Stands in ledger entries, which must name a tenant, where each record names its own. */
  private static final String EACH_ITS_OWN = "-";

  private final Outlet outlet;
  private final String tenant;
  private final Clock clock;
  private final Duration horizon;
  private final ProbableCopies copies = new ProbableCopies();
  private final KnownCopies known = new KnownCopies();

  /** Told now and then, in the importing thread. */
  @FunctionalInterface
  public interface Progress {
    /**
     * @param bytes of the file read so far
     */
    void at(long bytes, long records, long rejects);

    /**
     * Before anything is taken out of a file its digest is made, by which it is named.
     *
     * @param bytes of the file read so far
     */
    default void naming(long bytes) {}
  }

  /**
   * @param horizon how late a record may come and still be in time
   */
  FileImport(Outlet outlet, String tenant, Clock clock, Duration horizon) {
    this.outlet = outlet;
    this.tenant = tenant;
    this.clock = clock;
    this.horizon = horizon;
  }

  /**
   * Connects on the first message.
   *
   * @param tenant whose records these are; empty: each record's own organization
   * @param horizon how late a record may come and still be in time: older ones are a backfill
   */
  public static FileImport to(String bootstrap, String tenant, Clock clock, Duration horizon) {
    return new FileImport(Outlet.kafka(bootstrap), tenant, clock, horizon);
  }

  /** Reads and counts as {@link #to} does, and publishes nothing. */
  public static FileImport dryRun(String tenant, Clock clock, Duration horizon) {
    return new FileImport(Outlet.nowhere(), tenant, clock, horizon);
  }

  /**
   * Imports a file, reading it twice: its digest names it, and has to be known first. Returns when
   * the brokers have everything.
   *
   * @throws IOException if the file cannot be read, or changes while it is, or Kafka does not take
   *     its records
   */
  public ImportSummary run(Path file, FileOptions options, Progress progress) throws IOException {
    long bytes = Files.size(file);
    String sha256 = digest(file, progress);
    String container = "sha256:" + sha256;
    String name = String.valueOf(file.getFileName());
    ImportCount count = new ImportCount(clock.instant().minus(horizon), copies, known);
    outlet.send(Outgoing.of(entry(count.summary(name, container, bytes), sha256, State.LISTED)));
    MessageDigest again = Digests.newSha256();
    CountingStream counting = new CountingStream(Files.newInputStream(file));
    InputStream digesting = new DigestInputStream(counting, again);
    try (RecordFile open = RecordFiles.open(digesting, options)) {
      FileContainer containers = new FileContainer(container, tenant, clock.instant());
      for (Cut cut = open.next(); cut != null; cut = open.next()) {
        take(cut, containers.of(open), open, count);
        if ((count.records() + count.rejects()) % PROGRESS_EVERY == 0) {
          progress.at(counting.count(), count.records(), count.rejects());
        }
      }
      digesting.transferTo(OutputStream.nullOutputStream());
    }
    ImportSummary summary = count.summary(name, container, bytes);
    if (!sha256.equals(HexFormat.of().formatHex(again.digest()))) {
      outlet.send(Outgoing.of(entry(summary, sha256, State.ABANDONED)));
      outlet.flush();
      throw new IOException("the file changed while it was read");
    }
    outlet.send(Outgoing.of(entry(summary, sha256, State.FETCHED)));
    outlet.flush();
    outlet.send(Outgoing.of(entry(summary, sha256, State.PUBLISHED)));
    outlet.flush();
    progress.at(bytes, summary.records(), summary.rejects());
    return summary;
  }

  /** For a look at what was published before, by others. */
  public KnownCopies known() {
    return known;
  }

  private void take(Cut cut, Container container, RecordFile file, ImportCount count)
      throws IOException {
    if (cut instanceof Cut.RecordBytes bytes) {
      RawRecord record = container.record(bytes);
      count.record(record, file.origin(), container);
      outlet.send(Outgoing.of(record));
    } else {
      Cut.Reject reject = (Cut.Reject) cut;
      count.reject(reject.code());
      outlet.send(Outgoing.of(container.reject(reject)));
    }
  }

  private LedgerEntry entry(ImportSummary summary, String sha256, State state) {
    String owner = tenant.isEmpty() ? EACH_ITS_OWN : tenant;
    return new LedgerEntry(
        LedgerEntry.fileId(owner, sha256),
        LedgerEntry.Kind.FILE,
        state,
        owner,
        null,
        summary.file(),
        null,
        null,
        0,
        0,
        summary.bytes(),
        sha256,
        summary.records() + summary.rejects(),
        summary.rejects(),
        summary.firstEvent(),
        summary.lastEvent(),
        null,
        state.isNamed() ? "the file changed while it was read" : null,
        1,
        clock.instant());
  }

  /** SHA-256 of a file's bytes, in hex. */
  private static String digest(Path file, Progress progress) throws IOException {
    MessageDigest sha256 = Digests.newSha256();
    long bytes = 0;
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sha256.update(buffer, 0, read);
        bytes += read;
        progress.naming(bytes);
      }
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  @Override
  public void close() {
    outlet.close();
  }
}
