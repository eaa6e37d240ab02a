package io.mailtrail.cli;

import io.mailtrail.cli.backtest.BacktestCommand;
import io.mailtrail.cli.coverage.CoverageCommand;
import io.mailtrail.cli.demo.DemoCommand;
import io.mailtrail.cli.job.ConsoleCommand;
import io.mailtrail.cli.job.EnrichCommand;
import io.mailtrail.cli.job.IngestCommand;
import io.mailtrail.cli.job.SinkCommand;
import io.mailtrail.cli.ledger.LedgerCommand;
import io.mailtrail.cli.offline.DetectCommand;
import io.mailtrail.cli.offline.ImportCommand;
import io.mailtrail.cli.offline.NormaliseCommand;
import io.mailtrail.cli.rules.RulesCommand;
import java.util.concurrent.Callable;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The top-level command. A verb reaches it by {@code @ParentCommand}, and its streams with it. */
@Command(
    name = "mailtrail",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "VERB",
    description = "Who did what in every mailbox of a Microsoft 365 tenant.",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done (an alert found is success)",
      "1:could not be done",
      "2:the command line is wrong",
      "3:done, but parts of the input were refused, each named",
      "141:the reader of the output went away"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mailtrail demo",
      "  mailtrail normalise AuditLog.csv > events.jsonl",
      "  mailtrail detect AuditLog.csv",
      "  mailtrail import --bootstrap 127.0.0.1:9092 AuditLog.csv",
      "  mailtrail ingest --config mailtrail.yaml",
      "",
      "'mailtrail VERB --help' says more about a verb; docs/README.md about everything."
    },
    subcommands = {
      DemoCommand.class,
      NormaliseCommand.class,
      DetectCommand.class,
      BacktestCommand.class,
      ImportCommand.class,
      CoverageCommand.class,
      IngestCommand.class,
      EnrichCommand.class,
      SinkCommand.class,
      ConsoleCommand.class,
      LedgerCommand.class,
      TopicsCommand.class,
      ImportDashboardsCommand.class,
      RulesCommand.class,
      GenerateCompletion.class
    })
public final class MailtrailCommand implements Callable<Integer> {
  private final Streams streams;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Log what is being done, to standard error.")
  private boolean verbose;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Log in detail, and show the stack trace of an error.")
  private boolean debug;

  MailtrailCommand(Streams streams) {
    this.streams = streams;
  }

  /** Where verbs read and write. */
  public Streams streams() {
    return streams;
  }

  boolean debug() {
    return debug;
  }

  /** The level of our log: chosen before the first logger is made, so it is a system property. */
  void applyLogLevel() {
    if (debug || verbose) {
      System.setProperty("mailtrail.log.level", debug ? "debug" : "info");
    }
    if (debug) {
      System.setProperty("mailtrail.log.stack", "full");
    }
  }

  /** Keeps what drifts out of a terminal where alerts are told, unless more was asked for. */
  public void quietDrift() {
    if (!debug && !verbose) {
      System.setProperty("mailtrail.log.drift", "error");
    }
  }

  /** Without a verb: help, as for a person who does not know what to type. */
  @Override
  public Integer call() {
    CommandLine commandLine = spec.commandLine();
    commandLine.usage(commandLine.getErr());
    return Exit.USAGE;
  }
}
