package io.mailtrail.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.Topic;
import io.mailtrail.testbed.server.KafkaEndpoint;
import io.mailtrail.testbed.server.WithServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** {@code mailtrail import} into a real Kafka. */
@WithServers
class ImportIT {

  @Test
  void publishesRecordsUnderTheirIdsAndAccountsForTheRest(KafkaEndpoint kafka) {
    kafka.emptyTopics();

    Cli.Result result =
        Cli.run("import", "--bootstrap", kafka.bootstrap(), Fixtures.PURVIEW, Fixtures.DAMAGED);

    assertThat(result.exit()).as(result.err()).isEqualTo(Exit.REFUSED);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines().map(line -> line.replaceAll(" +", " ")))
        .startsWith(
            "file found published refused",
            "purview.csv 4 4 0",
            // The record that is cut off and the one without a time are for the normaliser to
            // judge.
            "damaged.csv 5 4 1",
            "total 9 8 1",
            "refused: 1 no_audit_data");
    List<ConsumerRecord<byte[], byte[]>> raw = all(kafka, Topic.RAW);
    assertThat(raw).hasSize(8);
    assertThat(raw.stream().map(record -> new String(record.key(), UTF_8)))
        .contains("5a6b0000-1111-4222-8333-9d6f0c0ffee0/00000000-aaaa-4bbb-8ccc-000000000003");
    assertThat(all(kafka, Topic.FAILED)).hasSize(1);
    assertThat(all(kafka, Topic.LEDGER)).isNotEmpty();
  }

  @Test
  void aBrokerThatCannotBeFoundIsOneSentence() {
    Cli.Result result =
        Cli.run("import", "--bootstrap", "no.such.host.invalid:9092", Fixtures.RECORDS);

    assertThat(result.exit()).isEqualTo(Exit.FAILED);
    assertThat(result.err()).startsWith("mailtrail: Kafka at no.such.host.invalid:9092: ");
    assertThat(result.err()).hasLineCount(1);
  }

  private static List<ConsumerRecord<byte[], byte[]>> all(KafkaEndpoint kafka, Topic topic) {
    Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrap());
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.topicName()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(all::add);
      }
    }
    return all;
  }
}
