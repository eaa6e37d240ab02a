package io.mailtrail.cli.ledger;

import io.mailtrail.cli.Failure;
import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.LedgerEntry.Kind;
import io.mailtrail.model.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the ledger from Kafka, up to where it ends now. */
final class LedgerTopic {
  private static final Duration POLL = Duration.ofMillis(500);

  private LedgerTopic() {}

  /**
   * The last state of each stream, window, blob, file and forecast.
   *
   * @throws Failure if the brokers do not answer in this time, or the topic is not there
   */
  static List<LedgerEntry> read(String bootstrap, Duration patience) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            bootstrap,
            "default.api.timeout.ms",
            Math.toIntExact(patience.toMillis()),
            "fetch.max.bytes",
            32 * 1024 * 1024);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return read(consumer, bootstrap, patience);
    } catch (KafkaException e) {
      throw new Failure("the ledger cannot be read from " + bootstrap + ": " + e.getMessage(), e);
    }
  }

  private static List<LedgerEntry> read(
      KafkaConsumer<byte[], byte[]> consumer, String bootstrap, Duration patience) {
    List<PartitionInfo> partitions = consumer.partitionsFor(Topic.LEDGER.topicName());
    if (partitions == null || partitions.isEmpty()) {
      throw new Failure(
          bootstrap + " has no topic " + Topic.LEDGER.topicName() + ": nothing was collected yet");
    }
    List<TopicPartition> all =
        partitions.stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(all);
    consumer.seekToBeginning(all);
    Map<TopicPartition, Long> ends = consumer.endOffsets(all);
    Map<String, LedgerEntry> last = new LinkedHashMap<>();
    long deadline = System.nanoTime() + patience.toNanos();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      boolean any = false;
      for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
        any = true;
        keep(last, message);
      }
      if (any) {
        deadline = System.nanoTime() + patience.toNanos();
      } else if (System.nanoTime() - deadline > 0) {
        throw new Failure(bootstrap + " stopped answering while the ledger was read");
      }
    }
    return new ArrayList<>(last.values());
  }

  /** All but ids, which say nothing about completeness and are many. */
  private static void keep(Map<String, LedgerEntry> last, ConsumerRecord<byte[], byte[]> message) {
    if (message.value() == null) {
      return;
    }
    LedgerEntry entry = LedgerEntry.of(message.value());
    if (entry.kind() != Kind.IDS) {
      last.put(entry.id(), entry);
    }
  }
}
