package io.mailtrail.ingest;

import io.mailtrail.ingest.api.ActivityApis;
import io.mailtrail.ingest.api.Retries;
import io.mailtrail.ingest.source.ActivitySource;
import io.mailtrail.ingest.source.SourceSettings;
import java.io.Serializable;
import java.time.Clock;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Flink job 1: what the tenants' APIs give, to Kafka. */
public final class IngestJob {
  public static final String NAME = "mailtrail-ingest";

  private IngestJob() {}

  /** Describes the graph; the caller has set up checkpoints and executes it. */
  public static void defineWorkflow(
      StreamExecutionEnvironment env, Source<Outgoing, ?, ?> source, Sink<Outgoing> sink) {
    env.fromSource(
            source,
            // Event time begins in enrich, which reads it from the markers written here.
            WatermarkStrategy.noWatermarks(),
            "Management Activity API",
            TypeInformation.of(Outgoing.class))
        .uid("activity-source")
        .sinkTo(sink)
        .uid("kafka-sink")
        .name("Kafka");
  }

  /**
   * The graph with its real ends.
   *
   * @param clock tells now; {@code Clock.systemUTC()} but for a replayed tenant
   */
  public static <C extends Clock & Serializable> void defineWorkflow(
      StreamExecutionEnvironment env, IngestConfig config, C clock) {
    env.setParallelism(config.parallelism());
    defineWorkflow(
        env,
        ActivitySource.of(
            SourceSettings.of(config),
            ActivityApis.http(Retries.DEFAULT, config.httpPatience(), config.proxy()),
            KafkaEnds.rawPartitions(config.kafkaBootstrap()),
            clock),
        KafkaEnds.sink(config.kafkaBootstrap()));
  }
}
