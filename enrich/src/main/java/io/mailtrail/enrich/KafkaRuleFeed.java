package io.mailtrail.enrich;

import io.mailtrail.model.Limits;
import io.mailtrail.model.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads {@code audit.rules} of a broker.
 *
 * @param bootstrap brokers, {@code host:port,...}
 */
record KafkaRuleFeed(String bootstrap) implements RuleFeed {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Override
  public Snapshot read() {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                Limits.MAX_MESSAGE_BYTES),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      return read(consumer);
    } catch (KafkaException e) {
      throw new IllegalStateException("audit.rules cannot be read: " + e.getMessage(), e);
    }
  }

  private static Snapshot read(KafkaConsumer<byte[], byte[]> consumer) {
    List<PartitionInfo> known = consumer.partitionsFor(Topic.RULES.topicName(), PATIENCE);
    if (known == null || known.isEmpty()) {
      throw new IllegalStateException("the topic audit.rules is not there");
    }
    List<TopicPartition> partitions =
        known.stream().map(info -> new TopicPartition(info.topic(), info.partition())).toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
    Map<String, RuleChange> newest = new TreeMap<>();
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (isBehind(consumer, ends)) {
      if (System.nanoTime() - giveUpAt > 0) {
        throw new IllegalStateException("audit.rules cannot be read to its end");
      }
      consumer
          .poll(Duration.ofMillis(100))
          .forEach(
              message -> {
                RuleChange change = RuleChangeDeserializer.change(message);
                newest.put(change.id(), change);
              });
    }
    Map<Integer, Long> read = new HashMap<>();
    partitions.forEach(partition -> read.put(partition.partition(), consumer.position(partition)));
    return new Snapshot(List.copyOf(newest.values()), read);
  }

  private static boolean isBehind(KafkaConsumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey(), PATIENCE) < end.getValue());
  }
}
