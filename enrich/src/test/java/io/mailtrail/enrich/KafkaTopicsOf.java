package io.mailtrail.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.model.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a broker's topics; what was read once does not come again. Close it. */
final class KafkaTopicsOf implements AutoCloseable {
  private final String bootstrap;
  private final Map<Topic, KafkaConsumer<byte[], byte[]>> consumers = new EnumMap<>(Topic.class);

  KafkaTopicsOf(String bootstrap) {
    this.bootstrap = bootstrap;
  }

  /** What a topic holds beyond what was read before. */
  List<ConsumerRecord<byte[], byte[]>> news(Topic topic) {
    KafkaConsumer<byte[], byte[]> consumer = consumers.computeIfAbsent(topic, this::consumer);
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    List<ConsumerRecord<byte[], byte[]>> messages = new ArrayList<>();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      consumer.poll(Duration.ofMillis(100)).forEach(messages::add);
    }
    return messages;
  }

  private KafkaConsumer<byte[], byte[]> consumer(Topic topic) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic.topicName()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  static void send(KafkaProducer<byte[], byte[]> producer, Topic topic, String key, String value) {
    var unused =
        producer.send(
            new ProducerRecord<>(topic.topicName(), key.getBytes(UTF_8), value.getBytes(UTF_8)));
    producer.flush();
  }

  @Override
  public void close() {
    consumers.values().forEach(KafkaConsumer::close);
  }
}
