package io.mailtrail.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.cli.Failure;
import io.mailtrail.cli.demo.DemoStack.Layer;
import io.mailtrail.cli.demo.Observed.Copy;
import io.mailtrail.cli.flink.JobCounters;
import io.mailtrail.ingest.file.FileImport;
import io.mailtrail.ingest.file.FileOptions;
import io.mailtrail.ingest.file.ImportSummary;
import io.mailtrail.model.Alert;
import io.mailtrail.model.RecordId;
import io.mailtrail.model.Topic;
import io.mailtrail.testbed.tenant.SimulatedTenant;
import io.mailtrail.testbed.tenant.Story;
import io.mailtrail.testbed.tenant.TenantPlan;
import io.mailtrail.testbed.tenant.TenantServer;
import io.mailtrail.testbed.tenant.Truth;
import io.mailtrail.testbed.tenant.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Plays the tenant through the stack: the history to its proof, or on and on. */
final class DemoRun {
  /** Long enough for a slow, busy machine; a stuck pipeline is told by its jobs long before. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /**
   * How far after the last event the clock has to go until the last episode is settled: the longest
   * window of a rule that counts, a week, the lateness of a day, and some hours.
   */
  private static final Duration UNTIL_SETTLED = Duration.ofHours(7 * 24 + 24 + 2);

  /** The API holds seven days: what was not listed by then is a gap. */
  private static final Duration STEP = Duration.ofDays(2);

  /** Documents wait half a second for their bulk; the rest is for a busy machine. */
  private static final Duration UNTIL_INDEXED = Duration.ofMinutes(3);

  /** What a month of a thousand people may cost an analyst. */
  private static final int FALSE_ALARMS_PER_THOUSAND = 2;

  private static final Duration MARGIN = Duration.ofSeconds(30);
  private static final long TICK_NANOS = Duration.ofMillis(250).toNanos();
  private static final String[] OUTCOMES = {
    "created", "superseded", "duplicate", "replayed", "rejected"
  };

  private final DemoOptions options;
  private final Narrator narrator;

  DemoRun(DemoOptions options, Narrator narrator) {
    this.options = options;
    this.narrator = narrator;
  }

  /** Plays the history and compares what became of it with the truth. */
  Verdict once(DemoStack stack) throws IOException {
    TenantPlan plan = TenantPlan.of(options.seed()).withUsers(options.users());
    VirtualClock clock = VirtualClock.standingAt(plan.anchor());
    stack.start(clock);
    SimulatedTenant tenant = tenant(plan);
    KafkaSide kafka = kafka(stack);
    watch(stack, kafka);
    play(stack, tenant, clock);
    tellWhere(stack);

    // The clock stands still until all is fetched: else the oldest content expires under our hands.
    await(
        "collecting the last seven days",
        stack,
        () -> !kafka.completeUpTo().isBefore(plan.anchor().minus(MARGIN)));
    narrator.say("all that the API holds is collected; the clock moves on until all is settled");
    advance(plan.anchor(), stack, kafka, clock);
    await("detecting", stack, () -> kafka.hasConsumedAll("mailtrail-enrich", Topic.RAW));
    SearchSide search = new SearchSide(stack.openSearch());
    Indexed indexed = Indexed.of(kafka, search);
    // What is never indexed does not stop the proof: it is what the proof is for.
    awaitAtMost(UNTIL_INDEXED, "indexing", stack, indexed::isComplete);

    if (options.sabotage().contains(Sabotage.DELETE_DOCUMENT)) {
      search.deleteEvent(new TreeSet<>(Copy.records(search.documents())).first());
    }
    Observed observed = observed(kafka, search);
    writeAlerts(observed.alerts());
    return Verdict.of(expected(plan, tenant.truth()), observed, narrator.sinceStart().toSeconds());
  }

  private void advance(Instant from, DemoStack stack, KafkaSide kafka, VirtualClock clock) {
    Instant end = from.plus(UNTIL_SETTLED);
    for (Instant now = from; now.isBefore(end); ) {
      now = now.plus(STEP).isBefore(end) ? now.plus(STEP) : end;
      clock.advanceTo(now);
      Instant complete = now.minus(MARGIN);
      await("waiting for late records", stack, () -> !kafka.completeUpTo().isBefore(complete));
    }
  }

  private KafkaSide kafka(DemoStack stack) {
    return stack.opened(Layer.FACES, new KafkaSide(stack.kafka().bootstrap()));
  }

  private void watch(DemoStack stack, KafkaSide kafka) {
    stack.opened(Layer.FACES, new AlertWatch(kafka, narrator::alert, narrator::say));
  }

  private void tellWhere(DemoStack stack) {
    narrator.print("");
    narrator.print("  Console      " + stack.console());
    narrator.print("  Flink        " + stack.flink());
    narrator.print("  OpenSearch   " + stack.openSearch());
    narrator.print("  Kafka        " + stack.kafka().bootstrap());
    narrator.print("");
  }

  /** For whoever wants to compare them with those of another way to find them. */
  private void writeAlerts(List<Alert> alerts) throws IOException {
    Files.write(
        options.folder().resolve("alerts.jsonl"),
        alerts.stream().map(alert -> new String(alert.toBytes(), UTF_8)).toList());
  }

  /** Plays the history and then new activity, until interrupted. */
  void live(DemoStack stack) throws IOException, InterruptedException {
    TenantPlan plan =
        TenantPlan.of(options.seed())
            .withUsers(options.users())
            .withAnchor(Instant.now())
            .withLive(true);
    VirtualClock clock = VirtualClock.runningFrom(plan.anchor(), 1);
    stack.start(clock);
    SimulatedTenant tenant = tenant(plan);
    KafkaSide kafka = kafka(stack);
    play(stack, tenant, clock);
    tellWhere(stack);
    narrator.print(
        "  New activity goes on, a takeover among it every few minutes. Ctrl-C ends it.");
    narrator.print("");
    watch(stack, kafka);
    while (true) {
      stack.requireHealthy();
      Thread.sleep(1_000);
    }
  }

  private SimulatedTenant tenant(TenantPlan plan) {
    SimulatedTenant tenant = SimulatedTenant.of(plan);
    Truth truth = tenant.truth();
    narrator.say(
        "the tenant %s has %,d records of %d days"
            .formatted(plan.domain(), truth.listed(), plan.days()));
    SimulatedTenant served =
        options.sabotage().contains(Sabotage.REMOVE_STEP)
            ? tenant.withoutStep(truth.takeovers().get(0).id())
            : tenant;
    if (options.sabotage().contains(Sabotage.DROP_BLOB)) {
      served.dropBlob(served.indispensableBlob().contentId());
    }
    return served;
  }

  private void play(DemoStack stack, SimulatedTenant tenant, VirtualClock clock)
      throws IOException {
    Path truth = options.folder().resolve("truth.json");
    tenant.writeTruth(truth);
    Path csv = options.folder().resolve("AuditLog.csv");
    tenant.writePurviewCsv(csv);
    try (FileImport files =
        FileImport.to(
            stack.kafka().bootstrap(), tenant.plan().tenantId(), clock, Duration.ofHours(24))) {
      ImportSummary summary = files.run(csv, FileOptions.NONE, (bytes, records, rejects) -> {});
      narrator.say(
          "imported a Purview export of what the API does not hold any more: %,d records"
              .formatted(summary.records()));
    }
    TenantServer server = stack.opened(Layer.TENANT, TenantServer.start(tenant, clock));
    stack.collect(tenant.plan(), server, clock);
    narrator.say("collecting from the tenant's Management Activity API at " + server.uri());
  }

  private void await(String what, DemoStack stack, BooleanSupplier condition) {
    if (!awaitAtMost(PATIENCE, what, stack, condition)) {
      throw new Failure(
          "gave up "
              + what
              + " after "
              + PATIENCE.toMinutes()
              + " minutes; the servers' logs are below "
              + options.folder());
    }
  }

  /** Whether the condition became true in time. */
  private boolean awaitAtMost(
      Duration patience, String what, DemoStack stack, BooleanSupplier condition) {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      stack.requireHealthy();
      if (System.nanoTime() > end) {
        return false;
      }
      narrator.status(
          "%s: %,d events, %,d indexed"
              .formatted(
                  what, JobCounters.sum(DemoStack.ENRICH, "records.normalised"), ended("event")));
      LockSupport.parkNanos(TICK_NANOS);
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("interrupted while " + what);
      }
    }
    return true;
  }

  private static long ended(String kind) {
    long sum = 0;
    for (String outcome : OUTCOMES) {
      sum += JobCounters.sum(DemoStack.SINK, kind + ".documents." + outcome);
    }
    return sum;
  }

  private static Observed observed(KafkaSide kafka, SearchSide search) {
    SearchSide.Failures failures = search.failures();
    return new Observed(
        kafka.published(),
        search.documents(),
        failures.records(),
        failures.rules(),
        search.alerts());
  }

  static Expected expected(TenantPlan plan, Truth truth) {
    DemoRules rules = DemoRules.bundled();
    return new Expected(
        recordIds(plan, truth.records()),
        recordIds(plan, truth.unreadable()),
        truth.stories().stream().map(story -> story(plan, story, rules)).toList(),
        rules.coincidences(),
        (plan.users() * FALSE_ALARMS_PER_THOUSAND + 999) / 1_000);
  }

  private static Expected.Story story(TenantPlan plan, Story story, DemoRules rules) {
    List<Expected.Due> due =
        story.takeover()
            ? story.rules().stream().map(name -> due(plan, story, name, rules)).toList()
            : List.of();
    return new Expected.Story(
        story.id(),
        story.user(),
        due,
        story.kind().alsoFound().stream().map(rules::id).collect(Collectors.toSet()),
        recordIds(plan, story.records()));
  }

  /** The takeover that the demo is about has to stand on both its ends, not on any record. */
  private static Expected.Due due(TenantPlan plan, Story story, String name, DemoRules rules) {
    return new Expected.Due(
        rules.id(name),
        name,
        name.equals(DemoRules.FLAGSHIP)
            ? recordIds(plan, List.of(story.login().recordId(), story.rule().recordId()))
            : Set.of());
  }

  private static Set<String> recordIds(TenantPlan plan, Iterable<String> ids) {
    Set<String> recordIds = new TreeSet<>();
    ids.forEach(id -> recordIds.add(RecordId.of(plan.tenantId(), id)));
    return recordIds;
  }
}
