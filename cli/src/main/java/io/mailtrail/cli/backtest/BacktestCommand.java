package io.mailtrail.cli.backtest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.cli.DataOutput;
import io.mailtrail.cli.Exit;
import io.mailtrail.cli.Failure;
import io.mailtrail.cli.MailtrailCommand;
import io.mailtrail.cli.Streams;
import io.mailtrail.cli.coverage.Times;
import io.mailtrail.cli.offline.FailedOutput;
import io.mailtrail.cli.offline.InputOptions;
import io.mailtrail.cli.offline.InputPaths;
import io.mailtrail.cli.offline.LookupOptions;
import io.mailtrail.detect.Rule;
import io.mailtrail.enrich.FiniteSource;
import io.mailtrail.enrich.LookupTables;
import io.mailtrail.enrich.RawInput;
import io.mailtrail.enrich.RawTopic;
import io.mailtrail.model.Alert;
import io.mailtrail.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.source.Source;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code mailtrail backtest}: what rules would have found in records of the past. */
@Command(
    name = "backtest",
    mixinStandardHelpOptions = true,
    description = {
      "Say what rules would have found: alerts a day, who is named, samples, which other rules",
      "tell of the same, what it costs. Runs the live detection over exported files, or over",
      "what Kafka holds of audit.raw. Records before --from are known as history.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mailtrail backtest my-rule.yml --events exports/ --from 2026-03-01 --to 2026-04-01",
      "  mailtrail backtest my-rule.yml --against my-rule-before.yml --bootstrap kafka:9092",
      "  mailtrail backtest ID --rules rules-of-mine/ --json"
    })
public final class BacktestCommand implements Callable<Integer> {
  @ParentCommand private MailtrailCommand main;
  @Spec private CommandSpec spec;
  @Mixin private InputOptions input;
  @Mixin private LookupOptions lookups;

  @Parameters(
      arity = "1..*",
      paramLabel = "RULE",
      description =
          "Files or folders of Sigma rules, which take the place of rules with the same id, or ids"
              + " and names of rules that are there.")
  private List<String> rules;

  @Option(
      names = "--events",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Exported files, folders of such (default: audit.raw in Kafka).")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:MAILTRAIL_KAFKA_BOOTSTRAP:-127.0.0.1:9092}",
      description =
          "Kafka brokers, separated by commas (default: $$MAILTRAIL_KAFKA_BOOTSTRAP, else"
              + " 127.0.0.1:9092).")
  private String bootstrap;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = Times.class,
      description = "Report alerts from this time on, as 2026-03-01 or 2026-03-01T12:00:00Z.")
  private Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = Times.class,
      description = "Report alerts before this time.")
  private Instant to;

  @Option(
      names = "--rules",
      paramLabel = "DIR",
      description = "The rules that are in force otherwise (default: the bundled rules).")
  private Path folder;

  @Option(
      names = "--against",
      paramLabel = "FILE",
      description = "Another version of the rules: tell what only one of the two finds.")
  private Path against;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many alerts of each rule to show (default: ${DEFAULT-VALUE}).")
  private int samples;

  @Option(names = "--json", description = "Print the report as one JSON line.")
  private boolean json;

  @Option(
      names = "--alerts",
      paramLabel = "FILE",
      description = "Write every alert that is reported to a file, too, as JSON lines.")
  private Path alertsFile;

  @Option(
      names = "--failed",
      paramLabel = "FILE",
      description = "Where refused records go, as JSON lines (default: standard error).")
  private Path failedFile;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "Parallel instances of every operator (default: one for each processor).")
  private int parallelism = Math.min(8, Runtime.getRuntime().availableProcessors());

  @Override
  public Integer call() {
    check();
    Streams streams = main.streams();
    RuleChoice choice = RuleChoice.of(rules, folder);
    RuleChoice other = against == null ? null : RuleChoice.of(List.of(against.toString()), folder);
    choice.errors().forEach(error -> streams.err().println("rule refused: " + error));
    if (!choice.serving().isEmpty()) {
      streams
          .err()
          .println(
              "raise nothing by themselves, the rules that refer to them are reported: "
                  + choice.serving().stream().map(Rule::label).collect(Collectors.joining(", ")));
    }
    List<Path> paths = files.isEmpty() ? List.of() : InputPaths.files(files, streams.err());
    LookupTables tables = lookups.tables();
    RawOffsets topic = paths.isEmpty() ? RawOffsets.read(bootstrap) : null;
    try (Workspace workspace = Workspace.make();
        FailedOutput failed = FailedOutput.open(failedFile, streams)) {
      BacktestRun run = new BacktestRun(workspace.folder(), tables, parallelism);
      BacktestRun.Result result = run.run(source(run, paths, topic), choice.texts(), failed::add);
      Report.Window window = new Report.Window(from, to);
      Difference difference = null;
      if (other != null) {
        BacktestRun.Result before =
            run.run(source(run, paths, topic), other.texts(), toldAlready -> {});
        if (topic != null && topic.isShortenedIn(RawOffsets.read(bootstrap))) {
          streams
              .err()
              .println(
                  "Kafka has deleted records of audit.raw meanwhile: --against was perhaps run over"
                      + " fewer of them");
        }
        difference =
            Difference.of(
                reported(before, other, window),
                reported(result, choice, window),
                common(choice, other));
      }
      print(Report.of(window, result, choice.subjects(), samples, difference));
      if (alertsFile != null) {
        write(reported(result, choice, window));
      }
      return failed.count() == 0 && choice.errors().isEmpty() ? Exit.OK : Exit.REFUSED;
    }
  }

  private void check() {
    if (from != null && to != null && !from.isBefore(to)) {
      throw new ParameterException(spec.commandLine(), "--from must be before --to");
    }
    if (samples < 0 || parallelism < 1) {
      throw new ParameterException(
          spec.commandLine(), "--samples must be 0 or more, and --parallelism 1 or more");
    }
  }

  private Source<RawInput, ?, ?> source(BacktestRun run, List<Path> paths, RawOffsets topic) {
    if (paths.isEmpty()) {
      return RawTopic.between(bootstrap, topic.begin(), topic.end());
    }
    Instant now = Instant.now();
    return new FiniteSource<>(
        RawInput.class,
        paths.stream()
            .map(
                file ->
                    ExportPart.of(file, run.refusedFolder(), input.options(), input.tenant(), now))
            .toList());
  }

  private static List<Alert> reported(
      BacktestRun.Result result, RuleChoice choice, Report.Window window) {
    Set<String> subjects = choice.subjectIds();
    return result.alerts().stream()
        .filter(alert -> subjects.contains(alert.rule()) && window.holds(alert))
        .toList();
  }

  private static Set<String> common(RuleChoice a, RuleChoice b) {
    Set<String> common = new LinkedHashSet<>(a.subjectIds());
    common.retainAll(b.subjectIds());
    return common;
  }

  private void print(Report report) {
    DataOutput out = DataOutput.standard(main.streams());
    if (json) {
      out.line(Json.bytes(report));
    } else {
      ReportText.lines(report).forEach(line -> out.line(line.getBytes(UTF_8)));
    }
    out.flush();
  }

  private void write(List<Alert> alerts) {
    try (DataOutput out =
        new DataOutput(alertsFile.toString(), Files.newOutputStream(alertsFile))) {
      alerts.forEach(alert -> out.line(alert.toBytes()));
    } catch (IOException e) {
      throw Failure.file(alertsFile, e);
    }
  }
}
