package io.mailtrail.cli;

/** The real command line, for tests in other packages. */
public final class CommandLines {
  private CommandLines() {}

  /**
   * Parses without running.
   *
   * @throws picocli.CommandLine.ParameterException if the command line is wrong
   */
  public static void parse(String... args) {
    Commands.commandLine(Streams.ofProcess()).parseArgs(args);
  }
}
