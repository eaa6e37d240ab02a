package io.mailtrail.cli.offline;

import io.mailtrail.cli.DataOutput;
import io.mailtrail.cli.Exit;
import io.mailtrail.cli.Failure;
import io.mailtrail.cli.MailtrailCommand;
import io.mailtrail.cli.Streams;
import io.mailtrail.ingest.file.FileImport;
import io.mailtrail.ingest.file.ImportSummary;
import io.mailtrail.ingest.file.KnownCopies;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code mailtrail import}: exported records, into Kafka. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Publish exported records to Kafka, where the jobs take them up.",
      "Importing a file again changes nothing: every record has one id.",
      "Reads Purview and Search-UnifiedAuditLog CSV and JSON, SearchResult.xml and"
          + " Search-MailboxAuditLog CSV, in gz and zip too."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mailtrail import AuditLog.csv",
      "  mailtrail import --dry-run exports/",
      "  mailtrail import --bootstrap kafka:9092 --tenant 0f0f... SearchResult.xml"
    })
public final class ImportCommand implements Callable<Integer> {
  private static final Duration COMPARE_PATIENCE = Duration.ofSeconds(30);

  @ParentCommand private MailtrailCommand main;
  @Mixin private InputOptions input;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Exported files, and folders of such.")
  private List<String> files;

  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:MAILTRAIL_KAFKA_BOOTSTRAP:-127.0.0.1:9092}",
      description =
          "Kafka brokers, separated by commas (default: $$MAILTRAIL_KAFKA_BOOTSTRAP, else"
              + " 127.0.0.1:9092).")
  private String bootstrap;

  @Option(
      names = "--dry-run",
      description = "Read and count everything, publish nothing; needs no Kafka.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print the report as one JSON line on standard output.")
  private boolean json;

  @Option(
      names = "--lateness",
      paramLabel = "HOURS",
      defaultValue = "24",
      description =
          "Records older than this are reported as a backfill; the enrich job's lateness.default"
              + " decides (default: ${DEFAULT-VALUE}).")
  private int lateness;

  @Option(
      names = "--no-compare",
      description =
          "Do not look in Kafka for known records that those of mailbox exports, which have no id,"
              + " look like.")
  private boolean noCompare;

  @Override
  public Integer call() {
    Streams streams = main.streams();
    List<Path> paths = InputPaths.files(files, streams.err());
    Duration horizon = Duration.ofHours(lateness);
    List<ImportSummary> summaries = new ArrayList<>();
    Optional<KnownCopies.Found> known = Optional.empty();
    ImportProgress progress = new ImportProgress(streams, System::nanoTime);
    try (FileImport target = connect(horizon)) {
      for (Path path : paths) {
        summaries.add(importFile(target, path, progress));
      }
      known = known(target.known(), streams);
    } finally {
      progress.clear();
      report(streams, new ImportReport(summaries, dryRun, horizon, known));
    }
    return summaries.stream().allMatch(summary -> summary.rejects() == 0) ? Exit.OK : Exit.REFUSED;
  }

  /** Everything is published by now: what cannot be looked up is said, and is no failure. */
  private Optional<KnownCopies.Found> known(KnownCopies copies, Streams streams) {
    if (dryRun || noCompare || copies.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(copies.search(bootstrap, COMPARE_PATIENCE));
    } catch (IOException e) {
      streams.err().println("not compared with known records: " + Failure.reason(e));
      return Optional.empty();
    }
  }

  /** Also of what was done before something failed. */
  private void report(Streams streams, ImportReport report) {
    if (report.isEmpty()) {
      return;
    }
    if (json) {
      DataOutput out = DataOutput.standard(streams);
      out.line(report.json());
      out.flush();
    } else {
      report.lines().forEach(streams.err()::println);
    }
  }

  private FileImport connect(Duration horizon) {
    Clock clock = Clock.systemUTC();
    if (dryRun) {
      return FileImport.dryRun(input.tenant(), clock, horizon);
    }
    try {
      return FileImport.to(bootstrap, input.tenant(), clock, horizon);
    } catch (KafkaException e) {
      String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
      throw new Failure("Kafka at " + bootstrap + ": " + reason, e);
    }
  }

  private ImportSummary importFile(FileImport target, Path file, ImportProgress progress) {
    try {
      return target.run(file, input.options(), progress.of(file));
    } catch (IOException e) {
      throw new Failure(file + ": " + Failure.reason(e), e);
    }
  }
}
