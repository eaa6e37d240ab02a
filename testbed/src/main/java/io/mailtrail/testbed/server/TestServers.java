package io.mailtrail.testbed.server;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * The servers of one test JVM, each started when it is first asked for. A start that failed is not
 * tried again: every test that needs the server fails with the same reason. Thread-safe.
 */
final class TestServers implements AutoCloseable {
  private final Backend backend;
  private final Once<KafkaEndpoint> kafka;
  private final Once<OpenSearchEndpoint> openSearch;

  /** What starts the servers, and stops those it started. */
  interface Backend extends AutoCloseable {
    KafkaEndpoint startKafka();

    OpenSearchEndpoint startOpenSearch();

    @Override
    void close();
  }

  TestServers(Backend backend) {
    this.backend = backend;
    this.kafka = new Once<>(backend::startKafka);
    this.openSearch = new Once<>(backend::startOpenSearch);
  }

  /** As {@code mailtrail.test.servers} says. */
  static TestServers asked() {
    return new TestServers(backend(Ask.value(Ask.TEST_SERVERS)));
  }

  static Backend backend(Optional<String> asked) {
    return switch (asked.orElse("process")) {
      case "process" -> new ProcessBackend();
      case "testcontainers" -> new ContainerBackend();
      default ->
          throw new ServerException(
              Ask.variable(Ask.TEST_SERVERS)
                  + "="
                  + asked.orElseThrow()
                  + ": say process or testcontainers.");
    };
  }

  KafkaEndpoint kafka() {
    return kafka.get();
  }

  OpenSearchEndpoint openSearch() {
    return openSearch.get();
  }

  @Override
  public void close() {
    backend.close();
  }

  private static final class Once<T> {
    private final Supplier<T> start;
    private T started;
    private ServerException failure;

    Once(Supplier<T> start) {
      this.start = start;
    }

    synchronized T get() {
      if (failure != null) {
        throw failure;
      }
      if (started == null) {
        try {
          started = start.get();
        } catch (ServerException e) {
          failure = e;
          throw e;
        }
      }
      return started;
    }
  }
}
