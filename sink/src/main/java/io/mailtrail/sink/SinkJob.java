package io.mailtrail.sink;

import io.mailtrail.model.Limits;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Flink job 3: five topics into OpenSearch. */
public final class SinkJob {
  /** The job's name on the Flink page. */
  public static final String NAME = "mailtrail-sink";

  private SinkJob() {}

  /** Where the documents come from: Kafka, or what a test puts in its place. */
  public record Sources(
      Source<Document, ?, ?> events,
      Source<Document, ?, ?> alerts,
      Source<Document, ?, ?> failed,
      Source<Document, ?, ?> ledger,
      Source<Document, ?, ?> coverage) {

    /** The topics, from their beginning where the job has no state. */
    public static Sources kafka(SinkConfig config) {
      return new Sources(
          topic(config, DocumentKind.EVENT),
          topic(config, DocumentKind.ALERT),
          topic(config, DocumentKind.FAILED),
          topic(config, DocumentKind.LEDGER),
          topic(config, DocumentKind.COVERAGE));
    }

    /**
     * Not from the group's committed offsets: what waited in the buffers of the checkpoint that
     * committed them would be lost. What was written before is told as a replay.
     */
    private static Source<Document, ?, ?> topic(SinkConfig config, DocumentKind kind) {
      Properties properties = new Properties();
      properties.setProperty("isolation.level", "read_committed");
      properties.setProperty(
          "max.partition.fetch.bytes", Integer.toString(Limits.MAX_MESSAGE_BYTES));
      return KafkaSource.<Document>builder()
          .setBootstrapServers(config.kafkaBootstrap())
          .setTopics(kind.topic().topicName())
          .setGroupId(config.kafkaGroup())
          .setClientIdPrefix(config.kafkaGroup() + "-" + kind.label())
          .setStartingOffsets(OffsetsInitializer.earliest())
          .setDeserializer(new DocumentDeserializer(kind))
          .setProperties(properties)
          .build();
    }
  }

  /** The sink that the settings describe. */
  public static Sink<Document> sink(SinkConfig config) {
    return new OpenSearchSink(config.openSearch(), config.limits());
  }

  /**
   * Describes the graph. Alerts, failures, the ledger and coverage have a source of their own each,
   * so that a backlog of events does not stand in their way.
   *
   * @param parallelism of the writers and of the source of events
   */
  public static void defineWorkflow(
      StreamExecutionEnvironment env, Sources sources, Sink<Document> sink, int parallelism) {
    DataStream<Document> events = from(env, sources.events(), DocumentKind.EVENT, parallelism);
    DataStream<Document> alerts = from(env, sources.alerts(), DocumentKind.ALERT, 1);
    DataStream<Document> failed = from(env, sources.failed(), DocumentKind.FAILED, 1);
    DataStream<Document> ledger = from(env, sources.ledger(), DocumentKind.LEDGER, 1);
    DataStream<Document> coverage = from(env, sources.coverage(), DocumentKind.COVERAGE, 1);
    events
        .union(alerts, failed, ledger, coverage)
        .sinkTo(sink)
        .uid("sink-opensearch")
        .name("write to OpenSearch")
        .setParallelism(parallelism);
  }

  private static DataStream<Document> from(
      StreamExecutionEnvironment env,
      Source<Document, ?, ?> source,
      DocumentKind kind,
      int parallelism) {
    String topic = kind.topic().topicName();
    return env.fromSource(source, WatermarkStrategy.noWatermarks(), "read " + topic)
        .uid("source-" + kind.label())
        .setParallelism(parallelism);
  }
}
