package io.mailtrail.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.ingest.api.ActivityApis;
import io.mailtrail.ingest.api.Retries;
import io.mailtrail.ingest.source.ActivitySource;
import io.mailtrail.ingest.source.SourceSettings;
import io.mailtrail.model.ContentType;
import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.LedgerEntry.Kind;
import io.mailtrail.model.LedgerEntry.State;
import io.mailtrail.model.config.Secret;
import io.mailtrail.model.ledger.Completeness;
import io.mailtrail.model.ledger.Hour;
import io.mailtrail.testbed.server.Await;
import io.mailtrail.testbed.tenant.Fault;
import io.mailtrail.testbed.tenant.Faults;
import io.mailtrail.testbed.tenant.ScriptedPlan;
import io.mailtrail.testbed.tenant.ScriptedTenant;
import io.mailtrail.testbed.tenant.TenantServer;
import io.mailtrail.testbed.tenant.VirtualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fifty tenants in one job, five of them broken, each in its own way. */
class ManyTenantsTest {
  private static final int TENANTS = 50;
  private static final Retries QUICK = new Retries(2, Duration.ofMillis(5), Duration.ofMillis(60));

  /** What holds up a broken tenant for good, or for longer than this test may take. */
  private static final List<Faults> BROKEN =
      List.of(
          Faults.none().with(Fault.WRONG_SECRET),
          Faults.none().with(Fault.STALL).withStall(Duration.ofMinutes(10)).withMostInARow(1_000),
          Faults.none().with(Fault.THROTTLE_429_RETRY_AFTER).withMostInARow(1_000_000),
          Faults.none().with(Fault.RESET).withMostInARow(1_000_000),
          Faults.none().with(Fault.AUDITING_OFF));

  private static final Duration HORIZON = Duration.ofHours(1);

  @TempDir Path checkpoints;

  @Test
  void whatIsWrongWithFiveIsNothingToTheOtherFortyFive() throws Exception {
    VirtualClock clock =
        VirtualClock.standingAt(ScriptedPlan.of(1).to().plus(Duration.ofMinutes(20)));
    TenantServer.Builder builder = TenantServer.at(clock);
    List<ScriptedTenant> tenants = new ArrayList<>();
    for (int i = 0; i < TENANTS; i++) {
      ScriptedPlan plan =
          ScriptedPlan.of(100 + i).withContentTypes(ContentType.EXCHANGE).withBlobs(6, 10);
      tenants.add(ScriptedTenant.of(plan));
      builder.tenant(tenants.get(i), i < BROKEN.size() ? BROKEN.get(i) : Faults.none());
    }
    List<ScriptedTenant> healthy = tenants.subList(BROKEN.size(), TENANTS);
    Map<String, State> alone;
    Map<String, State> together;
    try (TenantServer server = builder.start()) {
      alone = collect("alone", healthy, healthy, server, clock, topics -> {});
      together =
          collect(
              "together",
              tenants,
              healthy,
              server,
              clock,
              topics -> assertBrokenAreNamed(topics, tenants.subList(0, BROKEN.size()), clock));
    }
    assertThat(together).as("as if there were no others").isEqualTo(alone);
  }

  /** Gives the last state of everything of the healthy, having seen that it is all there. */
  private Map<String, State> collect(
      String name,
      List<ScriptedTenant> tenants,
      List<ScriptedTenant> healthy,
      TenantServer server,
      VirtualClock clock,
      Consumer<MemoryTopics> also)
      throws Exception {
    MemoryTopics topics = MemoryTopics.create(name, 1, 0);
    Map<String, State> states = new TreeMap<>();
    try (TestFlink flink = run(checkpoints.resolve(name), tenants, server, clock, topics)) {
      Await.until(
          "everything of the healthy tenants complete",
          Duration.ofMinutes(5),
          () -> {
            assertThat(flink.status()).isNotIn(JobStatus.FAILED, JobStatus.CANCELED);
            Map<String, Map<String, LedgerEntry>> ledgers = topics.ledgers();
            return healthy.stream()
                .allMatch(tenant -> isComplete(ledgers.get(tenant.tenantId()), tenant, clock));
          });
      Map<String, Map<String, LedgerEntry>> ledgers = topics.ledgers();
      for (ScriptedTenant tenant : healthy) {
        assertThat(topics.recordIds(tenant.tenantId()))
            .isEqualTo(server.truth(tenant.tenantId()).obtainable());
        ledgers.get(tenant.tenantId()).values().stream()
            // What is foreseen depends on how fast the machine is.
            .filter(entry -> entry.kind() != Kind.FORECAST)
            .forEach(entry -> states.put(entry.id(), entry.state()));
      }
      also.accept(topics);
    } finally {
      topics.forget();
    }
    return states;
  }

  private static boolean isComplete(
      Map<String, LedgerEntry> ledger, ScriptedTenant tenant, VirtualClock clock) {
    if (ledger == null || ledger.values().stream().anyMatch(ManyTenantsTest::isOpen)) {
      return false;
    }
    Completeness completeness = Completeness.of(ledger.values(), HORIZON);
    Completeness.Stream stream =
        new Completeness.Stream(tenant.tenantId(), ContentType.EXCHANGE.wireName());
    return completeness.streams().contains(stream)
        && completeness.trouble(stream).isEmpty()
        && completeness
            .hours(stream, tenant.plan().from(), clock.instant().minus(HORIZON).minusSeconds(7_200))
            .stream()
            .allMatch(Hour::isComplete);
  }

  private static boolean isOpen(LedgerEntry entry) {
    return entry.kind() != Kind.IDS && entry.kind() != Kind.FORECAST && !entry.state().isFinal();
  }

  /** Nothing of theirs is called complete, and where only a person can help the ledger says why. */
  private static void assertBrokenAreNamed(
      MemoryTopics topics, List<ScriptedTenant> broken, VirtualClock clock) {
    List<String> reasons = new ArrayList<>();
    for (ScriptedTenant tenant : broken) {
      Map<String, LedgerEntry> ledger = topics.ledger(tenant.tenantId());
      assertThat(isComplete(ledger, tenant, clock)).isFalse();
      LedgerEntry stream =
          ledger.get(LedgerEntry.streamId(tenant.tenantId(), ContentType.EXCHANGE.wireName()));
      assertThat(stream).as("announced").isNotNull();
      reasons.add(String.valueOf(stream.reason()));
    }
    assertThat(reasons.get(0)).startsWith("sign_in_refused");
    assertThat(reasons.get(4)).startsWith("auditing_off");
  }

  private TestFlink run(
      Path checkpoints,
      List<ScriptedTenant> tenants,
      TenantServer server,
      VirtualClock clock,
      MemoryTopics topics)
      throws Exception {
    List<TenantConfig> configs = new ArrayList<>();
    for (ScriptedTenant tenant : tenants) {
      configs.add(
          new TenantConfig(
              "tenant" + configs.size(),
              tenant.tenantId(),
              tenant.clientId(),
              new Secret(tenant.clientSecret()),
              server.uri(),
              server.uri(),
              tenant.tenantId(),
              tenant.plan().contentTypes()));
    }
    SourceSettings settings =
        new SourceSettings(configs, "many", Duration.ofMillis(500), Duration.ZERO, QUICK);
    return TestFlink.start(
        checkpoints,
        2,
        env ->
            IngestJob.defineWorkflow(
                env,
                ActivitySource.of(
                    settings, ActivityApis.http(QUICK, Duration.ofMinutes(5)), () -> 1, clock),
                topics));
  }
}
