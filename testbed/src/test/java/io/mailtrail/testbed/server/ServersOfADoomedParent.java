package io.mailtrail.testbed.server;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A process that starts both servers, says which processes they are, and waits to be killed. */
final class ServersOfADoomedParent {
  private ServersOfADoomedParent() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    CompletableFuture<KafkaServer> kafka =
        CompletableFuture.supplyAsync(() -> KafkaServer.start(options(folder.resolve("kafka"))));
    OpenSearchServer openSearch =
        OpenSearchServer.start(
            options(folder.resolve("opensearch")), Optional.of(OpenSearchLine.V2));
    System.out.println("started " + kafka.join().pid() + " " + openSearch.pid());
    Thread.currentThread().join();
  }

  static ServerOptions options(Path folder) {
    return ServerOptions.in(folder).withHeapMegabytes(384).withShortLived(true);
  }
}
