package io.mailtrail.testbed.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A short command of the operating system, run to its end. */
final class Command {
  /** What came of it; output and errors together. */
  record Result(int exitCode, String output) {
    boolean succeeded() {
      return exitCode == 0;
    }
  }

  private Command() {}

  /** An exit code of 127 also says that there is no such command. */
  static Result run(List<String> command) {
    return run(command, Path.of("").toAbsolutePath());
  }

  static Result run(List<String> command, Path workingFolder) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(workingFolder.toFile())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output.strip());
    } catch (IOException e) {
      return new Result(127, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("Interrupted while running " + command.get(0) + ".", e);
    }
  }
}
