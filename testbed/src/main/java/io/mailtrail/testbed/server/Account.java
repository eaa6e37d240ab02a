package io.mailtrail.testbed.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The operating system's account that a server runs as: ours, or {@code nobody} for OpenSearch,
 * which refuses to run as root and has no switch for it.
 */
final class Account {
  private final List<String> prefix;
  private final String owner;

  private Account(List<String> prefix, String owner) {
    this.prefix = List.copyOf(prefix);
    this.owner = owner;
  }

  static Account own() {
    return new Account(List.of(), "");
  }

  /** Ours, unless that is root's; then that of {@code nobody}, entered through setpriv. */
  static Account notRoot() {
    if (!isRoot()) {
      return own();
    }
    Command.Result user = Command.run(List.of("id", "-u", "nobody"));
    Command.Result group = Command.run(List.of("id", "-g", "nobody"));
    if (!user.succeeded() || !group.succeeded()) {
      throw new ServerException(
          "OpenSearch does not run as root, and there is no account nobody to run it as: start"
              + " Mailtrail as another user.");
    }
    List<String> prefix =
        List.of(
            "setpriv",
            "--reuid",
            user.output(),
            "--regid",
            group.output(),
            "--clear-groups",
            "--no-new-privs");
    Account nobody = new Account(prefix, user.output() + ":" + group.output());
    Command.Result probe = Command.run(nobody.command(List.of("true")));
    if (!probe.succeeded()) {
      throw new ServerException(
          "OpenSearch does not run as root, and setpriv, which would run it as nobody, "
              + (probe.exitCode() == 127 ? "is missing (package util-linux)" : "fails")
              + ": "
              + probe.output()
              + ". Or start Mailtrail as another user.");
    }
    return nobody;
  }

  private static boolean isRoot() {
    return Command.run(List.of("id", "-u")).output().equals("0");
  }

  boolean isOwn() {
    return prefix.isEmpty();
  }

  /** The command as this account runs it. The process keeps its id: the prefix replaces itself. */
  List<String> command(List<String> command) {
    return Stream.of(prefix, command).flatMap(List::stream).toList();
  }

  boolean reads(List<Path> files) {
    return files.stream().allMatch(file -> may("-r", file));
  }

  /** Whether it can look things up in the folder, and so in all folders above it. */
  boolean enters(Path folder) {
    return may("-x", folder);
  }

  private boolean may(String test, Path file) {
    return isOwn() || Command.run(command(List.of("test", test, file.toString()))).succeeded();
  }

  /** Hands the folder and all in it to this account. */
  void take(Path folder) {
    if (isOwn()) {
      return;
    }
    List<String> command = new ArrayList<>(List.of("chown", "-R", owner, folder.toString()));
    Command.Result result = Command.run(command);
    if (!result.succeeded()) {
      throw new ServerException(
          "Could not hand " + folder + " to the account nobody: " + result.output());
    }
  }
}
