package io.mailtrail.testbed.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * How to run one server.
 *
 * @param dataFolder where the server keeps its data, settings and logs; made where it is missing,
 *     and used again, with what it holds, where it is there
 * @param port on loopback; 0 for any free one
 * @param heapMegabytes the largest heap of the server's JVM
 * @param startTimeout how long to wait until the server answers
 * @param stopGrace how long the server may take to end itself before it is killed
 * @param shortLived whether the server is there for seconds, as in a test: its JVM then compiles
 *     fast instead of well, which halves the work of starting
 * @param progress told, in short sentences for the user, what is going on; may be called from the
 *     starting thread only
 */
public record ServerOptions(
    Path dataFolder,
    int port,
    int heapMegabytes,
    Duration startTimeout,
    Duration stopGrace,
    boolean shortLived,
    Consumer<String> progress) {

  public ServerOptions {
    dataFolder = dataFolder.toAbsolutePath().normalize();
    Objects.requireNonNull(progress, "progress");
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port: " + port + " is not between 0 and 65535");
    }
    if (heapMegabytes < 128) {
      throw new IllegalArgumentException("heapMegabytes: " + heapMegabytes + " is less than 128");
    }
    if (startTimeout.isNegative() || startTimeout.isZero() || stopGrace.isNegative()) {
      throw new IllegalArgumentException("a timeout is negative, or no time to start");
    }
  }

  /** A free port, 512 MB of heap, 300 s to start, 20 s to stop, nobody told. */
  public static ServerOptions in(Path dataFolder) {
    return new ServerOptions(
        dataFolder, 0, 512, Duration.ofMinutes(5), Duration.ofSeconds(20), false, sentence -> {});
  }

  public ServerOptions withPort(int newPort) {
    return new ServerOptions(
        dataFolder, newPort, heapMegabytes, startTimeout, stopGrace, shortLived, progress);
  }

  public ServerOptions withHeapMegabytes(int newHeapMegabytes) {
    return new ServerOptions(
        dataFolder, port, newHeapMegabytes, startTimeout, stopGrace, shortLived, progress);
  }

  public ServerOptions withStartTimeout(Duration newStartTimeout) {
    return new ServerOptions(
        dataFolder, port, heapMegabytes, newStartTimeout, stopGrace, shortLived, progress);
  }

  public ServerOptions withStopGrace(Duration newStopGrace) {
    return new ServerOptions(
        dataFolder, port, heapMegabytes, startTimeout, newStopGrace, shortLived, progress);
  }

  public ServerOptions withProgress(Consumer<String> newProgress) {
    return new ServerOptions(
        dataFolder, port, heapMegabytes, startTimeout, stopGrace, shortLived, newProgress);
  }

  public ServerOptions withShortLived(boolean newShortLived) {
    return new ServerOptions(
        dataFolder, port, heapMegabytes, startTimeout, stopGrace, newShortLived, progress);
  }
}
