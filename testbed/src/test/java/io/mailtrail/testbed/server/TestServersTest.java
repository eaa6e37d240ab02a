package io.mailtrail.testbed.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

class TestServersTest {
  private static final CountingBackend BACKEND = new CountingBackend();

  @BeforeEach
  void forget() {
    BACKEND.kafka.set(0);
    BACKEND.openSearch.set(0);
    BACKEND.closed.set(0);
  }

  @Test
  void classesShareOneServerWhichStopsAfterTheLast() {
    run(FirstUser.class, SecondUser.class).assertStatistics(stats -> stats.succeeded(3).failed(0));

    assertThat(BACKEND.kafka).hasValue(1);
    assertThat(BACKEND.closed).hasValue(1);
  }

  @Test
  void startsOnlyWhatIsAskedFor() {
    run(FirstUser.class);

    assertThat(BACKEND.openSearch).hasValue(0);
  }

  @Test
  void aTestThatAsksForDockerFailsWhereThereIsNone() {
    run(DockerUser.class)
        .assertStatistics(stats -> stats.started(1).failed(1).skipped(0).aborted(0));
  }

  @Test
  void namesWhatIsMissingWhenDockerIs() {
    ContainerBackend backend = new ContainerBackend(() -> false);

    assertThatThrownBy(backend::startKafka)
        .isInstanceOf(ServerException.class)
        .hasMessageStartingWith("MAILTRAIL_TEST_SERVERS=testcontainers asks for Docker, and no");
    assertThatThrownBy(backend::startOpenSearch).isInstanceOf(ServerException.class);
  }

  @Test
  void whatDidNotStartIsNotTriedAgain() {
    AtomicInteger attempts = new AtomicInteger();
    TestServers servers =
        new TestServers(
            new CountingBackend() {
              @Override
              public KafkaEndpoint startKafka() {
                attempts.incrementAndGet();
                throw new ServerException("no luck");
              }
            });

    assertThatThrownBy(servers::kafka).hasMessage("no luck");
    assertThatThrownBy(servers::kafka).hasMessage("no luck");
    assertThat(attempts).hasValue(1);
  }

  @Test
  void theBackendIsProcessesUnlessContainersAreAskedFor() {
    assertThat(TestServers.backend(Optional.empty())).isInstanceOf(ProcessBackend.class);
    assertThat(TestServers.backend(Optional.of("process"))).isInstanceOf(ProcessBackend.class);
    assertThat(TestServers.backend(Optional.of("testcontainers")))
        .isInstanceOf(ContainerBackend.class);
    assertThatThrownBy(() -> TestServers.backend(Optional.of("docker")))
        .hasMessage("MAILTRAIL_TEST_SERVERS=docker: say process or testcontainers.");
  }

  private static Events run(Class<?>... classes) {
    EngineTestKit.Builder kit = EngineTestKit.engine("junit-jupiter");
    for (Class<?> each : classes) {
      kit.selectors(DiscoverySelectors.selectClass(each));
    }
    return kit.execute().testEvents();
  }

  static class FirstUser {
    @RegisterExtension
    static final ServersExtension SERVERS = new ServersExtension(() -> new TestServers(BACKEND));

    @Test
    void one(KafkaEndpoint kafka) {
      assertThat(kafka.bootstrap()).isEqualTo("kafka-1");
    }

    @Test
    void two(KafkaEndpoint kafka) {
      assertThat(kafka.bootstrap()).isEqualTo("kafka-1");
    }
  }

  static class SecondUser {
    @RegisterExtension
    static final ServersExtension SERVERS = new ServersExtension(() -> new TestServers(BACKEND));

    @Test
    void three(KafkaEndpoint kafka) {
      assertThat(kafka.bootstrap()).isEqualTo("kafka-1");
    }
  }

  static class DockerUser {
    @RegisterExtension
    static final ServersExtension SERVERS =
        new ServersExtension(() -> new TestServers(new ContainerBackend(() -> false)));

    @Test
    void needsOpenSearch(OpenSearchEndpoint openSearch) {
      assertThat(openSearch.uri()).isNotNull();
    }
  }

  private static class CountingBackend implements TestServers.Backend {
    final AtomicInteger kafka = new AtomicInteger();
    final AtomicInteger openSearch = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();

    @Override
    public KafkaEndpoint startKafka() {
      return new KafkaEndpoint("kafka-" + kafka.incrementAndGet());
    }

    @Override
    public OpenSearchEndpoint startOpenSearch() {
      openSearch.incrementAndGet();
      return new OpenSearchEndpoint(URI.create("http://localhost"), "0");
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }
}
