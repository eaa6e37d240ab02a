package io.mailtrail.ingest;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.ingest.api.ActivityApis;
import io.mailtrail.ingest.api.Retries;
import io.mailtrail.ingest.source.ActivitySource;
import io.mailtrail.ingest.source.Pauses;
import io.mailtrail.ingest.source.SourceSettings;
import io.mailtrail.model.ContentType;
import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.LedgerEntry.Kind;
import io.mailtrail.model.LedgerEntry.State;
import io.mailtrail.model.RawRecord;
import io.mailtrail.model.Topic;
import io.mailtrail.model.config.Secret;
import io.mailtrail.model.ledger.Completeness;
import io.mailtrail.model.ledger.Hour;
import io.mailtrail.testbed.server.Await;
import io.mailtrail.testbed.tenant.Fate;
import io.mailtrail.testbed.tenant.Fault;
import io.mailtrail.testbed.tenant.Faults;
import io.mailtrail.testbed.tenant.FeedTruth;
import io.mailtrail.testbed.tenant.FeedTruth.BlobTruth;
import io.mailtrail.testbed.tenant.Quota;
import io.mailtrail.testbed.tenant.ScriptedPlan;
import io.mailtrail.testbed.tenant.ScriptedTenant;
import io.mailtrail.testbed.tenant.TenantServer;
import io.mailtrail.testbed.tenant.VirtualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any mix of what a tenant can do wrong, tasks that fail, a task manager that is lost, the whole
 * job killed and restored at any point: in the end what was published and what was named as
 * unobtainable is what there was. Whoever stops the tenant on the way is named until it goes on.
 *
 * <p>{@code -Dmailtrail.seeds=N} tries N seeds, from {@code -Dmailtrail.seed=S} on. Two seeds have
 * every fault between them.
 */
class FaultyCollectionTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int QUOTA = 4_500;
  private static final Retries QUICK = new Retries(3, Duration.ofMillis(5), Duration.ofMillis(60));

  private static final Pauses PAUSES =
      new Pauses(Duration.ofMillis(300), Duration.ofMillis(50), Duration.ofMillis(300));

  /** Parts of the past are listed again at least so often. */
  private static final Duration STEP = Duration.ofHours(24);

  private static final Duration HORIZON = Duration.ofHours(4);

  /** After this time all of the past is due again. */
  private static final Duration NEXT_LISTING = Duration.ofHours(5);

  /** So often nothing new was seen: nothing is under way. */
  private static final int QUIET_LOOKS = 60;

  /** Within this time, clocks may differ. */
  private static final Duration SKEW = Duration.ofMinutes(11);

  /** What stops a tenant, and how the ledger names it. */
  private static final Map<Fault, String> STOPS =
      Map.of(
          Fault.AUDITING_OFF, "auditing_off",
          Fault.NO_PERMISSION, "AF10001",
          Fault.WRONG_SECRET, "sign_in_refused",
          Fault.NEVER_STARTS, "AF20022",
          Fault.DISABLED_HALFWAY, "AF20023");

  private static final Set<Fault> THROTTLES =
      Set.of(
          Fault.THROTTLE_403,
          Fault.THROTTLE_403_RETRY_AFTER,
          Fault.THROTTLE_429,
          Fault.THROTTLE_429_RETRY_AFTER);

  private static final Set<Fault> STRUCK = EnumSet.noneOf(Fault.class);
  private static int passed;

  @TempDir Path checkpoints;

  private static long firstSeed() {
    return Long.getLong("mailtrail.seed", 1);
  }

  private static int seedCount() {
    return Integer.getInteger("mailtrail.seeds", 2);
  }

  static LongStream seeds() {
    return LongStream.range(firstSeed(), firstSeed() + seedCount());
  }

  @AfterAll
  static void eachFaultHasStruck() {
    if (passed == seedCount() && passed > 1) {
      assertThat(STRUCK).as("faults that struck").containsExactlyInAnyOrder(Fault.values());
    }
  }

  /** The mix of the seed, with those faults made sure of that are this seed's to have. */
  private static Faults faults(long seed) {
    boolean even = (seed - firstSeed()) % 2 == 0;
    Faults faults =
        Faults.mix(seed).withMostLate(Duration.ofDays(2)).withStall(Duration.ofMillis(200));
    List<Fault> all = List.of(Fault.values());
    for (int i = 0; i < all.size(); i++) {
      Fault fault = all.get(i);
      if (!fault.stopsTheTenant() && (i % 2 == 0) == even) {
        faults = faults.with(fault, Math.max(faults.rate(fault), least(fault)));
      }
    }
    for (Fault fault : THROTTLES) {
      // Each halves the pace, which takes a minute to come back, and there are many requests.
      faults = faults.with(fault, Math.min(faults.rate(fault), 0.002));
    }
    // Whoever is subscribed already cannot be one whose subscription never starts.
    faults = faults.with(Fault.ALREADY_ENABLED, even ? 1 : 0);
    return faults.with(Fault.SERVER_ERROR, 0.05);
  }

  /** So often that it happens, in as few requests as there are of the kind. */
  private static double least(Fault fault) {
    return switch (fault) {
      case PAGE_DIES, PAGE_OFF_ORIGIN, PAGE_REPEATS, SIGN_IN_FAILS -> 0.3;
      case ERROR_EMPTY, ERROR_IN_HTML, ERROR_IN_SINGLE_QUOTES -> 0.3;
      case BLOB_EXPIRED, BLOB_MISSING, BLOB_OFF_ORIGIN, LISTED_LATE, LISTED_TWICE -> 0.15;
      case CLOCK_SKEW, OUT_OF_ORDER -> 1;
      case WINDOW_IN_PART -> 0.1;
      default -> 0.03;
    };
  }

  /** What stops the tenant, at the start, after the first kill, after the second. */
  private static List<Fault> stops(long seed) {
    return (seed - firstSeed()) % 2 == 0
        ? List.of(Fault.AUDITING_OFF, Fault.NO_PERMISSION, Fault.WRONG_SECRET)
        : List.of(Fault.NEVER_STARTS, Fault.DISABLED_HALFWAY);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void publishedAndNamedIsAllThereWas(long seed) throws Exception {
    Faults faults = faults(seed);
    Instant end = ScriptedPlan.of(seed).to();
    ScriptedPlan plan =
        ScriptedPlan.of(seed)
            .withSpan(end.minus(Duration.ofDays(3)), end)
            .withContentTypes(ContentType.values())
            .withPageSize(2)
            .withBlobs(12, 30);
    ScriptedTenant tenant = ScriptedTenant.of(plan);
    VirtualClock clock = VirtualClock.standingAt(plan.to().plus(Duration.ofMinutes(20)));
    MemoryTopics topics = MemoryTopics.create("faulty-" + seed, seed, 400);
    Random random = new Random(seed);
    List<Fault> stops = stops(seed);
    try (TenantServer server =
        TenantServer.at(clock)
            .tenant(tenant, faults.with(stops.get(0)), Quota.perMinute(QUOTA))
            .start()) {
      String id = tenant.tenantId();
      FeedTruth all = server.truth(id);
      for (int kill = 0; kill < 2; kill++) {
        try (TestFlink flink = run(tenant, server, clock, topics)) {
          stopAndMend(flink, server, clock, topics, tenant, faults, stops.get(kill));
          int until = topics.messages().size() + random.nextInt(600);
          Await.until(
              "something to lose",
              PATIENCE,
              () -> {
                assertRuns(flink);
                return topics.messages().size() >= until || settled(topics, all, early(clock));
              });
        }
      }
      try (TestFlink flink = run(tenant, server, clock, topics)) {
        flink.loseTaskManager();
        if (stops.size() > 2) {
          stopAndMend(flink, server, clock, topics, tenant, faults, stops.get(2));
        }
        while (clock.instant().isBefore(all.allListed().plus(STEP).plus(SKEW))
            || clock.instant().isBefore(plan.to().plus(HORIZON).plus(STEP))) {
          awaitSettled(flink, clock, topics, all, early(clock));
          clock.advance(STEP);
        }
        awaitSettled(flink, clock, topics, all, blob -> true);
        awaitComplete(flink, topics, id, plan);
      }
      assertAllThereWas(topics, server.truth(id), tenant);
      assertThat(server.beyondQuota()).as("requests beyond the quota").isEmpty();
      assertThat(server.strays()).as("links followed to where nobody may go").isEmpty();
      STRUCK.addAll(server.happened(id).keySet());
      passed++;
    } catch (Throwable failure) {
      throw new AssertionError(
          "seed " + seed + ", " + topics.failures() + " failed tasks, " + faults, failure);
    } finally {
      topics.forget();
    }
  }

  /** The ledger says of every stream why it is stopped, and that it goes on once it does. */
  private static void stopAndMend(
      TestFlink flink,
      TenantServer server,
      VirtualClock clock,
      MemoryTopics topics,
      ScriptedTenant tenant,
      Faults faults,
      Fault stop) {
    String id = tenant.tenantId();
    server.faults(id, faults.with(stop));
    if (stop == Fault.WRONG_SECRET) {
      server.expireTokens();
    }
    awaitHealth(
        flink,
        clock,
        topics,
        id,
        stop + " named",
        (state, reason) -> state == State.LISTED && reason.startsWith(STOPS.get(stop)));
    server.faults(id, faults);
    awaitHealth(
        flink, clock, topics, id, "no more of " + stop, (state, reason) -> state == State.FINISHED);
  }

  private static void awaitHealth(
      TestFlink flink,
      VirtualClock clock,
      MemoryTopics topics,
      String tenant,
      String what,
      BiPredicate<State, String> expected) {
    Set<ContentType> seen = EnumSet.noneOf(ContentType.class);
    Await.until(
        what,
        PATIENCE,
        () -> {
          assertRuns(flink);
          Map<String, LedgerEntry> ledger = topics.ledger(tenant);
          for (ContentType type : ContentType.values()) {
            LedgerEntry entry = ledger.get(LedgerEntry.streamId(tenant, type.wireName()));
            if (entry != null && expected.test(entry.state(), String.valueOf(entry.reason()))) {
              seen.add(type);
            }
          }
          // So that there is something to list.
          clock.advance(Duration.ofSeconds(10));
          return seen.size() == ContentType.values().length;
        });
  }

  /** What a listing named long enough ago that it must have been seen. */
  private static Predicate<BlobTruth> early(VirtualClock clock) {
    Instant seen = clock.instant().minus(STEP).minus(SKEW);
    return blob -> blob.listedFrom().isBefore(seen);
  }

  private static void assertRuns(TestFlink flink) {
    assertThat(flink.status()).isNotIn(JobStatus.FAILED, JobStatus.CANCELED);
  }

  /**
   * Where nothing happens any more, everything that is due was listed, and what a listing has left
   * out comes with the next one: for which it has to be time.
   */
  private static void awaitSettled(
      TestFlink flink,
      VirtualClock clock,
      MemoryTopics topics,
      FeedTruth truth,
      Predicate<BlobTruth> which) {
    int[] seen = {-1};
    int[] idle = {0};
    Await.until(
        "everything published or named",
        PATIENCE,
        () -> {
          assertRuns(flink);
          int now = topics.messages().size();
          idle[0] = now == seen[0] ? idle[0] + 1 : 0;
          seen[0] = now;
          if (idle[0] == QUIET_LOOKS) {
            clock.advance(NEXT_LISTING);
            idle[0] = 0;
          }
          return settled(topics, truth, which);
        });
  }

  private static boolean settled(MemoryTopics topics, FeedTruth truth, Predicate<BlobTruth> which) {
    Map<String, LedgerEntry> ledger = topics.ledger(truth.tenantId());
    return truth.where(which).blobs().stream()
        .allMatch(
            blob -> {
              LedgerEntry entry =
                  ledger.get(LedgerEntry.blobId(truth.tenantId(), blob.contentId()));
              return entry != null && entry.state().isFinal();
            });
  }

  /** The ledger alone says of every hour that it is complete. */
  private static void awaitComplete(
      TestFlink flink, MemoryTopics topics, String tenant, ScriptedPlan plan) {
    try {
      Await.until(
          "the ledger to say complete",
          PATIENCE,
          () -> {
            assertRuns(flink);
            return incomplete(topics, tenant, plan).isEmpty();
          });
    } catch (AssertionError late) {
      assertThat(incomplete(topics, tenant, plan)).as(late.getMessage()).isEmpty();
    }
  }

  private static List<Hour> incomplete(MemoryTopics topics, String tenant, ScriptedPlan plan) {
    Completeness completeness = Completeness.of(topics.ledger(tenant).values(), HORIZON);
    assertThat(completeness.streams()).hasSize(ContentType.values().length);
    assertThat(completeness.streams()).allMatch(stream -> completeness.trouble(stream).isEmpty());
    return completeness.streams().stream()
        .flatMap(stream -> completeness.hours(stream, plan.from(), plan.to()).stream())
        .filter(hour -> !hour.isComplete())
        .limit(5)
        .toList();
  }

  private static void assertAllThereWas(MemoryTopics topics, FeedTruth truth, ScriptedTenant tenant)
      throws Exception {
    Map<String, Fate> named = new TreeMap<>();
    Set<String> published = new HashSet<>();
    for (LedgerEntry entry : topics.ledger(truth.tenantId()).values()) {
      if (entry.kind() == Kind.BLOB && entry.state() == State.PUBLISHED) {
        published.add(entry.name());
      } else if (entry.kind() == Kind.BLOB) {
        named.put(entry.name(), fate(entry));
        assertThat(entry.reason()).as(entry.id()).isNotBlank();
      }
    }
    assertThat(named).isEqualTo(truth.unobtainableBlobs());
    assertThat(published).doesNotContainAnyElementsOf(named.keySet());
    Set<String> blobs = new HashSet<>(published);
    blobs.addAll(named.keySet());
    assertThat(blobs).isEqualTo(truth.blobs().stream().map(BlobTruth::contentId).collect(toSet()));
    // The same of records, some of which are in several blobs.
    Set<String> records = topics.recordIds(truth.tenantId());
    assertThat(records).isEqualTo(truth.obtainable());
    assertThat(records).doesNotContainAnyElementsOf(truth.unobtainable());
    truth.where(blob -> named.containsKey(blob.contentId())).available().forEach(records::add);
    assertThat(records).isEqualTo(truth.available());
    assertPublishedStandsBehindItsRecords(topics, tenant);
  }

  private static Fate fate(LedgerEntry entry) {
    return switch (entry.state()) {
      case EXPIRED -> Fate.EXPIRED;
      case MISSING -> Fate.MISSING;
      case ABANDONED -> Fate.OFF_ORIGIN;
      default -> Fate.OBTAINABLE;
    };
  }

  /** Byte for byte, whatever was in the way. */
  private static void assertPublishedStandsBehindItsRecords(
      MemoryTopics topics, ScriptedTenant tenant) throws Exception {
    Set<String> seen = new HashSet<>();
    for (Outgoing message : topics.messages()) {
      if (MemoryTopics.isRecord(message)) {
        RawRecord record = MemoryTopics.record(message);
        var blob = tenant.blob(record.container()).orElseThrow();
        assertThat(record.value()).isEqualTo(blob.recordBytes((int) record.ordinal()));
        seen.add(record.copyId());
      } else if (message.topic().equals(Topic.LEDGER.topicName())) {
        LedgerEntry entry = LedgerEntry.of(message.value());
        if (entry.kind() == Kind.BLOB && entry.state() == State.PUBLISHED) {
          for (int i = 0; i < entry.records(); i++) {
            assertThat(seen).contains(entry.name() + "#" + i);
          }
        }
      }
    }
  }

  private TestFlink run(
      ScriptedTenant tenant, TenantServer server, VirtualClock clock, MemoryTopics topics)
      throws Exception {
    TenantConfig config =
        new TenantConfig(
                "faulty",
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
            List.of(config),
            "test",
            Duration.ofMillis(100),
            Duration.ZERO,
            Duration.ofDays(7),
            QUICK,
            PAUSES,
            "");
    return TestFlink.start(
        checkpoints,
        2,
        env ->
            IngestJob.defineWorkflow(
                env,
                ActivitySource.of(
                    settings, ActivityApis.http(QUICK, Duration.ofSeconds(20)), () -> 2, clock),
                topics));
  }
}
