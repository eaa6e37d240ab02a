package io.mailtrail.ingest.file;

import io.mailtrail.ingest.cut.Cut;
import io.mailtrail.model.Origin;
import java.io.IOException;

/**
 * A file being read: its records, and what is none, in the file's order. Streams: needs memory for
 * one record at a time. Not thread-safe.
 */
public interface RecordFile extends AutoCloseable {
  /**
   * The next cut, or null at the end.
   *
   * @throws IOException if the file itself cannot be read; damaged contents are {@link Cut.Reject}s
   */
  Cut next() throws IOException;

  /** How true the record that {@link #next} gave last is. */
  Origin origin();

  @Override
  void close() throws IOException;
}
