package io.mailtrail.cli.job;

import io.mailtrail.cli.Exit;
import io.mailtrail.cli.MailtrailCommand;
import io.mailtrail.ingest.IngestConfig;
import io.mailtrail.ingest.IngestJob;
import io.mailtrail.ingest.SystemClock;
import io.mailtrail.model.config.Settings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code mailtrail ingest}: Flink job 1. */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    description = {
      "Run the ingest job: collect tenants' audit records into Kafka.",
      "Goes on where its newest checkpoint says. Ends on Ctrl-C or SIGTERM."
    })
public final class IngestCommand implements Callable<Integer> {
  @ParentCommand private MailtrailCommand main;
  @Mixin private ProcessOptions options;

  @Override
  public Integer call() {
    Settings settings = options.settings();
    ProcessOptions.refuseClusterSetting(settings, "ingest.checkpoint.folder");
    FlinkConfig flink = FlinkConfig.read(settings);
    IngestConfig config = IngestConfig.from(settings);
    JobRun.run(
        new JobRun.Job(
            IngestJob.NAME,
            config.parallelism(),
            config.checkpointEvery(),
            env -> IngestJob.defineWorkflow(env, config, new SystemClock())),
        flink,
        main.streams().err());
    return Exit.OK;
  }
}
