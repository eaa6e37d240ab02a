package io.mailtrail.ingest.source;

import io.mailtrail.ingest.TenantConfig;
import io.mailtrail.ingest.api.ActivityApi;
import io.mailtrail.ingest.cut.OversizedRecords;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of one reader that fetch blobs: a few for each tenant and none shared, so that
 * whatever a tenant's server does holds up nobody else's. Threads that have nothing to do end.
 */
final class Fetching implements AutoCloseable {
  private static final long IDLE_SECONDS = 10;

  /** What all threads of a reader together hold of bodies before they hand it over, about. */
  private static final int READER_BYTES = 32 * 1024 * 1024;

  private static final int LEAST_BATCH_BYTES = 32 * 1024;

  /** For blobs of tenants that are no longer configured. */
  private static final String NOBODY = "";

  private final SourceSettings settings;
  private final Map<String, ActivityApi> apis;
  private final OversizedRecords oversized;
  private final Clock clock;
  private final BlobReading.Handover handover;
  private final int batchBytes;
  private final Map<String, ScheduledThreadPoolExecutor> lanes = new HashMap<>();

  /**
   * @param apis one client per tenant id; closed with this
   */
  Fetching(
      SourceSettings settings,
      Map<String, ActivityApi> apis,
      Clock clock,
      BlobReading.Handover handover) {
    this.settings = settings;
    this.apis = apis;
    this.oversized = OversizedRecords.in(settings.oversizedFolder());
    this.clock = clock;
    this.handover = handover;
    this.batchBytes = batchBytes(settings.tenants().stream().mapToInt(TenantConfig::fetches).sum());
  }

  /**
   * A thread's share of the memory. Shares are fixed: were they lent, a tenant whose server stands
   * still would hold what another one waits for.
   */
  static int batchBytes(int threads) {
    int share = READER_BYTES / Math.max(1, threads);
    return Math.max(LEAST_BATCH_BYTES, Math.min(BlobReading.BATCH_BYTES, share));
  }

  /** Fetches the blob, again and again until it is done. */
  void fetch(BlobSplit blob) {
    String tenant = blob.stream().tenant();
    Optional<ActivityApi> api = Optional.ofNullable(apis.get(tenant));
    BlobReading reading =
        new BlobReading(blob, api, oversized, settings.retries(), clock, batchBytes, handover);
    ScheduledThreadPoolExecutor lane =
        lanes.computeIfAbsent(api.isPresent() ? tenant : NOBODY, this::lane);
    lane.execute(() -> attempt(lane, blob, reading));
  }

  private void attempt(ScheduledThreadPoolExecutor lane, BlobSplit blob, BlobReading reading) {
    try {
      Optional<Duration> pause = reading.attempt();
      if (pause.isPresent()) {
        again(lane, () -> attempt(lane, blob, reading), pause.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      tell(blob, e);
    }
  }

  private static void again(ScheduledThreadPoolExecutor lane, Runnable task, Duration pause) {
    try {
      var unused = lane.schedule(task, pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // The reader ends; the blob is in its state.
      Thread.currentThread().interrupt();
    }
  }

  private void tell(BlobSplit blob, RuntimeException failure) {
    try {
      handover.take(new BlobItem.Batch(blob.splitId(), List.of(new BlobItem.Broken(failure))));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ScheduledThreadPoolExecutor lane(String tenant) {
    int threads =
        settings.tenants().stream()
            .filter(config -> config.id().equals(tenant))
            .mapToInt(TenantConfig::fetches)
            .findFirst()
            .orElse(1);
    ScheduledThreadPoolExecutor lane =
        new ScheduledThreadPoolExecutor(
            threads,
            task -> {
              Thread thread = new Thread(task, "mailtrail-fetch-" + tenant);
              thread.setDaemon(true);
              return thread;
            });
    lane.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    lane.allowCoreThreadTimeOut(true);
    return lane;
  }

  /** Ends whatever blocks; nothing is fetched any more. */
  @Override
  public void close() {
    lanes.values().forEach(ScheduledThreadPoolExecutor::shutdownNow);
    apis.values().forEach(ActivityApi::close);
  }
}
