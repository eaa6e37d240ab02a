package io.mailtrail.ingest;

import io.mailtrail.model.config.ConfigException;
import io.mailtrail.model.config.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Runs the ingest job: {@code IngestMain [CONFIG.yaml]}. Where a folder of checkpoints is
 * configured, it goes on from the newest one in it.
 */
public final class IngestMain {
  private IngestMain() {}

  public static void main(String[] arguments) throws Exception {
    Optional<Path> file =
        arguments.length > 0 ? Optional.of(Path.of(arguments[0])) : Optional.empty();
    IngestConfig config;
    try {
      config = IngestConfig.from(Settings.load(file, System.getenv(), IngestConfig.SETTINGS));
    } catch (ConfigException e) {
      e.problems().forEach(System.err::println);
      System.exit(2);
      return;
    }
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration(config));
    IngestJob.defineWorkflow(env, config, new SystemClock());
    env.execute(IngestJob.NAME);
  }

  static Configuration configuration(IngestConfig config) {
    Configuration flink = new Configuration();
    flink.set(PipelineOptions.OBJECT_REUSE, true);
    flink.set(PipelineOptions.GENERIC_TYPES, false);
    flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, config.checkpointEvery());
    flink.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    // Of a cluster that is ours alone; see the README for one that is not.
    flink.set(JobManagerOptions.EXECUTION_FAILOVER_STRATEGY, "full");
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    flink.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofMinutes(1));
    config
        .checkpointFolder()
        .ifPresent(
            folder -> {
              flink.set(
                  CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                  folder.toAbsolutePath().toUri().toString());
              RetainedCheckpoints.newest(folder)
                  .ifPresent(
                      path ->
                          flink.set(
                              StateRecoveryOptions.SAVEPOINT_PATH,
                              path.toAbsolutePath().toUri().toString()));
            });
    return flink;
  }
}
