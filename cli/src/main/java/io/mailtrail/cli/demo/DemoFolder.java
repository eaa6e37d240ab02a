package io.mailtrail.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.cli.Failure;
import io.mailtrail.testbed.server.KafkaServer;
import io.mailtrail.testbed.server.OpenSearchServer;
import io.mailtrail.testbed.server.ServerOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The folder of one demo. Ours from {@link #take} to {@link #close}: the lock is the process's, so
 * none is left over, however the process ends.
 */
final class DemoFolder implements AutoCloseable {
  private static final String MARK = ".mailtrail-demo";

  private final Path path;
  private final FileChannel channel;

  private DemoFolder(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Takes the folder and empties it, if an earlier demo made it.
   *
   * @param progress told what is waited for
   * @throws Failure if somebody else filled it, or another demo runs in it; nothing is deleted then
   * @throws io.mailtrail.testbed.server.ServerException if a server goes on using it
   */
  static DemoFolder take(Path path, Consumer<String> progress) throws IOException {
    Path mark = path.resolve(MARK);
    if (Files.isDirectory(path) && !Files.exists(mark) && !isEmpty(path)) {
      throw new Failure(path + " is not empty and no demo made it: name another --folder");
    }
    Files.createDirectories(path);
    FileChannel channel =
        FileChannel.open(
            mark, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (!isLocked(channel)) {
        throw new Failure(
            "a demo runs in "
                + path
                + " already"
                + owner(mark)
                + ": end it with Ctrl-C, or name another --folder");
      }
      channel
          .truncate(0)
          .write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(UTF_8)));
      // The servers of a demo that was killed take some seconds to notice.
      KafkaServer.awaitUnused(ServerOptions.in(kafka(path)).withProgress(progress));
      OpenSearchServer.awaitUnused(ServerOptions.in(openSearch(path)).withProgress(progress));
      empty(path, mark);
      return new DemoFolder(path, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  static Path kafka(Path folder) {
    return folder.resolve("kafka");
  }

  static Path openSearch(Path folder) {
    return folder.resolve("opensearch");
  }

  Path path() {
    return path;
  }

  /** Held until the channel closes. */
  @SuppressWarnings("resource") // closing the channel releases it
  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // by this process
    }
  }

  private static String owner(Path mark) throws IOException {
    String pid = Files.readString(mark).strip();
    return pid.isEmpty() ? "" : " (process " + pid + ")";
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  private static void empty(Path folder, Path mark) throws IOException {
    try (Stream<Path> entries = Files.walk(folder)) {
      for (Path path : entries.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(folder) && !path.equals(mark)) {
          Files.delete(path);
        }
      }
    }
  }

  /** Leaves what is in the folder, for whoever wants to look at it. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
