package io.mailtrail.cli.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.ingest.RetainedCheckpoints;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedFlinkTest {
  @TempDir Path folder;

  /** Counts what passes, and pauses so that the job is still there to look at. */
  private static final class Count extends RichMapFunction<Long, Long> {
    private transient Counter counter;

    @Override
    public void open(OpenContext context) {
      counter = getRuntimeContext().getMetricGroup().addGroup("things").counter("seen");
    }

    @Override
    public Long map(Long value) throws InterruptedException {
      counter.inc();
      LockSupport.parkNanos(1_000_000);
      return value;
    }
  }

  private static void workflow(StreamExecutionEnvironment env) {
    env.setParallelism(1);
    env.fromSource(
            new NumberSequenceSource(1, Long.MAX_VALUE / 2),
            WatermarkStrategy.noWatermarks(),
            "numbers")
        .uid("numbers")
        .map(new Count())
        .returns(Types.LONG)
        .uid("count")
        .sinkTo(new DiscardingSink<>())
        .uid("end");
  }

  @Test
  void runsSeveralJobsOnOnePageAndGoesOnFromTheNewestCheckpoint() throws Exception {
    EmbeddedFlink.Options options = new EmbeddedFlink.Options(folder, 2, 0, Duration.ofMillis(200));
    try (EmbeddedFlink flink = EmbeddedFlink.start(options)) {
      assertThat(flink.submit("first", EmbeddedFlinkTest::workflow)).isEmpty();
      assertThat(flink.submit("second", EmbeddedFlinkTest::workflow)).isEmpty();
      await(() -> JobCounters.sum("first", "things.seen") > 0);
      await(() -> RetainedCheckpoints.newest(folder.resolve("checkpoints/first")).isPresent());

      URI page = flink.webPage();
      assertThat(page.getHost()).isEqualTo("127.0.0.1");
      assertThat(get(page.resolve("/jobs/overview"))).contains("first").contains("second");
      assertThat(get(page)).contains("Apache Flink");

      flink.cancel("first");
      assertThat(flink.status("first")).isEmpty();
      Optional<Path> from = flink.submit("first", EmbeddedFlinkTest::workflow);
      assertThat(from).isPresent();
      long before = JobCounters.sum("first", "things.seen");
      await(() -> JobCounters.sum("first", "things.seen") > before);
    }
    assertThat(Files.isDirectory(folder.resolve("checkpoints"))).isTrue();
    assertThat(JobCounters.sum("first", "things.seen")).isPositive();
  }

  private static String get(URI uri) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static void await(BooleanSupplier condition) {
    Instant end = Instant.now().plusSeconds(30);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("waited long enough").isBefore(end);
      LockSupport.parkNanos(20_000_000);
    }
  }
}
