package io.mailtrail.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.Json;
import io.mailtrail.testbed.server.Await;
import io.mailtrail.testbed.server.OpenSearchEndpoint;
import io.mailtrail.testbed.server.OpenSearchServer;
import io.mailtrail.testbed.server.ServerOptions;
import io.mailtrail.testbed.server.WithServers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to documents when the job, or OpenSearch, stops in the middle. */
@WithServers
class RestoreIT {
  private static final int NUMBER = 6_000;

  @TempDir private Path checkpoints;
  @TempDir private Path data;

  @Test
  void aJobThatFailsGoesOnFromItsCheckpointAndLosesNothing(OpenSearchEndpoint openSearch)
      throws Exception {
    openSearch.clear();
    Templates.install(OpenSearchAccess.of(openSearch.uri()), 0);
    FailsOnce.reset();
    StreamExecutionEnvironment env = SinkRun.environment(checkpoints);
    SinkRun.events(env, NUMBER, 2_000)
        .map(new FailsOnce())
        .returns(TypeInformation.of(Document.class))
        .sinkTo(SinkRun.sink(openSearch.uri()));

    env.execute();

    assertThat(FailsOnce.FAILED).isTrue();
    assertThat(documents(openSearch.uri())).isEqualTo(NUMBER);
    assertThat(FailsOnce.READ_SINCE_FAILURE)
        .as("goes on, and does not begin anew")
        .hasValueLessThan(NUMBER);
    assertThat(SinkCounters.of(DocumentKind.EVENT, "replayed"))
        .as("what came after the checkpoint comes again")
        .isPositive();
    assertThat(SinkCounters.of(DocumentKind.EVENT, "duplicate")).isZero();
    assertThat(SinkCounters.addUp()).as(SinkCounters.describe()).isTrue();
  }

  @Test
  void openSearchStopsAndStartsInTheMiddleAndNothingIsLost() throws Exception {
    OpenSearchServer server = OpenSearchServer.start(ServerOptions.in(data));
    int port = server.uri().getPort();
    try {
      Templates.install(OpenSearchAccess.of(server.uri()), 0);
      StreamExecutionEnvironment env = SinkRun.environment(checkpoints);
      SinkRun.events(env, NUMBER, 1_000).sinkTo(SinkRun.sink(server.uri()));
      JobClient job = env.executeAsync();
      Await.until(
          "some documents are written",
          Duration.ofSeconds(60),
          () -> SinkCounters.of(DocumentKind.EVENT, "created") > 500);

      server.close();
      Await.until(
          "the writer notices",
          Duration.ofSeconds(60),
          () -> SinkCounters.of(DocumentKind.EVENT, "retried") > 0);
      server = OpenSearchServer.start(ServerOptions.in(data).withPort(port));
      job.getJobExecutionResult().get();

      assertThat(documents(server.uri())).isEqualTo(NUMBER);
      assertThat(SinkCounters.of(DocumentKind.EVENT, "received"))
          .as("the job has not even restarted")
          .isEqualTo(NUMBER);
      assertThat(SinkCounters.addUp()).as(SinkCounters.describe()).isTrue();
    } finally {
      server.close();
    }
  }

  private static long documents(URI openSearch) throws Exception {
    send(openSearch.resolve("/mailtrail-events/_refresh"));
    return Json.mapper()
        .readTree(send(openSearch.resolve("/mailtrail-events/_count")))
        .path("count")
        .asLong();
  }

  private static String send(URI uri) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /**
   * Throws once: a checkpoint that covers something is complete, and something was written after
   * the newest snapshot. Whichever snapshot the job goes on from, that something comes again.
   */
  private static final class FailsOnce extends RichMapFunction<Document, Document>
      implements CheckpointedFunction, CheckpointListener {
    static final AtomicBoolean FAILED = new AtomicBoolean();
    static final AtomicLong READ_SINCE_FAILURE = new AtomicLong();
    private static final AtomicLong READ = new AtomicLong();
    private static final Set<Long> COVERING = ConcurrentHashMap.newKeySet();
    private static final AtomicLong CREATED_BY_THEN = new AtomicLong();
    private static volatile boolean covered;

    static void reset() {
      FAILED.set(false);
      READ_SINCE_FAILURE.set(0);
      READ.set(0);
      COVERING.clear();
      CREATED_BY_THEN.set(0);
      covered = false;
    }

    @Override
    public Document map(Document document) {
      if (FAILED.get()) {
        READ_SINCE_FAILURE.incrementAndGet();
        return document;
      }
      READ.incrementAndGet();
      if (covered && created() > CREATED_BY_THEN.get()) {
        FAILED.set(true);
        throw new IllegalStateException("the test wants this failure");
      }
      return document;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) {
      // It has no state; it only wants to know when one is taken.
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) {
      // The writer has waited for what was on its way, so this is what is written by now.
      CREATED_BY_THEN.set(created());
      if (READ.get() > 0) {
        COVERING.add(context.getCheckpointId());
      }
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
      covered |= COVERING.contains(checkpointId);
    }

    private static long created() {
      return SinkCounters.of(DocumentKind.EVENT, "created");
    }
  }
}
