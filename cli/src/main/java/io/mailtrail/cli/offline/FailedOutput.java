package io.mailtrail.cli.offline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.cli.DataOutput;
import io.mailtrail.cli.Failure;
import io.mailtrail.cli.Streams;
import io.mailtrail.model.FailedRecord;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where records go that were refused: a file that was named, else standard error. */
public final class FailedOutput implements Closeable {
  private final PrintWriter err;
  private final DataOutput file;
  private long count;

  private FailedOutput(PrintWriter err, DataOutput file) {
    this.err = err;
    this.file = file;
  }

  /**
   * @param file null for standard error
   */
  public static FailedOutput open(Path file, Streams streams) {
    try {
      return new FailedOutput(
          streams.err(),
          file == null ? null : new DataOutput(file.toString(), Files.newOutputStream(file)));
    } catch (IOException e) {
      throw Failure.file(file, e);
    }
  }

  public void add(FailedRecord failed) {
    count++;
    if (file == null) {
      err.println(new String(failed.toBytes(), UTF_8));
    } else {
      file.line(failed.toBytes());
    }
  }

  public long count() {
    return count;
  }

  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
  }
}
