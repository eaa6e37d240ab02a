package io.mailtrail.testbed.server;

import io.mailtrail.model.Limits;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** Containers of the official images, in the versions that the build has. Needs Docker. */
final class ContainerBackend implements TestServers.Backend {
  private static final int HTTP_PORT = 9200;

  private final BooleanSupplier dockerAnswers;
  private final Deque<GenericContainer<?>> running = new ArrayDeque<>();

  ContainerBackend() {
    this(() -> DockerClientFactory.instance().isDockerAvailable());
  }

  ContainerBackend(BooleanSupplier dockerAnswers) {
    this.dockerAnswers = dockerAnswers;
  }

  @Override
  public KafkaEndpoint startKafka() {
    requireDocker();
    KafkaContainer kafka =
        new KafkaContainer(DockerImageName.parse("apache/kafka").withTag(Versions.kafka()))
            .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
            .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
            .withEnv("KAFKA_MESSAGE_MAX_BYTES", maxMessageBytes())
            .withEnv("KAFKA_REPLICA_FETCH_MAX_BYTES", maxMessageBytes());
    start(kafka);
    return new KafkaEndpoint(kafka.getBootstrapServers());
  }

  @Override
  public OpenSearchEndpoint startOpenSearch() {
    requireDocker();
    OpenSearchLine line = OpenSearchLine.asked().orElse(OpenSearchLine.V3);
    GenericContainer<?> openSearch =
        new GenericContainer<>(
                DockerImageName.parse("opensearchproject/opensearch").withTag(line.version()))
            .withExposedPorts(HTTP_PORT)
            .withEnv("discovery.type", "single-node")
            .withEnv("DISABLE_SECURITY_PLUGIN", "true")
            .withEnv("DISABLE_INSTALL_DEMO_CONFIG", "true")
            .withEnv("cluster.routing.allocation.disk.threshold_enabled", "false")
            .withEnv("OPENSEARCH_JAVA_OPTS", "-Xms512m -Xmx512m")
            .waitingFor(
                Wait.forHttp("/_cluster/health?wait_for_status=yellow&timeout=1s")
                    .forPort(HTTP_PORT)
                    .withStartupTimeout(Duration.ofMinutes(2)));
    start(openSearch);
    return new OpenSearchEndpoint(
        URI.create("http://" + openSearch.getHost() + ":" + openSearch.getMappedPort(HTTP_PORT)),
        line.version());
  }

  @Override
  public void close() {
    while (!running.isEmpty()) {
      running.pop().stop();
    }
  }

  private void start(GenericContainer<?> container) {
    running.push(container);
    try {
      container.start();
    } catch (RuntimeException e) {
      throw new ServerException(
          "The container " + container.getDockerImageName() + " did not start: " + e.getMessage(),
          e);
    }
  }

  /** Asked for and not there is a failure: a test that was skipped has shown nothing. */
  private void requireDocker() {
    if (!dockerAnswers.getAsBoolean()) {
      throw new ServerException(
          Ask.variable(Ask.TEST_SERVERS)
              + "=testcontainers asks for Docker, and no Docker engine answers. Start one, or say"
              + " process.");
    }
  }

  private static String maxMessageBytes() {
    return Integer.toString(Limits.MAX_MESSAGE_BYTES);
  }
}
