package io.mailtrail.cli.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.cli.DataOutput;
import io.mailtrail.cli.Exit;
import io.mailtrail.cli.Failure;
import io.mailtrail.cli.MailtrailCommand;
import io.mailtrail.model.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code mailtrail ledger}: is collection complete, and if not, exactly what is missing. */
@Command(
    name = "ledger",
    mixinStandardHelpOptions = true,
    description = {
      "Say of every hour whether collection is complete, and if not, exactly what is missing.",
      "Exits with 0 where all of it is complete and with 3 where something is missing. An hour is",
      "complete when everything that became available in it and in the horizon behind it was",
      "listed, and published or named as unobtainable."
    })
public final class LedgerCommand implements Callable<Integer> {
  @ParentCommand private MailtrailCommand main;

  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:MAILTRAIL_KAFKA_BOOTSTRAP:-127.0.0.1:9092}",
      description =
          "Kafka brokers, separated by commas (default: $$MAILTRAIL_KAFKA_BOOTSTRAP, else"
              + " 127.0.0.1:9092).")
  private String bootstrap;

  @Option(
      names = "--tenant",
      paramLabel = "GUID",
      description = "Only this tenant (default: all of them).")
  private String tenant;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description =
          "First event hour, as 2026-03-11 or 2026-03-11T15:00:00Z (default: the first whole hour"
              + " that was ever asked for).")
  private String from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "Hours before this time (default: those that can be complete by now).")
  private String to;

  @Option(
      names = "--horizon",
      paramLabel = "HOURS",
      defaultValue = "24",
      description = "How late events may come and be waited for (default: ${DEFAULT-VALUE}).")
  private int horizonHours;

  @Option(
      names = "--json",
      description = "One line of JSON for each tenant and content type, forecast and file.")
  private boolean json;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long to wait for the brokers (default: ${DEFAULT-VALUE}).")
  private int patienceSeconds;

  @Override
  public Integer call() {
    Duration horizon = Duration.ofHours(horizonHours);
    Instant now = Instant.now();
    LedgerReport report =
        LedgerReport.of(
            LedgerTopic.read(bootstrap, Duration.ofSeconds(patienceSeconds)),
            horizon,
            Optional.ofNullable(tenant),
            time("--from", from),
            time("--to", to),
            // The last hour that can be complete, with time for its last window to be read.
            now.minus(horizon).minus(Duration.ofHours(2)));
    try (DataOutput out = DataOutput.standard(main.streams())) {
      if (json) {
        report.streams().forEach(stream -> out.line(Json.bytes(stream)));
        report.atRisk().forEach(forecast -> out.line(Json.bytes(Map.of("forecast", forecast))));
        report.files().forEach(file -> out.line(Json.bytes(Map.of("file", file))));
      } else {
        LedgerTable.lines(report).forEach(line -> out.line(line.getBytes(UTF_8)));
      }
      out.flush();
    }
    if (report.isEmpty()) {
      main.streams().err().println("The ledger knows nothing of what was asked for.");
    }
    return report.isComplete() ? Exit.OK : Exit.REFUSED;
  }

  /** A day, or an instant in UTC. */
  static Optional<Instant> time(String option, String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          text.length() == "2026-03-11".length()
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : Instant.parse(text));
    } catch (DateTimeParseException e) {
      throw new Failure(
          option + ": must be a time such as 2026-03-11 or 2026-03-11T15:00:00Z, is " + text, e);
    }
  }
}
