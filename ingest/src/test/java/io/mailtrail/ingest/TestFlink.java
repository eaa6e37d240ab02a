package io.mailtrail.ingest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** One run of a job in a cluster of its own; ends without a farewell when closed. */
final class TestFlink implements AutoCloseable {
  private final MiniCluster cluster;
  private final JobID job;

  private TestFlink(MiniCluster cluster, JobID job) {
    this.cluster = cluster;
    this.job = job;
  }

  /** Starts the job from the newest checkpoint in the folder, if there is one. */
  static TestFlink start(
      Path checkpoints, int parallelism, Consumer<StreamExecutionEnvironment> workflow)
      throws Exception {
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(clusterSettings())
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(parallelism)
                .build());
    cluster.start();
    StreamExecutionEnvironment env = new StreamExecutionEnvironment(jobSettings(checkpoints));
    env.setParallelism(parallelism);
    workflow.accept(env);
    JobGraph graph = env.getStreamGraph().getJobGraph();
    Optional<Path> from = RetainedCheckpoints.newest(checkpoints);
    from.ifPresent(
        path ->
            graph.setSavepointRestoreSettings(
                SavepointRestoreSettings.forPath(
                    path.toUri().toString(), false, RecoveryClaimMode.NO_CLAIM)));
    return new TestFlink(cluster, cluster.submitJob(graph).get(60, TimeUnit.SECONDS).getJobID());
  }

  JobStatus status() {
    try {
      return cluster.getJobStatus(job).get(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("the job's state cannot be told", e);
    }
  }

  /** Ends the task manager, whose tasks are lost, and starts another one. */
  void loseTaskManager() throws Exception {
    cluster.terminateTaskManager(0).get(60, TimeUnit.SECONDS);
    cluster.startTaskManager();
  }

  /** Ends task managers and job manager at once. */
  @Override
  public void close() {
    cluster.closeAsync().orTimeout(60, TimeUnit.SECONDS).join();
  }

  private static Configuration clusterSettings() {
    Configuration settings = new Configuration();
    settings.set(RestOptions.BIND_PORT, "0");
    // Flink 2.3 ends the process where one task restarts at the moment when a checkpoint begins
    // ("Some subtask gateway can be closed while others cannot"), which here it often does. Tasks
    // that fail one by one are LedgerProtocolTest's part.
    settings.set(JobManagerOptions.EXECUTION_FAILOVER_STRATEGY, "full");
    settings.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(16));
    settings.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(16));
    settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(16));
    return settings;
  }

  private static Configuration jobSettings(Path checkpoints) {
    Configuration settings = new Configuration();
    settings.set(PipelineOptions.OBJECT_REUSE, true);
    settings.set(PipelineOptions.GENERIC_TYPES, false);
    settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(300));
    settings.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    settings.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(100));
    return settings;
  }
}
