package io.mailtrail.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** Runs the command line in this JVM and keeps what it wrote. */
public final class Cli {
  private Cli() {}

  /**
   * @param out standard output
   * @param err standard error
   */
  public record Result(int exit, String out, String err) {
    public List<String> lines() {
      return out.lines().toList();
    }
  }

  public static Result run(String... args) {
    return runWithInput(new byte[0], args);
  }

  static Result runWithInput(byte[] input, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringWriter err = new StringWriter();
    int exit = execute(input, out, err, args);
    return new Result(exit, out.toString(UTF_8), err.toString());
  }

  /** With an output that the test makes, such as one that breaks. */
  static Result runInto(OutputStream out, String... args) {
    StringWriter err = new StringWriter();
    int exit = execute(new byte[0], out, err, args);
    return new Result(exit, "", err.toString());
  }

  private static int execute(byte[] input, OutputStream out, StringWriter err, String... args) {
    Streams streams =
        new Streams(new ByteArrayInputStream(input), out, new PrintWriter(err, true), false);
    return Commands.commandLine(streams).execute(args);
  }
}
