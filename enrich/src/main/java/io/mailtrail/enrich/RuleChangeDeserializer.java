package io.mailtrail.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Messages of {@code audit.rules}. */
final class RuleChangeDeserializer implements KafkaRecordDeserializationSchema<RuleChange> {
  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<RuleChange> out) {
    out.collect(change(message));
  }

  /**
   * A message without a key is a rule that nobody can replace; its id is refused as not its key.
   */
  static RuleChange change(ConsumerRecord<byte[], byte[]> message) {
    return new RuleChange(
        message.key() == null ? "" : new String(message.key(), UTF_8),
        message.value() == null ? null : new String(message.value(), UTF_8),
        message.partition(),
        message.offset(),
        message.timestamp());
  }

  @Override
  public TypeInformation<RuleChange> getProducedType() {
    return TypeInformation.of(RuleChange.class);
  }
}
