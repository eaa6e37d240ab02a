package io.mailtrail.ingest.source;

import io.mailtrail.model.LedgerEntry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out one tenant's blobs and permits: which blob, to which reader, how many at once. Knows
 * nothing of other tenants. Lives in the coordinator's thread.
 */
final class TenantDesk {
  /**
   * With so many blobs put aside only one more is begun at a time: a server that refuses all is
   * asked for few, and one that refuses some still gives the others.
   */
  private static final int MANY_RESTING = 100;

  /** What is put aside takes memory. */
  private static final int MOST_RESTING = 20_000;

  private static final Duration BETWEEN_FORECASTS = Duration.ofSeconds(2);
  private static final Logger log = LoggerFactory.getLogger(TenantDesk.class);

  private final String tenant;
  private final TenantPace pace;
  private final SplitEnumeratorContext<ActivitySplit> context;
  private final Clock clock;
  private final LongSupplier nanos;
  private final Consumer<LedgerEntry> ledger;
  private final List<CollectedStream> streams = new ArrayList<>();

  /** Blobs being fetched, and blobs put aside, with the reader that has them. */
  private final Map<String, Integer> active = new HashMap<>();

  private final Map<String, Integer> resting = new HashMap<>();

  /** Readers that wait for a permit, one entry for each. */
  private final Deque<Integer> asking = new ArrayDeque<>();

  private final Throughput throughput;
  private Forecast forecast = Forecast.NOTHING;
  private long forecastDue;

  /** Whether blobs waited when that was last looked at. */
  private boolean waited;

  TenantDesk(
      String tenant,
      TenantPace pace,
      SplitEnumeratorContext<ActivitySplit> context,
      Clock clock,
      LongSupplier nanos,
      Consumer<LedgerEntry> ledger) {
    this.tenant = tenant;
    this.pace = pace;
    this.context = context;
    this.clock = clock;
    this.nanos = nanos;
    this.ledger = ledger;
    this.throughput = new Throughput(nanos.getAsLong());
    this.forecastDue = nanos.getAsLong();
  }

  void add(CollectedStream stream) {
    streams.add(stream);
  }

  TenantPace pace() {
    return pace;
  }

  Forecast forecast() {
    return forecast;
  }

  void asked(int reader) {
    asking.add(reader);
  }

  void throttled(Duration retryAfter) {
    pace.throttled(retryAfter);
  }

  void rested(String splitId, int reader) {
    active.remove(splitId);
    resting.put(splitId, reader);
  }

  void finished(String splitId) {
    active.remove(splitId);
    resting.remove(splitId);
    throughput.finished();
  }

  /** Whatever this reader had in hand, it has it no more. */
  void readerGone(int reader) {
    active.values().removeIf(has -> has == reader);
    resting.values().removeIf(has -> has == reader);
    asking.removeIf(waits -> waits == reader);
  }

  /** Hands out what can be handed out now. */
  void serve() {
    while (!asking.isEmpty() && pace.tryTake()) {
      int reader = asking.remove();
      if (context.registeredReaders().containsKey(reader)) {
        context.sendEventToSourceReader(reader, new BlobEvents.Granted(tenant));
      }
    }
    look();
    while (active.size() < mostActive() && resting.size() < MOST_RESTING) {
      Optional<Integer> reader = idlest();
      Optional<BlobSplit> blob = reader.isPresent() ? take() : Optional.empty();
      if (blob.isEmpty()) {
        return;
      }
      active.put(blob.get().splitId(), reader.get());
      context.assignSplit(blob.get(), reader.get());
    }
  }

  private int mostActive() {
    return resting.size() < MANY_RESTING ? pace.fetches() : 1;
  }

  private Optional<Integer> idlest() {
    Map<Integer, Long> load = new HashMap<>();
    context.registeredReaders().keySet().forEach(reader -> load.put(reader, 0L));
    active.values().forEach(reader -> load.computeIfPresent(reader, (same, count) -> count + 1));
    return load.entrySet().stream()
        .min(Map.Entry.<Integer, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey);
  }

  /**
   * What would be lost first while we are behind; else the newest, which people wait for. What is
   * lost is not to take the place of what can still be had: it goes last, but for what needs no
   * request any more to be named.
   */
  private Optional<BlobSplit> take() {
    Instant now = clock.instant();
    Instant surely = now.minus(BlobReading.GRACE);
    Optional<BlobSplit> blob =
        first(WaitingBlobs::first).filter(oldest -> oldest.expiration().isBefore(surely));
    if (blob.isEmpty() && forecast.behind()) {
      blob = first(waiting -> waiting.firstAfter(now)).or(() -> first(WaitingBlobs::first));
    } else if (blob.isEmpty()) {
      blob =
          streams.stream()
              .flatMap(stream -> stream.waiting().last().stream())
              .max(Comparator.comparing(BlobSplit::expiration));
    }
    blob.ifPresent(
        taken ->
            streams.stream()
                .filter(stream -> stream.id().equals(taken.stream()))
                .forEach(stream -> stream.waiting().remove(taken)));
    return blob;
  }

  private Optional<BlobSplit> first(Function<WaitingBlobs, Optional<BlobSplit>> ofStream) {
    return streams.stream()
        .flatMap(stream -> ofStream.apply(stream.waiting()).stream())
        .min(Comparator.comparing(BlobSplit::expiration));
  }

  /** Looks ahead, and says so if what is seen has changed. */
  private void look() {
    long now = nanos.getAsLong();
    if (now - forecastDue < 0) {
      return;
    }
    forecastDue = now + BETWEEN_FORECASTS.toNanos();
    double perSecond = throughput.perSecond(now, waited).orElse(pace.perSecond());
    waited = streams.stream().anyMatch(stream -> stream.waiting().size() > 0);
    Forecast before = forecast;
    forecast =
        Forecast.of(
            streams.stream().map(CollectedStream::waiting).toList(),
            streams.stream().flatMap(stream -> stream.expected(clock.instant()).stream()).toList(),
            Math.min(perSecond, pace.perSecond()),
            clock.instant());
    if (!Objects.equals(hour(before), hour(forecast))) {
      tell();
    }
  }

  private void tell() {
    Optional<Forecast.Loss> loss = forecast.loss();
    if (loss.isPresent()) {
      log.atWarn()
          .addKeyValue("tenant", tenant)
          .addKeyValue("contentFrom", loss.get().from())
          .addKeyValue("expiresAt", loss.get().at())
          .addKeyValue("blobs", loss.get().blobs())
          .log("At this rate content will expire unread");
    } else {
      log.atInfo()
          .addKeyValue("tenant", tenant)
          .log("No content is about to expire unread any more");
    }
    ledger.accept(forecast.entry(tenant, clock.instant()));
  }

  /** What a change of is worth a word. */
  private static Optional<Instant> hour(Forecast forecast) {
    return forecast
        .loss()
        .map(loss -> loss.from().truncatedTo(java.time.temporal.ChronoUnit.HOURS));
  }
}
