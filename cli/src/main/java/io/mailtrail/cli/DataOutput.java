package io.mailtrail.cli;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/** Lines of data on their way to standard output or a file. Buffered; not thread-safe. */
public final class DataOutput implements Closeable {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final String name;
  private final OutputStream out;

  /**
   * @param name what a person calls the target, for the error sentence
   */
  public DataOutput(String name, OutputStream target) {
    this.name = name;
    this.out = new BufferedOutputStream(target, BUFFER_BYTES);
  }

  /** Standard output. */
  public static DataOutput standard(Streams streams) {
    return new DataOutput("standard output", streams.out());
  }

  /** Writes the bytes, which hold no line feed, and ends the line. */
  public void line(byte[] json) {
    try {
      out.write(json);
      out.write('\n');
    } catch (IOException e) {
      throw failure(e);
    }
  }

  public void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private RuntimeException failure(IOException e) {
    String reason = Failure.reason(e);
    return isBrokenPipe(reason)
        ? new BrokenPipe(e)
        : new Failure(name + ": cannot be written: " + reason, e);
  }

  private static boolean isBrokenPipe(String reason) {
    String lower = reason.toLowerCase(Locale.ROOT);
    return lower.contains("broken pipe") || lower.contains("epipe");
  }

  /** Nobody reads our output any more: not an error, but no reason to go on. */
  static final class BrokenPipe extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenPipe(IOException cause) {
      super(cause);
    }
  }
}
