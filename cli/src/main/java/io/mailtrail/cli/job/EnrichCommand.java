package io.mailtrail.cli.job;

import io.mailtrail.cli.Exit;
import io.mailtrail.cli.MailtrailCommand;
import io.mailtrail.enrich.EnrichConfig;
import io.mailtrail.enrich.EnrichJob;
import io.mailtrail.model.config.Settings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code mailtrail enrich}: Flink job 2. */
@Command(
    name = "enrich",
    mixinStandardHelpOptions = true,
    description = {
      "Run the enrich job: normalise records, add what is known of addresses, evaluate rules.",
      "Goes on where its newest checkpoint says. Ends on Ctrl-C or SIGTERM."
    })
public final class EnrichCommand implements Callable<Integer> {
  private static final String NAME = "mailtrail-enrich";

  @ParentCommand private MailtrailCommand main;
  @Mixin private ProcessOptions options;

  @Override
  public Integer call() {
    Settings settings = options.settings();
    FlinkConfig flink = FlinkConfig.read(settings);
    EnrichConfig config = EnrichConfig.from(settings);
    JobRun.run(
        new JobRun.Job(
            NAME,
            config.parallelism(),
            flink.checkpointInterval(),
            env -> EnrichJob.define(env, config),
            !config.replay().isEmpty()),
        flink,
        main.streams().err());
    return Exit.OK;
  }
}
