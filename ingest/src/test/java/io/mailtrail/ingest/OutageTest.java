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
import io.mailtrail.model.ledger.Hour.GapKind;
import io.mailtrail.testbed.server.Await;
import io.mailtrail.testbed.tenant.FeedBlob;
import io.mailtrail.testbed.tenant.ScriptedPlan;
import io.mailtrail.testbed.tenant.ScriptedTenant;
import io.mailtrail.testbed.tenant.TenantServer;
import io.mailtrail.testbed.tenant.VirtualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job is down for days, and goes on. */
class OutageTest {
  private static final Retries QUICK = new Retries(2, Duration.ofMillis(5), Duration.ofMillis(60));
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant STOPPED = START.plus(Duration.ofDays(1));

  @TempDir Path checkpoints;

  @Test
  void afterSixDaysAndTwentyHoursNothingThatCanBeHadIsLost() throws Exception {
    List<LedgerEntry> lost = outage("short", Duration.ofHours(6 * 24 + 20));
    assertThat(lost).isEmpty();
  }

  @Test
  void afterNineDaysTheLedgerNamesTheSpanThatIsLost() throws Exception {
    List<LedgerEntry> lost = outage("long", Duration.ofDays(9));
    assertThat(lost).hasSize(1);
    assertThat(lost.get(0).start()).isEqualTo(STOPPED);
    assertThat(lost.get(0).end())
        .isEqualTo(STOPPED.plus(Duration.ofDays(2)).plus(Duration.ofMinutes(5)));
    assertThat(lost.get(0).reason()).isNotBlank();
  }

  /** Gives the windows that the ledger says are lost, having seen that all else is there. */
  private List<LedgerEntry> outage(String name, Duration down) throws Exception {
    ScriptedPlan plan =
        ScriptedPlan.of(9)
            .withContentTypes(ContentType.EXCHANGE)
            .withSpan(START, START.plus(Duration.ofDays(10)))
            .withBlobs(60, 5);
    ScriptedTenant tenant = ScriptedTenant.of(plan);
    VirtualClock clock = VirtualClock.standingAt(STOPPED);
    MemoryTopics topics = MemoryTopics.create("outage-" + name, 1, 0);
    try (TenantServer server = TenantServer.start(tenant, clock)) {
      try (TestFlink flink = run(tenant, server, clock, topics)) {
        awaitPublished(flink, topics, tenant, START, STOPPED);
      }
      Instant back = STOPPED.plus(down);
      clock.advanceTo(back);
      Instant edge = back.minus(Duration.ofDays(7)).plus(Duration.ofMinutes(5));
      Instant from = edge.isAfter(STOPPED) ? edge : STOPPED;
      try (TestFlink flink = run(tenant, server, clock, topics)) {
        awaitPublished(flink, topics, tenant, from, back);
      }
      List<LedgerEntry> lost =
          topics.ledger(tenant.tenantId()).values().stream()
              .filter(entry -> entry.kind() == Kind.WINDOW && entry.state() == State.ABANDONED)
              .filter(entry -> !entry.isReplaced())
              .toList();
      Completeness completeness =
          Completeness.of(topics.ledger(tenant.tenantId()).values(), Duration.ofHours(1));
      List<Hour> missing =
          completeness
              .hours(completeness.streams().iterator().next(), START, back.minusSeconds(7_200))
              .stream()
              .filter(hour -> !hour.isComplete())
              .toList();
      assertThat(missing.isEmpty()).isEqualTo(lost.isEmpty());
      assertThat(missing)
          .allMatch(hour -> hour.gaps().stream().allMatch(gap -> gap.kind() == GapKind.LOST));
      return lost;
    } finally {
      topics.forget();
    }
  }

  private static void awaitPublished(
      TestFlink flink, MemoryTopics topics, ScriptedTenant tenant, Instant from, Instant to) {
    Set<String> expected = new HashSet<>();
    for (FeedBlob blob : tenant.allBlobs()) {
      if (!blob.created().isBefore(from) && blob.created().isBefore(to)) {
        expected.add(LedgerEntry.blobId(tenant.tenantId(), blob.contentId()));
      }
    }
    assertThat(expected).isNotEmpty();
    Await.until(
        "everything from " + from + " to " + to + " published",
        Duration.ofMinutes(1),
        () -> {
          assertThat(flink.status()).isNotIn(JobStatus.FAILED, JobStatus.CANCELED);
          var ledger = topics.ledger(tenant.tenantId());
          return ledger.values().stream()
                  .anyMatch(
                      entry ->
                          entry.kind() == Kind.WINDOW
                              && entry.state() == State.FINISHED
                              && entry.end().equals(to))
              && expected.stream()
                  .allMatch(
                      id -> ledger.containsKey(id) && ledger.get(id).state() == State.PUBLISHED);
        });
  }

  private TestFlink run(
      ScriptedTenant tenant, TenantServer server, VirtualClock clock, MemoryTopics topics)
      throws Exception {
    TenantConfig config =
        new TenantConfig(
                "outage",
                tenant.tenantId(),
                tenant.clientId(),
                new Secret(tenant.clientSecret()),
                server.uri(),
                server.uri(),
                tenant.tenantId(),
                tenant.plan().contentTypes())
            .withQuota(60_000, 4);
    SourceSettings settings =
        new SourceSettings(List.of(config), "test", Duration.ofMillis(100), Duration.ZERO, QUICK);
    return TestFlink.start(
        checkpoints,
        1,
        env ->
            IngestJob.defineWorkflow(
                env,
                ActivitySource.of(
                    settings, ActivityApis.http(QUICK, Duration.ofSeconds(20)), () -> 1, clock),
                topics));
  }
}
