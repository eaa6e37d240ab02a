package io.mailtrail.sink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.base.sink.writer.AsyncSinkWriter;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.apache.flink.connector.base.sink.writer.DequeRequestBuffer;
import org.apache.flink.connector.base.sink.writer.RequestBuffer;
import org.apache.flink.connector.base.sink.writer.RequestEntryWrapper;
import org.apache.flink.connector.base.sink.writer.ResultHandler;
import org.apache.flink.connector.base.sink.writer.config.AsyncSinkWriterConfiguration;
import org.apache.flink.connector.base.sink.writer.strategy.AIMDScalingStrategy;
import org.apache.flink.connector.base.sink.writer.strategy.CongestionControlRateLimitingStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Buffers documents, sends them in bulks, and sends again what OpenSearch could not take. While a
 * request waits for its next attempt it counts as under way, so a checkpoint waits for it; the task
 * itself is never blocked by a wait.
 */
final class OpenSearchWriter extends AsyncSinkWriter<Document, Document> {
  private static final Logger LOG = LoggerFactory.getLogger(OpenSearchWriter.class);

  /**
   * The framework's own timeout hands a batch back while its request may still be under way. Ours
   * always ends by itself, so the framework's never may.
   */
  private static final long NEVER_MILLIS = TimeUnit.DAYS.toMillis(1);

  private final SinkLimits limits;
  private final RequestBuffer<Document> buffer;
  private final OpenSearchHttp http;
  private final BulkSender sender;
  private final DocumentCounts counts;
  private final Backoff backoff;
  private volatile boolean closed;

  static OpenSearchWriter open(
      WriterInitContext context,
      OpenSearchAccess access,
      SinkLimits limits,
      Collection<BufferedRequestState<Document>> states) {
    return new OpenSearchWriter(
        context, OpenSearchHttp.open(access), limits, resized(states, limits), buffer());
  }

  private static RequestBuffer<Document> buffer() {
    return new DequeRequestBuffer<>();
  }

  private OpenSearchWriter(
      WriterInitContext context,
      OpenSearchHttp http,
      SinkLimits limits,
      List<BufferedRequestState<Document>> states,
      RequestBuffer<Document> buffer) {
    super(
        (document, writerContext) -> document,
        context,
        configuration(limits),
        states,
        new Batches(limits.batchBytes()),
        buffer);
    this.limits = limits;
    this.buffer = buffer;
    this.http = http;
    this.sender = new BulkSender(http);
    this.counts = new FlinkDocumentCounts(context.metricGroup());
    this.backoff = new Backoff(limits.backoffInitial(), limits.backoffMax());
    context.metricGroup().gauge("consecutive_failures", backoff::failures);
    buffer.getBufferedState().forEach(entry -> counts.received(entry.getRequestEntry().kind));
  }

  /**
   * Any failure halves what is under way at once, down to one document; each success adds a batch.
   * So an OpenSearch that is away or overloaded is asked by one small request at a time.
   */
  private static AsyncSinkWriterConfiguration configuration(SinkLimits limits) {
    int mostUnderWay = limits.batchDocuments() * limits.inFlight();
    return AsyncSinkWriterConfiguration.builder()
        .setMaxBatchSize(limits.batchDocuments())
        .setMaxBatchSizeInBytes(limits.batchBytes())
        .setMaxInFlightRequests(limits.inFlight())
        .setMaxBufferedRequests(limits.bufferDocuments())
        .setMaxTimeInBufferMS(limits.bufferTime().toMillis())
        .setMaxRecordSizeInBytes(limits.batchBytes())
        .setRequestTimeoutMS(NEVER_MILLIS)
        .setRateLimitingStrategy(
            CongestionControlRateLimitingStrategy.builder()
                .setMaxInFlightRequests(limits.inFlight())
                .setInitialMaxInFlightMessages(mostUnderWay)
                .setScalingStrategy(
                    AIMDScalingStrategy.builder(mostUnderWay)
                        .setIncreaseRate(limits.batchDocuments())
                        .build())
                .build())
        .build();
  }

  /** The limits may have become smaller since the checkpoint was taken. */
  private static List<BufferedRequestState<Document>> resized(
      Collection<BufferedRequestState<Document>> states, SinkLimits limits) {
    List<BufferedRequestState<Document>> resized = new ArrayList<>();
    for (BufferedRequestState<Document> state : states) {
      List<RequestEntryWrapper<Document>> entries = new ArrayList<>();
      for (RequestEntryWrapper<Document> entry : state.getBufferedRequestEntries()) {
        Document document = entry.getRequestEntry();
        entries.add(new RequestEntryWrapper<>(document, size(document, limits)));
      }
      resized.add(new BufferedRequestState<>(entries));
    }
    return resized;
  }

  /** The framework fails the job for an entry larger than a batch; {@link Batches} sends it. */
  private static long size(Document document, SinkLimits limits) {
    return Math.min(document.size(), limits.batchBytes());
  }

  @Override
  protected long getSizeInBytes(Document document) {
    return size(document, limits);
  }

  @Override
  public void write(Document document, Context context) throws IOException, InterruptedException {
    counts.received(document.kind);
    // The framework limits the number of documents that wait, but not their bytes.
    if (buffer.totalSizeInBytes() >= limits.bufferBytes()) {
      flush(true);
    }
    super.write(document, context);
  }

  @Override
  protected void submitRequestEntries(List<Document> batch, ResultHandler<Document> result) {
    CompletableFuture<List<Settled>> sent;
    try {
      sent = sender.send(batch);
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
      return;
    }
    sent.thenAccept(settled -> finish(settled, result))
        .exceptionally(
            failure -> {
              result.completeExceptionally(unwrapped(failure));
              return null;
            });
  }

  private void finish(List<Settled> settled, ResultHandler<Document> result) {
    if (closed) {
      return; // nobody waits for it: what is not in a checkpoint comes again
    }
    List<Document> next = new ArrayList<>();
    String obstacle = null;
    for (Settled each : settled) {
      Document document = each.document();
      counts.ended(document.kind, each.outcome());
      if (each.outcome() == Outcome.RETRY) {
        next.add(document);
        obstacle = each.reason();
      } else if (each.outcome() == Outcome.REJECTED) {
        Document failed = FailedDocuments.inPlaceOf(document, each.reason());
        counts.received(failed.kind);
        next.add(failed);
      }
    }
    if (obstacle == null) {
      backoff.succeeded();
      complete(next, result);
    } else {
      long delay = backoff.failed();
      LOG.atWarn()
          .addKeyValue("obstacle", obstacle)
          .addKeyValue("documents", next.size())
          .addKeyValue("delay_ms", delay)
          .addKeyValue("failures", backoff.failures())
          .log("OpenSearch could not take every document; sending again");
      after(delay).execute(() -> complete(next, result));
    }
  }

  private void complete(List<Document> next, ResultHandler<Document> result) {
    try {
      if (next.isEmpty()) {
        result.complete();
      } else {
        result.retryForEntries(next);
      }
    } catch (RejectedExecutionException e) {
      LOG.atDebug().setCause(e).log("the task has ended while a request was under way");
    }
  }

  private static Executor after(long millis) {
    return CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
  }

  private static Exception unwrapped(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof Exception e ? e : new SinkException("the sink failed", cause);
  }

  @Override
  public void close() {
    closed = true;
    try {
      http.close();
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("the HTTP client does not close");
    }
    super.close();
  }
}
