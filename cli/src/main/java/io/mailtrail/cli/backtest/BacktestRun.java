package io.mailtrail.cli.backtest;

import io.mailtrail.cli.Failure;
import io.mailtrail.cli.flink.EmbeddedFlink;
import io.mailtrail.enrich.EnrichJob;
import io.mailtrail.enrich.KeyedJson;
import io.mailtrail.enrich.Lateness;
import io.mailtrail.enrich.LookupTables;
import io.mailtrail.enrich.RawInput;
import io.mailtrail.enrich.RuleTexts;
import io.mailtrail.model.Alert;
import io.mailtrail.model.Alert.Collected;
import io.mailtrail.model.Alert.Coverage;
import io.mailtrail.model.Alert.Status;
import io.mailtrail.model.FailedRecord;
import io.mailtrail.model.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Runs the live graph over a finished set of records, in this process, and reads what came of it.
 * Everything between lies in a folder.
 */
public final class BacktestRun {
  private static final String JOB = "backtest";

  /** A note about something unknown in a record that is an event all the same. */
  private static final String DRIFT = "drift";

  private final Path folder;
  private final LookupTables lookups;
  private final int parallelism;
  private int runs;

  /**
   * What came of one run.
   *
   * @param alerts settled, by first time and then id, as {@code mailtrail detect} prints them
   * @param refused how many records could not be read, and rules were switched off
   * @param states what was kept, by family
   * @param took from the start of the job to its end
   */
  public record Result(
      List<Alert> alerts, EventCount count, long refused, List<FamilyState> states, Duration took) {
    public Result {
      alerts = List.copyOf(alerts);
      states = List.copyOf(states);
    }

    /** Records that became events, a second. */
    public double rate() {
      return count.events() * 1e9 / Math.max(1, took.toNanos());
    }
  }

  /**
   * @param folder for what lies between; may grow as large as the records
   * @param parallelism of every operator
   */
  public BacktestRun(Path folder, LookupTables lookups, int parallelism) {
    this.folder = folder;
    this.lookups = lookups;
    this.parallelism = parallelism;
  }

  /** Where the source puts pieces from which no record can be cut, for the next run. */
  Path refusedFolder() {
    return next().resolve("refused");
  }

  private Path next() {
    return folder.resolve("run-" + runs);
  }

  /**
   * Runs to the end.
   *
   * @param records bounded
   * @param refused is given what could not be read, and rules that were switched off
   * @throws Failure if the job cannot run to its end
   */
  public Result run(
      Source<RawInput, ?, ?> records, RuleTexts rules, Consumer<FailedRecord> refused) {
    Path here = next();
    runs++;
    Duration took = run(here, env -> define(env, here, records, rules));
    Map<String, Alert> alerts = new HashMap<>();
    LineFiles.read(here.resolve("alerts"), line -> keep(Alert.of(line), alerts));
    long[] failed = {0};
    Consumer<byte[]> tell =
        line -> {
          FailedRecord record = FailedRecord.of(line);
          if (!record.code().equals(DRIFT)) {
            failed[0]++;
            refused.accept(record);
          }
        };
    LineFiles.read(here.resolve("refused"), tell);
    LineFiles.read(here.resolve("failed"), tell);
    EventCount[] count = {EventCount.NONE};
    LineFiles.read(
        here.resolve("events"),
        line -> count[0] = count[0].plus(Json.read(line, EventCount.class)));
    Map<String, FamilyState> states = new TreeMap<>();
    LineFiles.read(
        here.resolve("kept"),
        line ->
            Arrays.asList(Json.read(line, FamilyState[].class))
                .forEach(state -> states.merge(state.family(), state, FamilyState::plus)));
    return new Result(
        alerts.values().stream()
            .filter(alert -> alert.status() == Status.SETTLED)
            .map(BacktestRun::withoutProof)
            .sorted(Comparator.comparing(Alert::first).thenComparing(Alert::id))
            .toList(),
        count[0],
        failed[0],
        List.copyOf(states.values()),
        took);
  }

  private void define(
      StreamExecutionEnvironment env, Path here, Source<RawInput, ?, ?> records, RuleTexts rules) {
    env.setParallelism(parallelism);
    EnrichJob.defineBacktest(
        env,
        records,
        new EnrichJob.Sinks(
            new LineFiles<>(here.resolve("events").toString(), EventCount.Counting::new),
            json(here.resolve("alerts")),
            json(here.resolve("failed")),
            new LineFiles<>(here.resolve("coverage").toString(), () -> statement -> null)),
        new LineFiles<>(here.resolve("kept").toString(), FamilyState.Adding::new),
        new EnrichJob.Options(
            new Lateness(Map.of(), Duration.ZERO),
            lookups,
            Optional.of(rules),
            // Time stands still until all facts of a key are there: nothing is ever older.
            Duration.ZERO,
            EnrichJob.State.HASHMAP));
  }

  private static void keep(Alert version, Map<String, Alert> alerts) {
    alerts.merge(version.id(), version, BacktestRun::later);
  }

  private static LineFiles<KeyedJson> json(Path files) {
    return new LineFiles<>(files.toString(), () -> KeyedJson::json);
  }

  private Duration run(Path here, Consumer<StreamExecutionEnvironment> workflow) {
    EmbeddedFlink.Options options =
        new EmbeddedFlink.Options(here, parallelism, 0, Duration.ofMinutes(1));
    try (EmbeddedFlink flink = EmbeddedFlink.start(options)) {
      long begin = System.nanoTime();
      flink.submit(JOB, workflow);
      flink.awaitEnd(JOB);
      return Duration.ofNanos(System.nanoTime() - begin);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted while the backtest ran", e);
    } catch (IllegalStateException e) {
      throw new Failure("the backtest did not run to its end: " + innermost(e), e);
    }
  }

  /** The innermost reason that has one: Flink wraps it many times. */
  private static String innermost(Throwable e) {
    String message = e.getMessage();
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      message = cause.getMessage() == null ? message : cause.getMessage();
    }
    return message;
  }

  /**
   * The version that counts of two, which one writer was given in this order. What is settled is
   * never provisional again, so in whatever order they are read, settled counts. Alerts of one
   * record are settled at once; where two equal copies of the record differ, always the same
   * counts.
   */
  static Alert later(Alert before, Alert after) {
    boolean wasSettled = before.status() == Status.SETTLED;
    if (wasSettled && after.status() == Status.PROVISIONAL) {
      return before;
    }
    boolean copies = wasSettled && after.status() == Status.SETTLED;
    return copies && Arrays.compare(before.toBytes(), after.toBytes()) <= 0 ? before : after;
  }

  /**
   * Here the end of the input settles everything, which proves nothing about collection: the ledger
   * can tell. And what was found on the way there, under another id, was never told to anybody:
   * whether it was found is a matter of the clock.
   */
  private static Alert withoutProof(Alert alert) {
    Coverage coverage = alert.coverage();
    return alert.with(
        alert.status(),
        List.of(),
        alert.explanation(),
        coverage == null ? null : new Coverage(coverage.from(), coverage.to(), Collected.UNKNOWN));
  }
}
