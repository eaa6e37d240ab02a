package io.mailtrail.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.ingest.api.ActivityApis;
import io.mailtrail.ingest.api.Retries;
import io.mailtrail.ingest.source.ActivitySource;
import io.mailtrail.ingest.source.SourceSettings;
import io.mailtrail.model.ContentType;
import io.mailtrail.model.Topic;
import io.mailtrail.model.config.Secret;
import io.mailtrail.testbed.server.Await;
import io.mailtrail.testbed.server.KafkaEndpoint;
import io.mailtrail.testbed.server.WithServers;
import io.mailtrail.testbed.tenant.ContentBlob;
import io.mailtrail.testbed.tenant.SimulatedTenant;
import io.mailtrail.testbed.tenant.TenantPlan;
import io.mailtrail.testbed.tenant.TenantServer;
import io.mailtrail.testbed.tenant.VirtualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job against the simulated tenant and a real Kafka. */
@WithServers
class CollectionIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int PARALLELISM = 2;
  private static final Retries QUICK =
      new Retries(3, Duration.ofMillis(20), Duration.ofMillis(200));

  private static SimulatedTenant tenant;

  @TempDir Path checkpoints;
  private String bootstrap;
  private VirtualClock clock;
  private TenantServer server;

  @BeforeAll
  static void makeTenant() {
    tenant = SimulatedTenant.of(TenantPlan.of(7).withUsers(60).withDays(15));
  }

  @AfterAll
  static void forgetTenant() {
    tenant = null;
  }

  @BeforeEach
  void start(KafkaEndpoint kafka) throws Exception {
    kafka.emptyTopics();
    bootstrap = kafka.bootstrap();
    clock = VirtualClock.standingAt(tenant.lastAvailability().plus(Duration.ofMinutes(10)));
    server = TenantServer.start(tenant, clock);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void everyRecordReachesKafkaByteForByteAndTheLedgerSaysSo() throws Exception {
    try (TestFlink flink = run()) {
      awaitProgress(flink, clock.instant().minusSeconds(2));
    }
    CollectedTenant collected = new CollectedTenant(bootstrap, reachable());
    collected.assertComplete();
    collected.assertPublishedMeansInKafka();
    collected.assertMarkersStandBehindTheirRecords(Topic.RAW.partitions());
    collected.assertLedgerEndsWell();
    assertThat(collected.repeats()).isZero();
    assertThat(server.served())
        .filteredOn(request -> request.path().contains("/activity/feed/"))
        .isNotEmpty()
        .allMatch(request -> tenant.plan().tenantId().equals(request.publisher()));
  }

  @Test
  void killedAgainAndAgainItLosesNothing() throws Exception {
    long total = reachable().stream().mapToLong(blob -> blob.recordIds().size()).sum();
    Random random = new Random(11);
    for (int kill = 0; kill < 5; kill++) {
      long until = (long) (total * (kill + random.nextDouble()) / 6);
      try (TestFlink flink = run()) {
        Await.until(
            "records in Kafka: " + until,
            PATIENCE,
            () -> {
              assertThat(flink.status()).isNotIn(JobStatus.FAILED, JobStatus.CANCELED);
              return TestTopics.count(bootstrap, Topic.RAW.topicName()) >= until;
            });
      }
    }
    try (TestFlink flink = run()) {
      awaitProgress(flink, clock.instant().minusSeconds(2));
    }
    CollectedTenant collected = new CollectedTenant(bootstrap, reachable());
    collected.assertComplete();
    collected.assertPublishedMeansInKafka();
    collected.assertMarkersStandBehindTheirRecords(Topic.RAW.partitions());
    collected.assertLedgerEndsWell();
  }

  @Test
  void goesOnWhereItWasAndListsOnlyWhatIsNew() throws Exception {
    Instant end = clock.instant();
    VirtualClock early = VirtualClock.standingAt(end.minus(Duration.ofDays(2)));
    server.close();
    server = TenantServer.start(tenant, early);
    clock = early;
    try (TestFlink flink = run()) {
      awaitProgress(flink, early.instant().minusSeconds(2));
    }
    long before = TestTopics.count(bootstrap, Topic.LEDGER.topicName());
    early.advanceTo(end);
    List<ContentBlob> later =
        reachable().stream()
            .filter(blob -> !blob.created().isBefore(end.minus(Duration.ofDays(2))))
            .toList();
    try (TestFlink flink = run()) {
      awaitProgress(flink, end.minusSeconds(2));
    }
    assertThat(later).isNotEmpty();
    CollectedTenant collected =
        new CollectedTenant(
            bootstrap,
            tenant.allBlobs().stream()
                .filter(blob -> !blob.created().isBefore(edge(end.minus(Duration.ofDays(2)))))
                .filter(blob -> contentTypes().contains(blob.contentType()))
                .toList());
    collected.assertComplete();
    assertThat(collected.repeats()).as("nothing was fetched twice").isZero();
    assertThat(TestTopics.count(bootstrap, Topic.LEDGER.topicName())).isGreaterThan(before);
  }

  private void awaitProgress(TestFlink flink, Instant upTo) {
    Await.until(
        "progress up to " + upTo,
        PATIENCE,
        () -> {
          assertThat(flink.status()).isNotIn(JobStatus.FAILED, JobStatus.CANCELED);
          return CollectedTenant.progress(bootstrap, Topic.RAW.partitions())
              .filter(progress -> !progress.isBefore(upTo))
              .isPresent();
        });
  }

  /** What the API still hands out, short of the margin that we keep from its limit. */
  private List<ContentBlob> reachable() {
    return tenant.allBlobs().stream()
        .filter(blob -> !blob.created().isBefore(edge(clock.instant())))
        .filter(blob -> contentTypes().contains(blob.contentType()))
        .toList();
  }

  private static Instant edge(Instant now) {
    return now.minus(Duration.ofDays(7)).plus(Duration.ofMinutes(5));
  }

  private static List<ContentType> contentTypes() {
    return List.of(
        ContentType.AZURE_ACTIVE_DIRECTORY,
        ContentType.EXCHANGE,
        ContentType.SHAREPOINT,
        ContentType.GENERAL);
  }

  private TestFlink run() throws Exception {
    return TestFlink.start(checkpoints, PARALLELISM, this::define);
  }

  private void define(StreamExecutionEnvironment env) {
    TenantPlan plan = tenant.plan();
    TenantConfig config =
        new TenantConfig(
                "simulated",
                plan.tenantId(),
                plan.clientId(),
                new Secret(plan.clientSecret()),
                server.uri(),
                server.uri(),
                plan.tenantId(),
                contentTypes())
            .withQuota(60_000, 8);
    SourceSettings settings =
        new SourceSettings(List.of(config), "it", Duration.ofMillis(200), Duration.ZERO, QUICK);
    IngestJob.defineWorkflow(
        env,
        ActivitySource.of(
            settings,
            ActivityApis.http(QUICK, Duration.ofSeconds(20)),
            KafkaEnds.rawPartitions(bootstrap),
            clock),
        KafkaEnds.sink(bootstrap));
  }
}
