package io.mailtrail.testbed.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Child processes, with data in the temporary folder that is deleted at the end. */
final class ProcessBackend implements TestServers.Backend {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessBackend.class);

  /** What a test wrote is thrown away: there is nothing to end in order. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Deque<Runnable> cleanups = new ArrayDeque<>();

  @Override
  public KafkaEndpoint startKafka() {
    Path folder = newFolder("kafka");
    KafkaServer server = KafkaServer.start(options(folder).withHeapMegabytes(384));
    cleanups.push(server::close);
    return new KafkaEndpoint(server.bootstrap());
  }

  @Override
  public OpenSearchEndpoint startOpenSearch() {
    Path folder = newFolder("opensearch");
    OpenSearchServer server = OpenSearchServer.start(options(folder));
    cleanups.push(() -> delete(server.dataFolder()));
    cleanups.push(server::close);
    return new OpenSearchEndpoint(server.uri(), server.version());
  }

  @Override
  public void close() {
    while (!cleanups.isEmpty()) {
      cleanups.pop().run();
    }
  }

  private static ServerOptions options(Path folder) {
    return ServerOptions.in(folder)
        .withStopGrace(GRACE)
        .withShortLived(true)
        .withProgress(sentence -> LOG.info("{}", sentence));
  }

  private Path newFolder(String name) {
    try {
      Path folder = Files.createTempDirectory("mailtrail-" + name + "-");
      // Others may pass, so that OpenSearch, which root starts as nobody, comes to its data.
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
      cleanups.push(() -> delete(folder));
      return folder.resolve("data");
    } catch (IOException e) {
      throw new ServerException("Could not make a temporary folder: " + e, e);
    }
  }

  private static void delete(Path folder) {
    Command.Result result = Command.run(List.of("rm", "-rf", folder.toString()));
    if (!result.succeeded()) {
      LOG.warn("Could not delete a temporary folder: folder={} error={}", folder, result.output());
    }
  }
}
