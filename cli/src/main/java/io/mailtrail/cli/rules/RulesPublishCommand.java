package io.mailtrail.cli.rules;

import io.mailtrail.cli.Exit;
import io.mailtrail.cli.Failure;
import io.mailtrail.detect.RuleSource;
import io.mailtrail.enrich.RuleTexts;
import io.mailtrail.enrich.RulesTopic;
import io.mailtrail.rules.BundledRules;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mailtrail rules publish}: changes the rules of the jobs that run. */
@Command(
    name = "publish",
    mixinStandardHelpOptions = true,
    description = {
      "Put rules in force while the jobs run: they replace those with the same id, or are added.",
      "All or nothing: if one cannot be used, it is named, and nothing is published (exit code 3)."
    })
public final class RulesPublishCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR|FILE", arity = "0..*", description = "Sigma rules.")
  private List<Path> paths = new ArrayList<>();

  @Option(
      names = "--off",
      paramLabel = "ID",
      description = "Switch a rule off, also one that the jobs start with.")
  private List<String> off = new ArrayList<>();

  @Option(
      names = "--restore",
      paramLabel = "ID",
      description = "Take back what was published: the rule that the jobs start with counts again.")
  private List<String> restored = new ArrayList<>();

  @Option(
      names = "--start",
      paramLabel = "DIR",
      description = "The jobs' rules.folder, where it is set (default: the bundled rules).")
  private Path start;

  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:MAILTRAIL_KAFKA_BOOTSTRAP:-127.0.0.1:9092}",
      description =
          "Kafka brokers, separated by commas (default: $$MAILTRAIL_KAFKA_BOOTSTRAP, else"
              + " 127.0.0.1:9092).")
  private String bootstrap;

  @Override
  public Integer call() {
    if (paths.isEmpty() && off.isEmpty() && restored.isEmpty()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "Say what to publish, --off or --restore");
    }
    List<RuleSource> files = new ArrayList<>();
    paths.forEach(path -> files.addAll(read(path)));
    RuleTexts before =
        start == null ? RuleTexts.of(BundledRules.load()) : RuleTexts.of(read(start));
    PrintWriter err = spec.commandLine().getErr();
    RulesTopic.Outcome outcome =
        publish(new RulesTopic(bootstrap, before), new RulesTopic.Wanted(files, off, restored));
    outcome.refused().forEach(err::println);
    outcome.published().forEach(id -> err.println(id + ": published"));
    return outcome.refused().isEmpty() ? Exit.OK : Exit.REFUSED;
  }

  private static RulesTopic.Outcome publish(RulesTopic topic, RulesTopic.Wanted wanted) {
    try {
      return topic.publish(wanted);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted while publishing rules", e);
    } catch (IllegalStateException e) {
      throw new Failure(e.getMessage(), e);
    }
  }

  private static List<RuleSource> read(Path path) {
    if (!Files.exists(path)) {
      throw new Failure(path + ": no such file or folder");
    }
    try {
      List<RuleSource> rules = RuleSource.fromFolder(path);
      if (rules.isEmpty()) {
        throw new Failure(path + ": holds no .yml or .yaml file");
      }
      return rules;
    } catch (IOException e) {
      throw Failure.file(path, e);
    }
  }
}
