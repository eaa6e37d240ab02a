package io.mailtrail.testbed.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server's process under a supervising shell, which ends it when we close the shell's input, and
 * so also when we die, in whatever way. Thread-safe.
 */
final class SupervisedProcess {
  /** What would change the JVM of a server behind its back. */
  private static final List<String> FOREIGN_VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH");

  private final Process shell;
  private final Duration grace;

  private SupervisedProcess(Process shell, Duration grace) {
    this.shell = shell;
    this.grace = grace;
  }

  static SupervisedProcess start(DataFolder folder, List<String> command, Duration grace) {
    List<String> supervised = new ArrayList<>();
    supervised.addAll(List.of("sh", "-c", Resource.text("supervise.sh"), "mailtrail-supervise"));
    supervised.add(folder.pidFile().toString());
    supervised.add(Long.toString(grace.toSeconds()));
    supervised.addAll(command);
    try {
      keepPrevious(folder.stdout());
      keepPrevious(folder.serverLog());
      File log = folder.stdout().toFile();
      ProcessBuilder builder =
          new ProcessBuilder(supervised)
              .directory(folder.path().toFile())
              .redirectErrorStream(true)
              .redirectOutput(log);
      Map<String, String> environment = builder.environment();
      FOREIGN_VARIABLES.forEach(environment::remove);
      return new SupervisedProcess(builder.start(), grace);
    } catch (IOException e) {
      throw new ServerException("Could not start " + command.get(0) + ": " + e.getMessage(), e);
    }
  }

  boolean isAlive() {
    return shell.isAlive();
  }

  /** Of the server; only once it is no longer alive. */
  int exitCode() {
    return shell.exitValue();
  }

  /**
   * Ends the server and waits until it is gone. Idempotent. On an interrupt the server is killed
   * without grace and the interrupt kept.
   */
  void stop() {
    closeInput();
    try {
      if (!shell.waitFor(grace.toSeconds() + 10, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  private void closeInput() {
    try {
      shell.getOutputStream().close();
    } catch (IOException e) {
      kill(); // cannot be asked any more
    }
  }

  private void kill() {
    shell.descendants().forEach(ProcessHandle::destroyForcibly);
    shell.destroyForcibly();
    shell.onExit().join();
  }

  private static void keepPrevious(Path log) throws IOException {
    if (Files.exists(log)) {
      Files.move(
          log,
          log.resolveSibling("previous-" + log.getFileName()),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
