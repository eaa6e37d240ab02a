package io.mailtrail.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.model.ProgressMarker;
import io.mailtrail.model.RawRecord;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Messages of {@code audit.raw}, as they are: nothing is parsed here, nothing is dropped. */
final class RawInputDeserializer implements KafkaRecordDeserializationSchema<RawInput> {
  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<RawInput> out) {
    if (message.headers().lastHeader(ProgressMarker.HEADER) != null) {
      out.collect(RawInput.ofMarker(message.value() == null ? new byte[0] : message.value()));
      return;
    }
    try {
      out.collect(
          RawInput.ofRecord(
              RawRecord.of(message.key(), message.value(), name -> header(message, name))));
    } catch (IllegalArgumentException e) {
      out.collect(RawInput.ofMalformed(placeholder(message), e.getMessage()));
    }
  }

  private static byte[] header(ConsumerRecord<byte[], byte[]> message, String name) {
    Header header = message.headers().lastHeader(name);
    return header == null ? null : header.value();
  }

  /** Somebody else's message: named by where it stands in the topic, so that its id is stable. */
  private static RawRecord placeholder(ConsumerRecord<byte[], byte[]> message) {
    return new RawRecord(
        message.key() == null ? "" : new String(message.key(), UTF_8),
        message.value() == null ? new byte[0] : message.value(),
        "",
        "",
        "",
        message.topic() + "-" + message.partition(),
        message.offset(),
        message.timestamp());
  }

  @Override
  public TypeInformation<RawInput> getProducedType() {
    return TypeInformation.of(RawInput.class);
  }
}
