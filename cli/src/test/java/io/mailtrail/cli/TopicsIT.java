package io.mailtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.Topic;
import io.mailtrail.testbed.server.Await;
import io.mailtrail.testbed.server.KafkaServer;
import io.mailtrail.testbed.server.ServerOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mailtrail topics} against a broker of its own that has none yet. */
class TopicsIT {

  @Test
  void makesWhatIsMissingAndNamesWhatDiffers(@TempDir Path folder) throws Exception {
    try (KafkaServer kafka = KafkaServer.start(ServerOptions.in(folder.resolve("kafka")));
        Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {

      Cli.Result first = Cli.run("topics", "--bootstrap", kafka.bootstrap());

      Set<String> names =
          Arrays.stream(Topic.values()).map(Topic::topicName).collect(Collectors.toSet());
      assertThat(first.exit()).isZero();
      assertThat(first.err().lines())
          .containsExactlyInAnyOrderElementsOf(
              names.stream().map(name -> name + ": created").toList());
      assertThat(admin.listTopics().names().get()).containsAll(names);

      ConfigResource alerts = new ConfigResource(ConfigResource.Type.TOPIC, "audit.alerts");
      AlterConfigOp delete =
          new AlterConfigOp(new ConfigEntry("cleanup.policy", "delete"), AlterConfigOp.OpType.SET);
      admin.incrementalAlterConfigs(Map.of(alerts, List.of(delete))).all().get();
      // The broker answers before what it describes has changed.
      Await.until(
          "the broker knows the new setting",
          Duration.ofSeconds(30),
          () -> "delete".equals(cleanupPolicy(admin, alerts)));

      Cli.Result second = Cli.run("topics", "--bootstrap", kafka.bootstrap());

      assertThat(second.exit()).isZero();
      assertThat(second.err().lines())
          .hasSize(names.size() + 1)
          .contains(
              "audit.raw: exists",
              "audit.alerts: exists",
              "  cleanup.policy=delete, expected compact");
    }
  }

  @Test
  void aBrokerThatIsNotThereIsOneSentence() {
    Cli.Result result = Cli.run("topics", "--bootstrap", "127.0.0.1:1", "--wait", "1");

    assertThat(result.exit()).isEqualTo(Exit.FAILED);
    assertThat(result.err().strip()).isEqualTo("mailtrail: Kafka at 127.0.0.1:1 does not answer.");
  }

  private static String cleanupPolicy(Admin admin, ConfigResource topic) {
    return admin
        .describeConfigs(List.of(topic))
        .all()
        .toCompletionStage()
        .toCompletableFuture()
        .join()
        .get(topic)
        .get("cleanup.policy")
        .value();
  }
}
