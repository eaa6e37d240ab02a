package io.mailtrail.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailtrail.cli.Failure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {
  @TempDir Path parent;

  private static DemoFolder take(Path folder) throws IOException {
    return DemoFolder.take(folder, sentence -> {});
  }

  @Test
  void whatAnEarlierDemoLeftIsDeleted() throws IOException {
    Path folder = parent.resolve("demo");
    take(folder).close();
    Path left =
        Files.writeString(Files.createDirectories(folder.resolve("kafka")).resolve("log"), "");

    take(folder).close();

    assertThat(left).doesNotExist();
    assertThat(left.getParent()).doesNotExist();
  }

  @Test
  void theDataOfADemoThatRunsStays() throws IOException {
    Path folder = parent.resolve("demo");
    try (DemoFolder running = take(folder)) {
      Path data = Files.writeString(running.path().resolve("data"), "precious");

      assertThatThrownBy(() -> take(folder))
          .isInstanceOf(Failure.class)
          .hasMessage(
              "a demo runs in %s already (process %d): end it with Ctrl-C, or name another --folder",
              folder, ProcessHandle.current().pid());
      assertThat(data).hasContent("precious");
    }
    take(folder).close();
  }

  @Test
  void aFolderThatSomebodyElseFilledIsLeftAlone() throws IOException {
    Path thesis = Files.writeString(parent.resolve("thesis.txt"), "years of work");

    assertThatThrownBy(() -> take(parent))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("no demo made it");
    assertThat(thesis).hasContent("years of work");
  }

  /** As after kill -9, when the servers have not noticed yet that their parent is gone. */
  @Test
  void waitsForTheServersOfADemoThatWasKilledBeforeItDeletesTheirData() throws Exception {
    Path folder = parent.resolve("demo");
    take(folder).close();
    Path lock = DemoFolder.kafka(folder).resolve("data/.lock");
    Files.createDirectories(lock.getParent());
    List<Boolean> dataWasThere = new ArrayList<>();
    CompletableFuture<String> waiting = new CompletableFuture<>();
    Consumer<String> progress =
        sentence -> {
          dataWasThere.add(Files.exists(lock));
          waiting.complete(sentence);
        };

    CompletableFuture<Void> second;
    Process server = lockFor(lock);
    try {
      second =
          CompletableFuture.runAsync(
              () -> {
                try {
                  DemoFolder.take(folder, progress).close();
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      assertThat(waiting.get(60, TimeUnit.SECONDS)).contains("Waiting for the server");
    } finally {
      server.destroyForcibly();
    }
    second.get(60, TimeUnit.SECONDS);

    assertThat(dataWasThere).isNotEmpty().containsOnly(true);
    assertThat(lock).doesNotExist();
  }

  /** Another process that holds the lock: within one process, locks are an exception. */
  private static Process lockFor(Path lock) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                lock.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.getInputStream().read()).isEqualTo('L');
    return process;
  }

  /** Holds a lock until it is killed. */
  static final class LockHolder {
    private LockHolder() {}

    public static void main(String[] args) throws Exception {
      try (FileChannel channel =
              FileChannel.open(
                  Path.of(args[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        System.out.write(lock.isValid() ? 'L' : 'X');
        System.out.flush();
        System.in.read();
      }
    }
  }
}
