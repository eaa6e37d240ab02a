package io.mailtrail.cli.offline;

import io.mailtrail.cli.Failure;
import io.mailtrail.ingest.file.FileOptions;
import io.mailtrail.model.FailedRecord;
import io.mailtrail.model.RawRecord;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The records of files and of standard input, in the order given, under the ids and headers that
 * {@code mailtrail import} would give them.
 */
public final class RecordInput {
  /** Stands for standard input. */
  static final String STANDARD_INPUT = "-";

  private final InputStream standardInput;
  private final FileOptions options;
  private final String tenant;
  private final Instant now;

  /** Told of each record, and of each piece of a file from which none can be cut. */
  public interface Receiver {
    void record(RawRecord record);

    void refused(FailedRecord failed);
  }

  /**
   * @param tenant whose records these are; empty: each record's own organization
   * @param now serves as the time of fetching
   */
  public RecordInput(InputStream standardInput, FileOptions options, String tenant, Instant now) {
    this.standardInput = standardInput;
    this.options = options;
    this.tenant = tenant;
    this.now = now;
  }

  /**
   * Reads everything.
   *
   * @param files files, folders of such, and {@link #STANDARD_INPUT}
   * @param err is told of links in folders, which are passed over
   * @throws Failure if a file cannot be read; one that is not there is found before anything is
   *     read
   */
  public void read(List<String> files, PrintWriter err, Receiver receiver) {
    Map<String, List<Path>> paths = new HashMap<>();
    for (String file : files) {
      if (!file.equals(STANDARD_INPUT)) {
        paths.put(file, InputPaths.files(List.of(file), err));
      }
    }
    for (String file : files) {
      if (file.equals(STANDARD_INPUT)) {
        readStandardInput(receiver);
      } else {
        paths.get(file).forEach(path -> readFile(path, receiver));
      }
    }
  }

  private void readFile(Path file, Receiver receiver) {
    try (ExportedRecords records = ExportedRecords.of(file, options, tenant, now)) {
      readAll(records, receiver);
    } catch (IOException e) {
      throw Failure.file(file, e);
    }
  }

  /** Not named by its digest, which is known only when it has been read. */
  private void readStandardInput(Receiver receiver) {
    try (ExportedRecords records =
        new ExportedRecords(new Unclosed(standardInput), "stdin", options, tenant, now)) {
      readAll(records, receiver);
    } catch (IOException e) {
      throw new Failure("standard input: " + Failure.reason(e), e);
    }
  }

  private static void readAll(ExportedRecords records, Receiver receiver) throws IOException {
    boolean more = true;
    while (more) {
      more = records.next(receiver);
    }
  }

  /** Standard input is not ours to close. */
  private static final class Unclosed extends FilterInputStream {
    Unclosed(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return in.read(target, offset, length);
    }

    @Override
    public void close() {
      // Left open.
    }
  }
}
