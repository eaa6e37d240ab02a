package io.mailtrail.benchmarks;

import io.mailtrail.model.Limits;
import io.mailtrail.model.Topic;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The baseline: the same bytes from {@code audit.raw} to {@code audit.events}, looked at by nobody,
 * with the source and sink settings of the enrich job.
 */
final class CopyJob {
  static final String COPIED = "records.copied";

  private CopyJob() {}

  /** A message; public for Flink. */
  public record Message(byte[] key, byte[] value, String[] headerNames, byte[][] headerValues) {}

  static void define(StreamExecutionEnvironment env, String bootstrap, int parallelism) {
    env.setParallelism(parallelism);
    env.fromSource(source(bootstrap), WatermarkStrategy.noWatermarks(), "audit.raw")
        .uid("source")
        .map(new Count())
        .uid("count")
        .sinkTo(sink(bootstrap))
        .uid("sink");
  }

  private static KafkaSource<Message> source(String bootstrap) {
    return KafkaSource.<Message>builder()
        .setBootstrapServers(bootstrap)
        .setTopics(Topic.RAW.topicName())
        .setGroupId("copy")
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setProperty("max.partition.fetch.bytes", Integer.toString(Limits.MAX_MESSAGE_BYTES))
        .setDeserializer(new Deserializer())
        .build();
  }

  private static KafkaSink<Message> sink(String bootstrap) {
    return KafkaSink.<Message>builder()
        .setBootstrapServers(bootstrap)
        .setRecordSerializer(
            (message, context, timestamp) -> {
              RecordHeaders headers = new RecordHeaders();
              for (int i = 0; i < message.headerNames().length; i++) {
                headers.add(message.headerNames()[i], message.headerValues()[i]);
              }
              return new ProducerRecord<>(
                  Topic.EVENTS.topicName(), null, null, message.key(), message.value(), headers);
            })
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setProperty("compression.type", "lz4")
        .setProperty("linger.ms", "20")
        .setProperty("batch.size", "262144")
        .setProperty("max.request.size", Integer.toString(Limits.MAX_MESSAGE_BYTES))
        .build();
  }

  private static final class Deserializer implements KafkaRecordDeserializationSchema<Message> {
    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<Message> out) {
      var headers = message.headers().toArray();
      String[] names = new String[headers.length];
      byte[][] values = new byte[headers.length][];
      for (int i = 0; i < headers.length; i++) {
        names[i] = headers[i].key();
        values[i] = headers[i].value();
      }
      out.collect(new Message(message.key(), message.value(), names, values));
    }

    @Override
    public TypeInformation<Message> getProducedType() {
      return TypeInformation.of(Message.class);
    }
  }

  private static final class Count extends RichMapFunction<Message, Message> {
    private transient Counter copied;

    @Override
    public void open(OpenContext context) {
      copied = getRuntimeContext().getMetricGroup().counter(COPIED, new SimpleCounter());
    }

    @Override
    public Message map(Message message) {
      copied.inc();
      return message;
    }
  }
}
