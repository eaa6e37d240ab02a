package io.mailtrail.testbed.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailtrail.model.Topic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaServerIT {
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  @Test
  void whatItHoldsSurvivesARestartAndClosingLeavesNothingRunning() throws Exception {
    String clusterId;
    int port;
    ProcessHandle process;
    try (KafkaServer server = KafkaServer.start(options())) {
      Topics.create(server.bootstrap());
      new KafkaClient(server.bootstrap()).send(Topic.RAW.topicName(), HELLO, 1_000_000);
      clusterId = clusterId(server.bootstrap());
      port = server.port();
      process = ProcessHandle.of(server.pid()).orElseThrow();
      assertThat(process.isAlive()).isTrue();
    }
    assertThat(process.isAlive()).isFalse();
    assertThat(Ports.answers(port)).isFalse();
    try (KafkaServer server = KafkaServer.start(options().withPort(port))) {
      assertThat(server.port()).isEqualTo(port);
      assertThat(clusterId(server.bootstrap())).isEqualTo(clusterId);
      assertThat(Topics.create(server.bootstrap())).isEmpty();
      assertThat(new KafkaClient(server.bootstrap()).read(Topic.RAW.topicName(), 1))
          .containsExactly(HELLO);

      assertThatThrownBy(() -> KafkaServer.start(options().withStopGrace(Duration.ZERO)))
          .isInstanceOf(ServerException.class)
          .hasMessage(
              "Another server (process %d) uses %s: stop it first, or name another folder.",
              server.pid(), folder);
      assertThat(server.isAlive()).isTrue();
    }
  }

  @Test
  void aPortThatWasAskedForAndIsTakenIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> KafkaServer.start(options().withPort(taken.getLocalPort())))
          .isInstanceOf(ServerException.class)
          .hasMessageEndingWith(
              "cannot listen on port %d: another process does already.", taken.getLocalPort());
    }
  }

  @Test
  void aServerThatDoesNotStartShowsTheEndOfItsLog() throws IOException {
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("data/meta.properties"), "version=1\nnode.id=7\n");

    assertThatThrownBy(() -> KafkaServer.start(options()))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("ended while it started, with exit code 1")
        .hasMessageContaining("The end of " + folder.resolve("logs/server.log"))
        .hasMessageContaining("cluster.id was not found");
  }

  private ServerOptions options() {
    return ServerOptions.in(folder).withHeapMegabytes(384).withShortLived(true);
  }

  private static String clusterId(String bootstrap) {
    try (Admin admin = Topics.connect(bootstrap)) {
      return Topics.await(admin.describeCluster().clusterId());
    }
  }
}
