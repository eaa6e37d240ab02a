package io.mailtrail.ingest.source;

import io.mailtrail.ingest.Outgoing;
import io.mailtrail.ingest.TenantConfig;
import io.mailtrail.ingest.api.ActivityApi;
import io.mailtrail.ingest.api.ActivityApis;
import io.mailtrail.model.ContentType;
import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.ProgressMarker;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists windows, hands out blobs, keeps the ledger's truth, tells progress. Everything here runs in
 * the coordinator's thread; calls to the API run in a few threads for each tenant.
 *
 * <p>What it knows leaves as {@link StatementSplit}s to reader 0 and in no other way.
 */
final class ActivityEnumerator implements SplitEnumerator<ActivitySplit, EnumeratorState> {
  /** The reader that emits every statement, so that their order is kept. */
  static final int SCRIBE = 0;

  /** Threads that list one tenant. */
  static final int LISTERS = 2;

  private static final long TICK_MILLIS = 200;
  private static final Logger log = LoggerFactory.getLogger(ActivityEnumerator.class);

  private final SplitEnumeratorContext<ActivitySplit> context;
  private final SourceSettings settings;
  private final Clock clock;
  private final ActivitySplitSerializer splits = new ActivitySplitSerializer();
  private final List<ApiCalls> calls = new ArrayList<>();
  private final Map<StreamId, StreamLister> streams = new LinkedHashMap<>();
  private final Map<String, TenantDesk> desks = new LinkedHashMap<>();
  private final Acknowledgements acknowledgements = new Acknowledgements();
  private final Statements statements = new Statements();
  private final Losses losses = new Losses();
  private final ProgressTeller teller;
  private final boolean restored;

  ActivityEnumerator(
      SplitEnumeratorContext<ActivitySplit> context,
      SourceSettings settings,
      ActivityApis connections,
      RawPartitions partitions,
      Clock clock,
      LongSupplier nanos,
      Function<String, ExecutorService> listers,
      Optional<EnumeratorState> state) {
    this.context = context;
    this.settings = settings;
    this.clock = clock;
    this.restored = state.isPresent();
    this.teller =
        new ProgressTeller(context, partitions, settings.collector(), statements::say, this::flush);
    Map<StreamId, EnumeratorState.Stream> saved = new HashMap<>();
    state.ifPresent(
        known -> {
          statements.restore(known.nextNumber(), known.statements());
          losses.restore(known.losses());
          known.streams().forEach(stream -> saved.put(stream.id(), stream));
        });
    for (TenantConfig tenant : settings.tenants()) {
      open(tenant, connections, nanos, listers.apply(tenant.id()), saved);
    }
    losses.keepOnly(streams.keySet());
    for (StreamId gone : saved.keySet()) {
      new StreamHealth(gone, entry -> statements.say(Outgoing.of(entry)), clock).ended();
      log.atWarn()
          .addKeyValue("tenant", gone.tenant())
          .addKeyValue("contentType", gone.contentType())
          .log("A stream in the checkpoint is no longer configured; it is not collected");
    }
  }

  private void open(
      TenantConfig tenant,
      ActivityApis connections,
      LongSupplier nanos,
      ExecutorService threads,
      Map<StreamId, EnumeratorState.Stream> saved) {
    WindowPlan plan = new WindowPlan(settings.pollBehind(), settings.relist());
    Consumer<LedgerEntry> ledger = this::tell;
    TenantPace pace = new TenantPace(tenant.requestsPerMinute(), tenant.fetches(), LISTERS, nanos);
    TenantDesk desk = new TenantDesk(tenant.id(), pace, context, clock, nanos, ledger);
    desks.put(tenant.id(), desk);
    ActivityApi api = connections.connect(tenant, clock, pace);
    ApiCalls caller = new ApiCalls(context, threads, api, this::flush);
    calls.add(caller);
    for (ContentType type : tenant.contentTypes()) {
      StreamId id = new StreamId(tenant.id(), type.wireName());
      EnumeratorState.Stream known = saved.remove(id);
      CollectedStream stream =
          known == null
              ? CollectedStream.first(id, plan, ledger, clock.instant())
              : CollectedStream.restored(known, plan, ledger);
      StreamHealth health = new StreamHealth(id, ledger, clock);
      if (known == null) {
        losses.begin(id, stream.completeUpTo());
        health.begun();
      }
      desk.add(stream);
      streams.put(
          id,
          new StreamLister(
              stream,
              type,
              api,
              caller,
              clock,
              nanos,
              settings.pollEvery(),
              settings.pauses(),
              health));
    }
  }

  private void tell(LedgerEntry entry) {
    if (losses.take(entry)) {
      statements.say(Outgoing.of(entry));
    }
  }

  @Override
  public void start() {
    HealthMetrics metrics = new HealthMetrics(context.metricGroup(), streams.values(), desks);
    if (restored) {
      // What is restored is durable, and its marker may have been lost with the last run.
      teller.tell(progress());
    }
    long tick = Math.min(TICK_MILLIS, settings.pollEvery().toMillis());
    context.callAsync(
        () -> true,
        (ignored, error) -> {
          if (error != null) {
            throw new IllegalStateException(error);
          }
          streams.values().forEach(StreamLister::poll);
          flush();
          metrics.update(clock.instant());
        },
        0,
        Math.max(1, tick));
  }

  @Override
  public void addReader(int subtask) {
    desks.values().forEach(desk -> desk.readerGone(subtask));
    flush();
  }

  /** Readers do not ask for blobs: they are given what they can do. */
  @Override
  public void handleSplitRequest(int subtask, String host) {
    flush();
  }

  @Override
  public void addSplitsBack(List<ActivitySplit> returned, int subtask) {
    desks.values().forEach(desk -> desk.readerGone(subtask));
    Map<StreamId, List<BlobSplit>> blobs = new LinkedHashMap<>();
    for (ActivitySplit split : returned) {
      if (split instanceof StatementSplit statement) {
        statements.giveBack(statement);
      } else if (split instanceof BlobSplit blob) {
        blobs.computeIfAbsent(blob.stream(), stream -> new ArrayList<>()).add(blob);
      }
    }
    blobs.forEach(
        (id, given) ->
            Optional.ofNullable(streams.get(id))
                .ifPresent(lister -> lister.stream().giveBack(given)));
    flush();
  }

  @Override
  public void handleSourceEvent(int subtask, SourceEvent event) {
    if (event instanceof BlobEvents.Fetched fetched) {
      fetched(read(fetched.split()));
    } else if (event instanceof BlobEvents.Covered covered) {
      covered(read(covered.split()), subtask);
    } else if (event instanceof BlobEvents.Rested rested) {
      rested(read(rested.split()), rested.code(), subtask);
    } else if (event instanceof BlobEvents.Asked asked) {
      desk(asked.tenant()).ifPresent(desk -> desk.asked(subtask));
    } else if (event instanceof BlobEvents.Throttled throttled) {
      desk(throttled.tenant())
          .ifPresent(desk -> desk.throttled(Duration.ofMillis(throttled.retryAfterMillis())));
    }
    flush();
  }

  private Optional<TenantDesk> desk(String tenant) {
    return Optional.ofNullable(desks.get(tenant));
  }

  private void rested(BlobSplit blob, String code, int subtask) {
    desk(blob.stream().tenant()).ifPresent(desk -> desk.rested(blob.splitId(), subtask));
    StreamLister lister = streams.get(blob.stream());
    if (code != null && lister != null && lister.stream().isOpen(blob.contentId())) {
      statements.say(Outgoing.of(blob.retried(code, clock.instant())));
    }
  }

  private void fetched(BlobSplit blob) {
    desk(blob.stream().tenant()).ifPresent(desk -> desk.finished(blob.splitId()));
    if (ActivityReader.isOnItsWay(blob)) {
      statements.say(Outgoing.of(blob.fetched(clock.instant())));
    }
  }

  /**
   * A blob's records are safe. Told again after a restart of the reader or of ours, so it must not
   * matter how often. The reader may forget it once a checkpoint of ours holds it; what is no
   * longer open and not waiting for that is in a completed checkpoint already.
   */
  private void covered(BlobSplit blob, int subtask) {
    StreamLister lister = streams.get(blob.stream());
    boolean isWaiting = acknowledgements.isWaiting(blob.splitId());
    boolean news = lister == null ? !isWaiting : lister.stream().ended(blob.contentId());
    if (news) {
      tell(blob.ended(clock.instant()));
    }
    if (news || isWaiting) {
      acknowledgements.await(blob.splitId(), subtask);
    } else {
      context.sendEventToSourceReader(
          subtask, new BlobEvents.Acknowledged(List.of(blob.splitId())));
    }
  }

  @Override
  public EnumeratorState snapshotState(long checkpointId) {
    flush();
    acknowledgements.begin(checkpointId, progress());
    return new EnumeratorState(
        statements.nextNumber(),
        statements.waiting(),
        streams.values().stream().map(lister -> lister.stream().snapshot()).toList(),
        losses.snapshot());
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    acknowledgements
        .complete(checkpointId)
        .ifPresent(
            durable -> {
              durable
                  .byReader()
                  .forEach(
                      (reader, splitIds) -> {
                        if (context.registeredReaders().containsKey(reader)) {
                          context.sendEventToSourceReader(
                              reader, new BlobEvents.Acknowledged(splitIds));
                        }
                      });
              teller.tell(durable.progress());
            });
  }

  @Override
  public void notifyCheckpointAborted(long checkpointId) {
    acknowledgements.abort(checkpointId);
  }

  private List<ProgressMarker.Progress> progress() {
    return streams.values().stream()
        .map(StreamLister::stream)
        .map(stream -> losses.progress(stream.id(), stream.completeUpTo()))
        .toList();
  }

  /** Hands out what can be handed out: statements to the scribe, blobs and permits to readers. */
  private void flush() {
    desks.values().forEach(TenantDesk::serve);
    statements.pack();
    if (context.registeredReaders().containsKey(SCRIBE)) {
      statements.drainTo(statement -> context.assignSplit(statement, SCRIBE));
    }
  }

  private BlobSplit read(byte[] split) {
    try {
      return (BlobSplit) splits.deserialize(ActivitySplitSerializer.VERSION, split);
    } catch (IOException e) {
      throw new IllegalStateException("a reader of this job sent a split that cannot be read", e);
    }
  }

  @Override
  public void close() {
    calls.forEach(ApiCalls::close);
  }
}
