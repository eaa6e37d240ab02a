package io.mailtrail.ingest;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.ingest.api.ActivityApis;
import io.mailtrail.ingest.api.Retries;
import io.mailtrail.ingest.source.ActivitySource;
import io.mailtrail.ingest.source.SourceSettings;
import io.mailtrail.model.ContentType;
import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.LedgerEntry.Kind;
import io.mailtrail.model.LedgerEntry.State;
import io.mailtrail.model.Topic;
import io.mailtrail.model.config.Secret;
import io.mailtrail.testbed.server.Await;
import io.mailtrail.testbed.tenant.Faults;
import io.mailtrail.testbed.tenant.FeedBlob;
import io.mailtrail.testbed.tenant.Quota;
import io.mailtrail.testbed.tenant.ScriptedPlan;
import io.mailtrail.testbed.tenant.ScriptedTenant;
import io.mailtrail.testbed.tenant.TenantServer;
import io.mailtrail.testbed.tenant.VirtualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More content than the quota can carry before it expires. */
class OverloadTest {
  private static final Retries QUICK = new Retries(2, Duration.ofMillis(5), Duration.ofMillis(60));
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int QUOTA = 30;
  private static final int BLOBS = 400;
  private static final Instant NOW = Instant.parse("2026-03-11T15:00:00Z");

  @TempDir Path checkpoints;

  @Test
  void whatTheQuotaCannotCarryIsForetoldAndThenNamed() throws Exception {
    // All of it was there before the margin that we keep, and will have expired in ten minutes.
    Instant expires = NOW.plus(Duration.ofMinutes(10));
    Instant created = expires.minus(Duration.ofDays(7));
    ScriptedTenant tenant =
        ScriptedTenant.of(
            ScriptedPlan.of(3)
                .withContentTypes(ContentType.EXCHANGE)
                .withSpan(created.minusSeconds(60), created)
                .withPageSize(BLOBS)
                .withBlobs(BLOBS, 3));
    VirtualClock clock = VirtualClock.standingAt(NOW);
    MemoryTopics topics = MemoryTopics.create("overload", 1, 0);
    try (TenantServer server =
            TenantServer.at(clock).tenant(tenant, Faults.none(), Quota.perMinute(QUOTA)).start();
        TestFlink flink = run(tenant, server, clock, topics)) {
      String id = tenant.tenantId();
      Await.until(
          "some published and the loss foretold",
          PATIENCE,
          () -> {
            assertThat(flink.status()).isNotIn(JobStatus.FAILED, JobStatus.CANCELED);
            Collection<LedgerEntry> ledger = topics.ledger(id).values();
            return !blobs(ledger, State.PUBLISHED).isEmpty()
                && ledger.stream()
                    .anyMatch(
                        entry -> entry.kind() == Kind.FORECAST && entry.state() == State.LISTED);
          });
      LedgerEntry forecast = topics.ledger(id).get(LedgerEntry.forecastId(id));
      assertThat(forecast.reason()).contains("will expire unread");
      assertThat(forecast.blobs()).isBetween(BLOBS / 4, BLOBS);
      assertThat(blobs(topics.ledger(id).values(), State.EXPIRED)).isEmpty();

      clock.advanceTo(NOW.plus(Duration.ofHours(2)));
      Await.until(
          "all published or named",
          PATIENCE,
          () -> {
            assertThat(flink.status()).isNotIn(JobStatus.FAILED, JobStatus.CANCELED);
            Collection<LedgerEntry> ledger = topics.ledger(id).values();
            return blobs(ledger, State.PUBLISHED).size() + blobs(ledger, State.EXPIRED).size()
                    == BLOBS
                && topics.ledger(id).get(LedgerEntry.forecastId(id)).state() == State.FINISHED;
          });
      Set<String> published = blobs(topics.ledger(id).values(), State.PUBLISHED);
      Set<String> expired = blobs(topics.ledger(id).values(), State.EXPIRED);
      assertThat(published).doesNotContainAnyElementsOf(expired);
      Set<String> all = new HashSet<>(published);
      all.addAll(expired);
      assertThat(all)
          .isEqualTo(tenant.allBlobs().stream().map(FeedBlob::contentId).collect(toSet()));
      assertThat(topics.recordIds(id))
          .containsAll(
              tenant.allBlobs().stream()
                  .filter(blob -> published.contains(blob.contentId()))
                  .flatMap(blob -> blob.recordIds().stream())
                  .collect(toSet()));
      assertForetold(topics);
      assertThat(server.beyondQuota()).as("requests beyond the quota").isEmpty();
      assertThat(server.served()).as("what is lost takes no request").hasSizeLessThan(BLOBS);
    } finally {
      topics.forget();
    }
  }

  /** The forecast stands before the first loss. */
  private static void assertForetold(MemoryTopics topics) {
    List<LedgerEntry> ledger =
        topics.messages().stream()
            .filter(message -> message.topic().equals(Topic.LEDGER.topicName()))
            .map(message -> LedgerEntry.of(message.value()))
            .filter(
                entry ->
                    entry.state() == State.EXPIRED
                        || (entry.kind() == Kind.FORECAST && entry.state() == State.LISTED))
            .toList();
    assertThat(ledger.get(0).kind()).isEqualTo(Kind.FORECAST);
  }

  private static Set<String> blobs(Collection<LedgerEntry> ledger, State state) {
    return ledger.stream()
        .filter(entry -> entry.kind() == Kind.BLOB && entry.state() == state)
        .map(LedgerEntry::name)
        .collect(toSet());
  }

  private TestFlink run(
      ScriptedTenant tenant, TenantServer server, VirtualClock clock, MemoryTopics topics)
      throws Exception {
    TenantConfig config =
        new TenantConfig(
                "overload",
                tenant.tenantId(),
                tenant.clientId(),
                new Secret(tenant.clientSecret()),
                server.uri(),
                server.uri(),
                tenant.tenantId(),
                tenant.plan().contentTypes())
            .withQuota(QUOTA, 4);
    SourceSettings settings =
        new SourceSettings(
            List.of(config), "overload", Duration.ofMillis(100), Duration.ZERO, QUICK);
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
