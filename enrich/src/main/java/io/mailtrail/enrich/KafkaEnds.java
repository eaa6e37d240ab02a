package io.mailtrail.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.model.EventMessage;
import io.mailtrail.model.Limits;
import io.mailtrail.model.Topic;
import java.util.Map;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The job's real ends. At-least-once: every write is idempotent under its id further on. */
final class KafkaEnds {
  private KafkaEnds() {}

  static Source<RawInput, ?, ?> raw(String bootstrap, String group) {
    return KafkaSource.<RawInput>builder()
        .setBootstrapServers(bootstrap)
        .setTopics(Topic.RAW.topicName())
        .setGroupId(group)
        // Without state the job reads all that Kafka still holds: a repeat changes nothing.
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setProperty("max.partition.fetch.bytes", Integer.toString(Limits.MAX_MESSAGE_BYTES))
        .setDeserializer(new RawInputDeserializer())
        .build();
  }

  static Source<RuleChange, ?, ?> rules(String bootstrap, String group) {
    return KafkaSource.<RuleChange>builder()
        .setBootstrapServers(bootstrap)
        .setTopics(Topic.RULES.topicName())
        .setGroupId(group)
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setProperty("max.partition.fetch.bytes", Integer.toString(Limits.MAX_MESSAGE_BYTES))
        .setDeserializer(new RuleChangeDeserializer())
        .build();
  }

  static Sink<EventMessage> events(String bootstrap) {
    return sink(
        bootstrap,
        (event, context, timestamp) -> {
          RecordHeaders headers = new RecordHeaders();
          for (Map.Entry<String, byte[]> header : event.headers().entrySet()) {
            headers.add(header.getKey(), header.getValue());
          }
          return new ProducerRecord<>(
              Topic.EVENTS.topicName(),
              null,
              null,
              event.recordId().getBytes(UTF_8),
              event.json(),
              headers);
        });
  }

  static Sink<KeyedJson> json(String bootstrap, Topic topic) {
    String name = topic.topicName();
    return sink(
        bootstrap,
        (message, context, timestamp) ->
            new ProducerRecord<>(name, message.key().getBytes(UTF_8), message.json()));
  }

  private static <T> Sink<T> sink(String bootstrap, KafkaRecordSerializationSchema<T> schema) {
    return KafkaSink.<T>builder()
        .setBootstrapServers(bootstrap)
        .setRecordSerializer(schema)
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setProperty("compression.type", "lz4")
        .setProperty("linger.ms", "20")
        .setProperty("batch.size", "262144")
        .setProperty("max.request.size", Integer.toString(Limits.MAX_MESSAGE_BYTES))
        .build();
  }
}
