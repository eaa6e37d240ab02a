package io.mailtrail.sink;

import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Documents straight from Kafka; counts the tombstones it skips and what it cannot read. */
final class DocumentDeserializer implements KafkaRecordDeserializationSchema<Document> {
  private final DocumentKind kind;
  private transient Counter tombstones = new SimpleCounter();
  private transient Counter unreadable = new SimpleCounter();

  DocumentDeserializer(DocumentKind kind) {
    this.kind = kind;
  }

  @Override
  public void open(DeserializationSchema.InitializationContext context) {
    MetricGroup group = FlinkDocumentCounts.group(context.getMetricGroup(), kind);
    tombstones = group.counter("tombstones");
    unreadable = group.counter("unreadable");
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<Document> out) {
    DocumentDecoder.decode(kind, message)
        .ifPresentOrElse(
            document -> {
              if (document.rejections > 0) {
                unreadable.inc();
              }
              out.collect(document);
            },
            tombstones::inc);
  }

  @Override
  public TypeInformation<Document> getProducedType() {
    return TypeInformation.of(Document.class);
  }
}
