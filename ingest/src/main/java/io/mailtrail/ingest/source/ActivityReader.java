package io.mailtrail.ingest.source;

import io.mailtrail.ingest.Outgoing;
import io.mailtrail.ingest.TenantConfig;
import io.mailtrail.ingest.api.ActivityApi;
import io.mailtrail.ingest.api.ActivityApis;
import io.mailtrail.model.LedgerEntry.State;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.synchronization.FutureCompletingBlockingQueue;
import org.apache.flink.core.io.InputStatus;

/**
 * Emits the records of blobs, and the statements of the enumerator. A blob that is done stays in
 * the reader's state until the enumerator has said that a checkpoint of its own holds that: between
 * two checkpoints of the job one of the two may be the only one who knows.
 *
 * <p>Everything here runs in the task's thread but for fetching, whose threads hand over batches
 * through a short queue and wait while it is full.
 */
final class ActivityReader implements SourceReader<Outgoing, ActivitySplit> {
  private static final int QUEUE_BATCHES = 4;

  private final ActivitySplitSerializer splits = new ActivitySplitSerializer();
  private final SourceReaderContext context;
  private final Map<String, ReaderPermits> permits = new HashMap<>();
  private final FutureCompletingBlockingQueue<BlobItem.Batch> fetched =
      new FutureCompletingBlockingQueue<>(QUEUE_BATCHES);
  private final Queue<SourceEvent> toEnumerator = new ConcurrentLinkedQueue<>();
  private final Fetching fetching;
  private final Deque<StatementSplit> statements = new ArrayDeque<>();
  private final Map<String, BlobState> inHand = new LinkedHashMap<>();
  private final Map<String, DoneBlob> done = new LinkedHashMap<>();
  private Iterator<BlobItem> batch;
  private BlobState emitting;
  private boolean started;

  ActivityReader(
      ActivityApis connections, SourceSettings settings, Clock clock, SourceReaderContext context) {
    this.context = context;
    Map<String, ActivityApi> apis = new HashMap<>();
    for (TenantConfig tenant : settings.tenants()) {
      ReaderPermits asked = new ReaderPermits(tenant.id(), this::send);
      permits.put(tenant.id(), asked);
      apis.put(tenant.id(), connections.connect(tenant, clock, asked));
    }
    this.fetching = new Fetching(settings, apis, clock, full -> fetched.put(0, full));
  }

  /** Sends from any thread: the task's thread carries it. */
  private void send(SourceEvent event) {
    toEnumerator.add(event);
    fetched.notifyAvailable();
  }

  @Override
  public void start() {
    started = true;
    done.values().forEach(this::announceCovered);
    inHand.values().forEach(this::begin);
  }

  /** The enumerator does not know of it: it counts as one put aside. */
  private void begin(BlobState restored) {
    BlobSplit split = restored.split();
    context.sendSourceEventToCoordinator(new BlobEvents.Rested(write(split), null));
    fetching.fetch(split);
  }

  /** Restored splits come before {@link #start}, assigned ones after it. */
  @Override
  public void addSplits(List<ActivitySplit> added) {
    for (ActivitySplit split : added) {
      if (split instanceof StatementSplit statement) {
        statements.add(statement);
      } else if (split instanceof BlobSplit blob && blob.result().isPresent()) {
        DoneBlob restored = new DoneBlob(blob);
        // It was in the checkpoint that we start from, so that checkpoint is complete.
        restored.coverIfIn(DoneBlob.RESTORED);
        done.put(blob.splitId(), restored);
        if (started) {
          announceCovered(restored);
        }
      } else if (split instanceof BlobSplit blob) {
        inHand.put(blob.splitId(), new BlobState(blob));
        if (started) {
          fetching.fetch(blob);
        }
      }
    }
    fetched.notifyAvailable();
  }

  /** Statements go first: they wait behind no blob. */
  @Override
  public InputStatus pollNext(ReaderOutput<Outgoing> output) {
    for (SourceEvent event = toEnumerator.poll(); event != null; event = toEnumerator.poll()) {
      context.sendSourceEventToCoordinator(event);
    }
    StatementSplit statement = statements.poll();
    if (statement != null) {
      statement.messages().forEach(output::collect);
      return InputStatus.MORE_AVAILABLE;
    }
    if (batch == null || !batch.hasNext()) {
      BlobItem.Batch next = fetched.poll();
      if (next == null) {
        batch = null;
        return InputStatus.NOTHING_AVAILABLE;
      }
      batch = next.items().iterator();
      emitting = inHand.get(next.splitId());
    }
    if (batch.hasNext()) {
      emit(batch.next(), output);
    }
    return InputStatus.MORE_AVAILABLE;
  }

  /** Emits a message and keeps the split's state in step with it. */
  private void emit(BlobItem item, ReaderOutput<Outgoing> output) {
    if (item instanceof BlobItem.Message message) {
      output.collect(message.message());
      emitting.emitted(message.emitted(), message.prefix());
    } else if (item instanceof BlobItem.Done result) {
      emitting.done(result.result());
      BlobSplit split = emitting.split();
      inHand.remove(split.splitId());
      done.put(split.splitId(), new DoneBlob(split));
      context.sendSourceEventToCoordinator(new BlobEvents.Fetched(write(split)));
    } else if (item instanceof BlobItem.Deferred deferred) {
      emitting.attempted(deferred.attempts());
      context.sendSourceEventToCoordinator(
          new BlobEvents.Rested(write(emitting.split()), deferred.news() ? deferred.code() : null));
    } else if (item instanceof BlobItem.Broken broken) {
      throw broken.cause();
    }
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    boolean now =
        !statements.isEmpty() || !toEnumerator.isEmpty() || (batch != null && batch.hasNext());
    return now ? CompletableFuture.completedFuture(null) : fetched.getAvailabilityFuture();
  }

  /** Blobs that are not done. */
  int blobsInHand() {
    return inHand.size();
  }

  @Override
  public List<ActivitySplit> snapshotState(long checkpointId) {
    List<ActivitySplit> snapshot = new ArrayList<>(statements);
    inHand.values().forEach(state -> snapshot.add(state.split()));
    for (DoneBlob blob : done.values()) {
      blob.inSnapshot(checkpointId);
      snapshot.add(blob.split());
    }
    return snapshot;
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    for (DoneBlob blob : done.values()) {
      if (blob.coverIfIn(checkpointId)) {
        announceCovered(blob);
      }
    }
  }

  private void announceCovered(DoneBlob blob) {
    context.sendSourceEventToCoordinator(new BlobEvents.Covered(write(blob.split())));
  }

  @Override
  public void handleSourceEvents(SourceEvent event) {
    if (event instanceof BlobEvents.Acknowledged acknowledged) {
      acknowledged.splitIds().forEach(done::remove);
    } else if (event instanceof BlobEvents.Granted granted) {
      permits.get(granted.tenant()).grant();
    }
  }

  @Override
  public void notifyNoMoreSplits() {
    // There are always more: the source has no end.
  }

  private byte[] write(BlobSplit split) {
    try {
      return splits.serialize(split);
    } catch (IOException e) {
      throw new IllegalStateException("our own split cannot be written", e);
    }
  }

  @Override
  public void close() {
    fetching.close();
  }

  /** Whether a blob is one whose records the ledger is to say are on their way. */
  static boolean isOnItsWay(BlobSplit split) {
    return split.result().orElseThrow().end() == State.PUBLISHED;
  }
}
