package io.mailtrail.cli.flink;

import io.mailtrail.ingest.RetainedCheckpoints;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A Flink cluster inside this JVM, with its web page on loopback. Each job keeps its checkpoints in
 * a folder of its own, and goes on from the newest when it is submitted again. Thread-safe.
 */
public final class EmbeddedFlink implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final MiniCluster cluster;
  private final Options options;
  private final Map<String, JobID> jobs = new LinkedHashMap<>();

  /**
   * How the cluster runs.
   *
   * @param folder holds the checkpoints and temporary files
   * @param slots how many parallel instances may run, over all jobs
   * @param webAddress address at which the web page listens; it has no sign-in
   * @param webPort port of the web page; 0 takes a free one
   * @param checkpointEvery checkpoint interval
   * @param stateMegabytes how much memory, beside the heap, RocksDB may use for each slot. With a
   *     small part of that it writes and reads its files all the time
   */
  public record Options(
      Path folder,
      int slots,
      String webAddress,
      int webPort,
      Duration checkpointEvery,
      int stateMegabytes) {
    /** What suits a tenant of some thousand people. */
    public static final int STATE_MEGABYTES = 128;

    /** With the web page on loopback. */
    public Options(Path folder, int slots, int webPort, Duration checkpointEvery) {
      this(folder, slots, "127.0.0.1", webPort, checkpointEvery, STATE_MEGABYTES);
    }
  }

  private EmbeddedFlink(MiniCluster cluster, Options options) {
    this.cluster = cluster;
    this.options = options;
  }

  /**
   * Starts the cluster.
   *
   * @throws IllegalStateException if it does not start, naming why
   */
  public static EmbeddedFlink start(Options options) {
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(clusterConfiguration(options))
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(options.slots())
                .build());
    try {
      cluster.start();
    } catch (Exception e) {
      throw new IllegalStateException("Flink does not start: " + e.getMessage(), e);
    }
    return new EmbeddedFlink(cluster, options);
  }

  private static Configuration clusterConfiguration(Options options) {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.ADDRESS, "127.0.0.1");
    configuration.set(RestOptions.BIND_ADDRESS, options.webAddress());
    configuration.set(RestOptions.BIND_PORT, Integer.toString(options.webPort()));
    configuration.set(RestOptions.PORT, options.webPort());
    configuration.set(WebOptions.SUBMIT_ENABLE, false);
    configuration.set(CoreOptions.TMP_DIRS, options.folder().resolve("tmp").toString());
    // Flink 2.3 ends the whole process ("Some subtask gateway can be closed while others cannot")
    // where one task of a source restarts alone just as a checkpoint begins.
    configuration.set(JobManagerOptions.EXECUTION_FAILOVER_STRATEGY, "full");
    configuration.set(
        TaskManagerOptions.MANAGED_MEMORY_SIZE,
        MemorySize.ofMebiBytes((long) options.stateMegabytes() * options.slots()));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
    configuration.setString("metrics.reporters", JobCounters.NAME);
    configuration.setString(
        "metrics.reporter." + JobCounters.NAME + ".factory.class",
        JobCounters.Factory.class.getName());
    return configuration;
  }

  /** Where to watch the jobs. */
  public URI webPage() {
    return await(cluster.getRestAddress(), "the address of Flink's web page");
  }

  /**
   * Runs a job, from its newest checkpoint where there is one.
   *
   * @param name names the job, and its folder of checkpoints
   * @param workflow describes the graph
   * @return whether it goes on from a checkpoint, and from which
   */
  public synchronized Optional<Path> submit(
      String name, Consumer<StreamExecutionEnvironment> workflow) {
    return submit(name, workflow, false);
  }

  /**
   * The same.
   *
   * @param mayLeaveState whether the checkpoint may hold state that the graph has no use for; else
   *     such a job does not start
   */
  public synchronized Optional<Path> submit(
      String name, Consumer<StreamExecutionEnvironment> workflow, boolean mayLeaveState) {
    Path checkpoints = options.folder().resolve("checkpoints").resolve(name);
    StreamExecutionEnvironment env =
        new StreamExecutionEnvironment(jobConfiguration(name, checkpoints));
    workflow.accept(env);
    JobGraph graph = env.getStreamGraph().getJobGraph();
    Optional<Path> from = RetainedCheckpoints.newest(checkpoints);
    from.ifPresent(
        path ->
            graph.setSavepointRestoreSettings(
                SavepointRestoreSettings.forPath(
                    path.toUri().toString(), mayLeaveState, RecoveryClaimMode.CLAIM)));
    jobs.put(name, await(cluster.submitJob(graph), "the start of job " + name).getJobID());
    return from;
  }

  private Configuration jobConfiguration(String name, Path checkpoints) {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.NAME, name);
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, options.checkpointEvery());
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    configuration.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    // While a server is away, checkpoints cannot complete. That is no reason to start over.
    configuration.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofSeconds(30));
    return configuration;
  }

  /** The state of a job; empty where no such job was submitted here. */
  public synchronized Optional<JobStatus> status(String name) {
    JobID job = jobs.get(name);
    return job == null
        ? Optional.empty()
        : Optional.of(await(cluster.getJobStatus(job), "the state of job " + name));
  }

  /** Why a job that has ended failed, in the words of the innermost cause; empty if it did not. */
  public synchronized Optional<String> failure(String name) {
    JobID job = jobs.get(name);
    if (job == null) {
      return Optional.empty();
    }
    return await(cluster.requestJobResult(job), "the end of job " + name)
        .getSerializedThrowable()
        .map(EmbeddedFlink::innermost);
  }

  private static String innermost(Throwable failure) {
    String message = failure.getClass().getSimpleName();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      message = cause.getMessage() == null ? message : cause.getMessage();
    }
    return message;
  }

  /**
   * Waits until a job ends of itself or is cancelled.
   *
   * @throws IllegalStateException if it failed, with the reason as its cause
   */
  public void awaitEnd(String name) throws InterruptedException {
    JobID job;
    synchronized (this) {
      job = jobs.get(name);
    }
    try {
      if (job != null) {
        cluster
            .requestJobResult(job)
            .get()
            .getSerializedThrowable()
            .ifPresent(
                reason -> {
                  throw new IllegalStateException("job " + name + " failed", reason);
                });
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end of job " + name + " cannot be seen", e.getCause());
    }
  }

  /** Cancels a job that has not ended and waits for its end; its checkpoints stay. */
  public synchronized void cancel(String name) {
    JobID job = jobs.remove(name);
    if (job != null) {
      if (!await(cluster.getJobStatus(job), "the state of job " + name).isGloballyTerminalState()) {
        await(cluster.cancelJob(job), "the cancellation of job " + name);
      }
      await(cluster.requestJobResult(job), "the end of job " + name);
    }
  }

  /** Cancels every job, the last submitted first, and ends the cluster. */
  @Override
  public synchronized void close() {
    try {
      List<String> names = new ArrayList<>(jobs.keySet());
      Collections.reverse(names);
      names.forEach(this::cancel);
    } finally {
      cluster.closeAsync().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
  }

  private static <T> T await(CompletableFuture<T> future, String what) {
    try {
      return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + what, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(what + " failed: " + e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("gave up waiting for " + what, e);
    }
  }
}
