package io.mailtrail.sink;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Runs documents through the sink, in a Flink of its own. */
final class SinkRun {
  /** Small batches, so that much happens, and short waits. */
  static final SinkLimits LIMITS =
      new SinkLimits(
          100,
          256 * 1024,
          3,
          1_000,
          4 * 1024 * 1024,
          Duration.ofMillis(200),
          Duration.ofMillis(20),
          Duration.ofMillis(500));

  private SinkRun() {}

  static Configuration configuration(Path checkpoints) {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200));
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(100));
    SinkCounters.addTo(configuration);
    return configuration;
  }

  static StreamExecutionEnvironment environment(Path checkpoints) {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration(checkpoints));
    env.setParallelism(1);
    return env;
  }

  static OpenSearchSink sink(URI openSearch) {
    return new OpenSearchSink(OpenSearchAccess.of(openSearch), LIMITS);
  }

  /** Sends these and waits until the sink is drained. */
  static void all(URI openSearch, Path checkpoints, Collection<Document> documents)
      throws Exception {
    StreamExecutionEnvironment env = environment(checkpoints);
    env.fromData(List.copyOf(documents), TypeInformation.of(Document.class))
        .sinkTo(sink(openSearch));
    env.execute();
  }

  /** The first events of the API, at a pace; goes on after a restart. */
  static DataStream<Document> events(StreamExecutionEnvironment env, long count, double perSecond) {
    DataGeneratorSource<Document> source =
        new DataGeneratorSource<>(
            number -> TestDocuments.event(number),
            count,
            RateLimiterStrategy.perSecond(perSecond),
            TypeInformation.of(Document.class));
    return env.fromSource(source, WatermarkStrategy.noWatermarks(), "events");
  }
}
