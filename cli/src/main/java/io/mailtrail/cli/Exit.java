package io.mailtrail.cli;

/** The exit codes of every verb. Documented in the README; scripts rely on them. */
public final class Exit {
  /** Everything asked for was done. Finding an alert is success. */
  public static final int OK = 0;

  /** It could not be done: a file that cannot be read, a server that does not answer, a bug. */
  public static final int FAILED = 1;

  /** The command line is wrong; nothing was started. */
  public static final int USAGE = 2;

  /** Done to the end, but parts of the input were refused, each of them named on the way. */
  public static final int REFUSED = 3;

  /** The reader of standard output went away ({@code | head}): what the shell gives for SIGPIPE. */
  public static final int BROKEN_PIPE = 141;

  private Exit() {}
}
