package io.mailtrail.ingest;

import io.mailtrail.ingest.source.RawPartitions;
import io.mailtrail.model.Limits;
import io.mailtrail.model.Topic;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The job's real end. At-least-once: every write is idempotent under its id further on. */
public final class KafkaEnds {
  private static final long PATIENCE_SECONDS = 20;

  private KafkaEnds() {}

  /** One sink for every topic: what is emitted in order stays in order. */
  public static Sink<Outgoing> sink(String bootstrap) {
    Properties properties = new Properties();
    producerSettings().forEach(properties::setProperty);
    return KafkaSink.<Outgoing>builder()
        .setBootstrapServers(bootstrap)
        .setRecordSerializer((message, context, timestamp) -> record(message))
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setKafkaProducerConfig(properties)
        .build();
  }

  /** Asks the broker, with a client for each question: it is asked once a checkpoint at most. */
  public static RawPartitions rawPartitions(String bootstrap) {
    return () -> {
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
        return admin
            .describeTopics(List.of(Topic.RAW.topicName()))
            .allTopicNames()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .get(Topic.RAW.topicName())
            .partitions()
            .size();
      }
    };
  }

  /** How everything in this module writes: no repeats or swaps by the producer's own retries. */
  public static Map<String, String> producerSettings() {
    return Map.of(
        "enable.idempotence", "true",
        "acks", "all",
        "compression.type", "lz4",
        "linger.ms", "20",
        "batch.size", "262144",
        "max.request.size", Integer.toString(Limits.MAX_MESSAGE_BYTES));
  }

  /** The message as the Kafka client takes it. */
  public static ProducerRecord<byte[], byte[]> record(Outgoing message) {
    RecordHeaders headers = new RecordHeaders();
    for (int i = 0; i < message.headerNames().length; i++) {
      headers.add(message.headerNames()[i], message.headerValues()[i]);
    }
    Integer partition = message.partition() == Outgoing.BY_KEY ? null : message.partition();
    return new ProducerRecord<>(
        message.topic(), partition, null, message.key(), message.value(), headers);
  }
}
