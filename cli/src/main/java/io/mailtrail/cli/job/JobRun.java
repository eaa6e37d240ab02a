package io.mailtrail.cli.job;

import io.mailtrail.cli.Failure;
import io.mailtrail.cli.flink.EmbeddedFlink;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Runs one Flink job in this process until it ends or the process is told to stop. */
final class JobRun {
  private JobRun() {}

  /**
   * A job to run.
   *
   * @param name names it on Flink's page, and its folder of checkpoints
   * @param slots the most parallel instances of one of its operators
   * @param mayLeaveState {@link EmbeddedFlink#submit(String, Consumer, boolean)}
   */
  record Job(
      String name,
      int slots,
      Duration checkpointInterval,
      Consumer<StreamExecutionEnvironment> workflow,
      boolean mayLeaveState) {
    Job(
        String name,
        int slots,
        Duration checkpointInterval,
        Consumer<StreamExecutionEnvironment> workflow) {
      this(name, slots, checkpointInterval, workflow, false);
    }
  }

  /**
   * Starts the job from its newest retained checkpoint and waits. An interrupt or a termination
   * signal cancels it; what the last checkpoint holds is where the next start goes on.
   *
   * @throws Failure if the job cannot be started or ends with a failure
   */
  static void run(Job job, FlinkConfig config, PrintWriter err) {
    String name = job.name();
    EmbeddedFlink flink = start(job, config);
    Thread stop = new Thread(flink::close, "stop-" + name);
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      Optional<Path> from = flink.submit(name, job.workflow(), job.mayLeaveState());
      err.println(
          name
              + from.map(path -> " goes on from " + path).orElse(" starts without a checkpoint")
              + "; Flink's page: "
              + flink.webPage());
      flink.awaitEnd(name);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException e) {
      throw new Failure(withCause(e), e);
    } finally {
      if (forget(stop)) {
        flink.close();
      }
    }
  }

  private static EmbeddedFlink start(Job job, FlinkConfig config) {
    try {
      return EmbeddedFlink.start(
          new EmbeddedFlink.Options(
              config.folder(),
              job.slots(),
              config.webAddress(),
              config.webPort(),
              job.checkpointInterval(),
              config.stateMegabytes()));
    } catch (IllegalStateException e) {
      throw new Failure(withCause(e), e);
    }
  }

  /** The message, and behind it the innermost reason that has one: Flink wraps it many times. */
  private static String withCause(Throwable e) {
    Throwable innermost = e;
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null) {
        innermost = cause;
      }
    }
    return innermost == e ? e.getMessage() : e.getMessage() + ": " + innermost.getMessage();
  }

  /** False where the process is ending already: then the hook closes. */
  private static boolean forget(Thread hook) {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return false;
    }
  }
}
