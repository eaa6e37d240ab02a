package io.mailtrail.sink;

import io.mailtrail.model.config.ConfigException;
import io.mailtrail.model.config.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Installs the templates and runs the sink job, on the cluster that it is submitted to. The one
 * argument, if there is one, is a settings file.
 */
public final class SinkMain {
  private SinkMain() {}

  public static void main(String[] arguments) throws Exception {
    Optional<Path> file =
        arguments.length == 0 ? Optional.empty() : Optional.of(Path.of(arguments[0]));
    SinkConfig config;
    try {
      config = SinkConfig.from(Settings.load(file, System.getenv(), SinkConfig.SETTINGS));
    } catch (ConfigException e) {
      System.err.println(e.getMessage());
      throw e;
    }
    Templates.install(config.openSearch(), config.replicas());
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration(config));
    SinkJob.defineWorkflow(
        env, SinkJob.Sources.kafka(config), SinkJob.sink(config), config.parallelism());
    env.execute(SinkJob.NAME);
  }

  static Configuration configuration(SinkConfig config) {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, config.checkpointInterval());
    // While OpenSearch is away, checkpoints cannot complete. That is no reason to start over.
    configuration.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
    configuration.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    if (!config.checkpointFolder().isEmpty()) {
      configuration.set(
          CheckpointingOptions.CHECKPOINTS_DIRECTORY, address(config.checkpointFolder()));
    }
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofSeconds(30));
    return configuration;
  }

  /** A path stands for a folder of this machine. */
  private static String address(String folder) {
    return folder.contains("://") ? folder : Path.of(folder).toUri().toString();
  }
}
