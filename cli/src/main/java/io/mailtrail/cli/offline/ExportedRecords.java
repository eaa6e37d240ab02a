package io.mailtrail.cli.offline;

import io.mailtrail.ingest.cut.Container;
import io.mailtrail.ingest.cut.Cut;
import io.mailtrail.ingest.file.FileContainer;
import io.mailtrail.ingest.file.FileOptions;
import io.mailtrail.ingest.file.RecordFile;
import io.mailtrail.ingest.file.RecordFiles;
import io.mailtrail.model.Digests;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;

/**
 * The records of one export, one after the other, under the ids and headers that {@code mailtrail
 * import} would give them. For one thread at a time.
 */
public final class ExportedRecords implements Closeable {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final InputStream in;
  private final FileContainer containers;
  private final RecordFile records;

  /**
   * Opens an export.
   *
   * @param container names it in the ids of records that have none
   * @param tenant whose records these are; empty: each record's own organization
   * @param now serves as the time of fetching
   */
  ExportedRecords(InputStream in, String container, FileOptions options, String tenant, Instant now)
      throws IOException {
    this.in = in;
    this.containers = new FileContainer(container, tenant, now);
    this.records = RecordFiles.open(in, options);
  }

  /** Opens a file, which is named by its digest, and so is read twice. */
  public static ExportedRecords of(Path file, FileOptions options, String tenant, Instant now)
      throws IOException {
    String container = "sha256:" + digest(file);
    InputStream in = Files.newInputStream(file);
    try {
      return new ExportedRecords(in, container, options, tenant, now);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /**
   * Hands on the next record, or the next piece from which none can be cut.
   *
   * @return false at the end, with nothing handed on
   */
  public boolean next(RecordInput.Receiver receiver) throws IOException {
    Cut cut = records.next();
    if (cut == null) {
      return false;
    }
    Container container = containers.of(records);
    if (cut instanceof Cut.RecordBytes record) {
      receiver.record(container.record(record));
    } else {
      receiver.refused(container.reject((Cut.Reject) cut));
    }
    return true;
  }

  private static String digest(Path file) throws IOException {
    MessageDigest sha256 = Digests.newSha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sha256.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  @Override
  public void close() throws IOException {
    try (in) {
      records.close();
    }
  }
}
