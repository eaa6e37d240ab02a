package io.mailtrail.testbed.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The folders of one server: its data, settings and logs. */
record DataFolder(Path path) {
  private static final Duration BEYOND_GRACE = Duration.ofSeconds(2);
  private static final int TAIL_LINES = 25;

  Path config() {
    return path.resolve("config");
  }

  Path data() {
    return path.resolve("data");
  }

  Path logs() {
    return path.resolve("logs");
  }

  Path temporary() {
    return path.resolve("tmp");
  }

  /** What the JVM itself says, such as why it did not start; the server logs to a file. */
  Path stdout() {
    return logs().resolve("stdout.log");
  }

  Path serverLog() {
    return logs().resolve("server.log");
  }

  Path pidFile() {
    return path.resolve("server.pid");
  }

  void create() {
    try {
      for (Path folder : List.of(config(), data(), logs(), temporary())) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw new ServerException("Could not make the folders of a server in " + path + ": " + e, e);
    }
  }

  void write(String name, String text) {
    try {
      Files.writeString(config().resolve(name), text);
    } catch (IOException e) {
      throw new ServerException("Could not write " + config().resolve(name) + ": " + e, e);
    }
  }

  /**
   * Waits while another server holds the lock: one whose parent was just killed takes some seconds
   * to end itself. The lock belongs to the server's process, so none is ever left over.
   */
  void awaitUnlocked(Path lock, ServerOptions options) {
    if (isUnlocked(lock)) {
      return;
    }
    options.progress().accept("Waiting for the server that still uses " + path + " to end");
    if (!Await.within(options.stopGrace().plus(BEYOND_GRACE), () -> isUnlocked(lock))) {
      throw new ServerException(
          "Another server"
              + pid().map(id -> " (process " + id + ")").orElse("")
              + " uses "
              + path
              + ": stop it first, or name another folder.");
    }
  }

  private static boolean isUnlocked(Path lock) {
    if (!Files.exists(lock)) {
      return true;
    }
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
        FileLock held = channel.tryLock()) {
      return held != null;
    } catch (IOException e) {
      throw new ServerException("Could not look at the lock " + lock + ": " + e, e);
    }
  }

  /** The id of the server's process, if one was started here and has not ended in order. */
  Optional<Long> pid() {
    try {
      return Optional.of(Long.parseLong(Files.readString(pidFile()).strip()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The last lines of both logs, to stand behind the sentence of an error. */
  String tail() {
    StringBuilder tail = new StringBuilder();
    for (Path log : List.of(serverLog(), stdout())) {
      List<String> all = lines(log);
      if (!all.isEmpty()) {
        tail.append("\nThe end of ").append(log).append(':');
        all.subList(Math.max(0, all.size() - TAIL_LINES), all.size())
            .forEach(line -> tail.append("\n  ").append(line));
      }
    }
    return tail.isEmpty() ? " It wrote nothing to " + logs() + "." : tail.toString();
  }

  boolean logsSay(String text) {
    return lines(serverLog()).stream().anyMatch(line -> line.contains(text))
        || lines(stdout()).stream().anyMatch(line -> line.contains(text));
  }

  private static List<String> lines(Path log) {
    try {
      return new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      return List.of(); // it has not come to writing one
    }
  }
}
