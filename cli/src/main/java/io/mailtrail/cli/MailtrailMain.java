package io.mailtrail.cli;

/** The entry point that the script {@code mailtrail} and the container image run. */
public final class MailtrailMain {
  private MailtrailMain() {}

  public static void main(String[] args) {
    System.exit(Commands.commandLine(Streams.ofProcess()).execute(args));
  }
}
