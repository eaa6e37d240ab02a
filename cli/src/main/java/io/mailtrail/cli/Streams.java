package io.mailtrail.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;

/**
 * Where a verb reads and writes. {@code out} carries data and nothing else and is unbuffered: a
 * verb wraps it in {@link DataOutput}. What is said to a person goes to {@code err}.
 *
 * @param terminal whether {@code err} is a terminal, on which a line may be rewritten
 */
public record Streams(InputStream in, OutputStream out, PrintWriter err, boolean terminal) {

  /**
   * The process's own. Not {@code System.out}: a {@code PrintStream} swallows the broken pipe that
   * tells us to stop.
   */
  static Streams ofProcess() {
    return new Streams(
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        new PrintWriter(new FileOutputStream(FileDescriptor.err), true, UTF_8),
        Boolean.getBoolean("mailtrail.terminal"));
  }
}
