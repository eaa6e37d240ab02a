package io.mailtrail.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.mailtrail.cli.backtest.BacktestRun;
import io.mailtrail.detect.OfflineDetector;
import io.mailtrail.detect.RuleSet;
import io.mailtrail.detect.RuleSource;
import io.mailtrail.enrich.FiniteSource;
import io.mailtrail.enrich.LookupTables;
import io.mailtrail.enrich.RawInput;
import io.mailtrail.enrich.RuleTexts;
import io.mailtrail.model.Origin;
import io.mailtrail.model.RawRecord;
import io.mailtrail.model.RecordId;
import io.mailtrail.normalise.Lookups;
import io.mailtrail.normalise.Normaliser;
import io.mailtrail.normalise.Outcome;
import io.mailtrail.rules.BundledRules;
import io.mailtrail.testbed.tenant.ContentBlob;
import io.mailtrail.testbed.tenant.SimulatedTenant;
import io.mailtrail.testbed.tenant.TenantPlan;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A backtest of the bundled rules over the history of the simulated tenant, from memory, against
 * the offline detector on one thread over the same records: records a second, and CPU of the
 * process a record.
 *
 * <p>Arguments: users (default 1,000), days (default 30), rounds (default 3).
 */
public final class BacktestThroughput {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** For a source in this process. */
  private static List<RawInput> records;

  private BacktestThroughput() {}

  public static void main(String[] arguments) throws Exception {
    int users = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
    int days = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 30;
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
    records = records(TenantPlan.of(1).withUsers(users).withDays(days));
    System.out.printf(Locale.ROOT, "%,d records, %d processors%n", records.size(), processors());
    Path folder = Files.createTempDirectory("mailtrail-benchmark");
    BacktestRun run = new BacktestRun(folder, LookupTables.BUNDLED, processors());
    for (int round = 0; round < rounds; round++) {
      int detected = measure("detector, one thread", BacktestThroughput::detect);
      int found = measure("backtest", () -> backtest(run));
      if (detected != found) {
        throw new IllegalStateException("detector " + detected + " alerts, backtest " + found);
      }
    }
    System.exit(0);
  }

  private interface Step {
    int alerts() throws Exception;
  }

  private static int measure(String name, Step step) throws Exception {
    long begin = System.nanoTime();
    long cpu = SYSTEM.getProcessCpuTime();
    int alerts = step.alerts();
    double micros = (SYSTEM.getProcessCpuTime() - cpu) / 1_000.0 / records.size();
    double rate = records.size() * 1e9 / (System.nanoTime() - begin);
    System.out.printf(
        Locale.ROOT,
        "| %-20s | %,9.0f records/s | %6.1f us CPU | %,d alerts |%n",
        name,
        rate,
        micros,
        alerts);
    return alerts;
  }

  /** With the start and the end of Flink, as whoever waits for it sees it. */
  private static int backtest(BacktestRun run) {
    int parts = processors();
    List<FiniteSource.Part<RawInput>> sources = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      int from = (int) ((long) records.size() * i / parts);
      int to = (int) ((long) records.size() * (i + 1) / parts);
      sources.add(() -> records.subList(from, to).iterator());
    }
    return run.run(
            new FiniteSource<>(RawInput.class, sources),
            RuleTexts.of(BundledRules.load()),
            refused -> {})
        .alerts()
        .size();
  }

  private static int detect() {
    List<RuleSource> rules = new ArrayList<>();
    BundledRules.load().forEach((name, yaml) -> rules.add(new RuleSource(name, yaml)));
    OfflineDetector detector = new OfflineDetector(RuleSet.load(rules));
    Normaliser normaliser = new Normaliser(Lookups.bundled());
    for (RawInput input : records) {
      if (normaliser.normalise(input.record()) instanceof Outcome.Normalised normalised) {
        detector.accept(normalised.event());
      }
    }
    return detector.settleAll().size();
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static List<RawInput> records(TenantPlan plan) {
    List<RawInput> inputs = new ArrayList<>();
    for (ContentBlob blob : SimulatedTenant.of(plan).allBlobs()) {
      for (byte[] record : blob.records()) {
        RawRecord raw =
            new RawRecord(
                RecordId.scan(record).recordId(plan.tenantId()).orElse("none"),
                record,
                plan.tenantId(),
                Origin.API.wireName(),
                "Audit.Exchange",
                blob.contentId(),
                inputs.size(),
                plan.anchor().toEpochMilli());
        inputs.add(new RawInput(raw, null, null, null));
      }
    }
    return inputs;
  }
}
