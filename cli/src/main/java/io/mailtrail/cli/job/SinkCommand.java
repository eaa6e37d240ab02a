package io.mailtrail.cli.job;

import io.mailtrail.cli.Exit;
import io.mailtrail.cli.Failure;
import io.mailtrail.cli.MailtrailCommand;
import io.mailtrail.model.config.Settings;
import io.mailtrail.sink.SinkConfig;
import io.mailtrail.sink.SinkException;
import io.mailtrail.sink.SinkJob;
import io.mailtrail.sink.Templates;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code mailtrail sink}: Flink job 3. */
@Command(
    name = "sink",
    mixinStandardHelpOptions = true,
    description = {
      "Run the sink job: events, alerts, failures and the ledger from Kafka into OpenSearch.",
      "Installs the index templates first. Goes on where its newest checkpoint says. Ends on"
          + " Ctrl-C or SIGTERM."
    })
public final class SinkCommand implements Callable<Integer> {
  @ParentCommand private MailtrailCommand main;
  @Mixin private ProcessOptions options;

  @Override
  public Integer call() {
    Settings settings = options.settings();
    ProcessOptions.refuseClusterSetting(settings, "sink.checkpoint.folder");
    FlinkConfig flink = FlinkConfig.read(settings);
    SinkConfig config = SinkConfig.from(settings);
    try {
      Templates.install(config.openSearch(), config.replicas());
    } catch (SinkException e) {
      throw new Failure("the index templates cannot be installed: " + e.getMessage(), e);
    }
    JobRun.run(
        new JobRun.Job(
            SinkJob.NAME,
            config.parallelism(),
            config.checkpointInterval(),
            env -> describe(env, config)),
        flink,
        main.streams().err());
    return Exit.OK;
  }

  private static void describe(StreamExecutionEnvironment env, SinkConfig config) {
    // While OpenSearch is away, checkpoints cannot complete. That is no reason to start over.
    env.getCheckpointConfig().setTolerableCheckpointFailureNumber(Integer.MAX_VALUE);
    SinkJob.defineWorkflow(
        env, SinkJob.Sources.kafka(config), SinkJob.sink(config), config.parallelism());
  }
}
