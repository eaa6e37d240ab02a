package io.mailtrail.cli.rules;

import io.mailtrail.cli.MailtrailCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code mailtrail rules}: what is done with rules alone. */
@Command(
    name = "rules",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "VERB",
    description =
        "Check detection rules, run their tests, list them, show what they cover, put them in force.",
    subcommands = {
      RulesCheckCommand.class,
      RulesTestCommand.class,
      RulesListCommand.class,
      RulesCoverageCommand.class,
      RulesPublishCommand.class
    })
public final class RulesCommand implements Callable<Integer> {
  @ParentCommand private MailtrailCommand main;

  @Spec private CommandSpec spec;

  MailtrailCommand main() {
    return main;
  }

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Say check, test, list, coverage or publish");
  }
}
