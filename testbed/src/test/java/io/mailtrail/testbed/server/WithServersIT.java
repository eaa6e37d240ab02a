package io.mailtrail.testbed.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailtrail.model.Limits;
import io.mailtrail.model.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

@WithServers
class WithServersIT {
  private final KafkaEndpoint kafka;

  WithServersIT(KafkaEndpoint kafka) {
    this.kafka = kafka;
  }

  @Test
  void carriesTheLargestMessageOfTheContractAndNoLarger() throws Exception {
    String topic = kafka.createTopicLike(Topic.FAILED);
    KafkaClient client = new KafkaClient(kafka.bootstrap());
    byte[] largest = new byte[Limits.MAX_MESSAGE_BYTES - 1024]; // less the batch's own header
    new Random(1).nextBytes(largest);

    client.send(topic, largest, 2 * Limits.MAX_MESSAGE_BYTES);

    assertThat(client.read(topic, 1)).containsExactly(largest);
    assertThatThrownBy(
            () ->
                client.send(
                    topic, new byte[Limits.MAX_MESSAGE_BYTES + 1], 2 * Limits.MAX_MESSAGE_BYTES))
        .hasMessageContaining("larger than the max message size");
  }

  @Test
  void makesTheTopicsOfTheProject() {
    kafka.createTopics();

    try (Admin admin = Topics.connect(kafka.bootstrap())) {
      Set<String> names =
          Arrays.stream(Topic.values()).map(Topic::topicName).collect(Collectors.toSet());
      Map<String, TopicDescription> topics =
          Topics.await(admin.describeTopics(names).allTopicNames());
      for (Topic topic : Topic.values()) {
        assertThat(topics.get(topic.topicName()).partitions()).hasSize(topic.partitions());
      }
    }
  }

  @Test
  void topicsCanBeEmptied() throws Exception {
    kafka.createTopics();
    KafkaClient client = new KafkaClient(kafka.bootstrap());
    client.send(Topic.RAW.topicName(), bytes("before"), 1_000_000);

    kafka.emptyTopics();

    client.send(Topic.RAW.topicName(), bytes("after"), 1_000_000);
    assertThat(client.read(Topic.RAW.topicName(), 1)).containsExactly(bytes("after"));
  }

  @Test
  void aTopicThatNobodyMadeIsNotMadeByWritingToIt() {
    try (Admin admin = Topics.connect(kafka.bootstrap())) {
      String absent = kafka.uniqueName("absent");

      assertThatThrownBy(() -> Topics.await(admin.describeTopics(Set.of(absent)).allTopicNames()))
          .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
    }
  }

  @Test
  void openSearchCanBeCleared(OpenSearchEndpoint openSearch) {
    String other = openSearch.uniqueName("other");
    openSearch.send("PUT", "/" + other, "").orThrow();
    openSearch.send("PUT", "/mailtrail-x", "{\"aliases\":{\"mailtrail-y\":{}}}").orThrow();
    openSearch
        .send("PUT", "/_index_template/mailtrail-t", "{\"index_patterns\":[\"mailtrail-*\"]}")
        .orThrow();

    openSearch.clear();
    openSearch.clear();

    assertThat(openSearch.get("/mailtrail-x").status()).isEqualTo(404);
    assertThat(openSearch.get("/_index_template/mailtrail-t").status()).isEqualTo(404);
    assertThat(openSearch.get("/" + other).status()).isEqualTo(200);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
