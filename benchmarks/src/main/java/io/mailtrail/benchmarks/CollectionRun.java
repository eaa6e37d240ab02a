package io.mailtrail.benchmarks;

import io.mailtrail.ingest.IngestJob;
import io.mailtrail.ingest.Outgoing;
import io.mailtrail.ingest.TenantConfig;
import io.mailtrail.ingest.api.ActivityApis;
import io.mailtrail.ingest.api.Retries;
import io.mailtrail.ingest.source.ActivitySource;
import io.mailtrail.ingest.source.SourceSettings;
import io.mailtrail.model.ContentType;
import io.mailtrail.model.Topic;
import io.mailtrail.model.config.Secret;
import java.io.Serializable;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The ingest job over one tenant, into a sink that counts records. One at a time in a JVM. */
final class CollectionRun {
  private static final AtomicLong RECORDS = new AtomicLong();
  private static final AtomicLong FIRST_NANOS = new AtomicLong();

  private CollectionRun() {}

  /** Counts, in a type that travels. */
  private static final class CountingSink implements Sink<Outgoing> {
    @Override
    public SinkWriter<Outgoing> createWriter(WriterInitContext context) {
      return new SinkWriter<>() {
        @Override
        public void write(Outgoing message, Context at) {
          if (message.topic().equals(Topic.RAW.topicName()) && message.key() != null) {
            FIRST_NANOS.compareAndSet(0, System.nanoTime());
            RECORDS.incrementAndGet();
          }
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public void close() {}
      };
    }
  }

  /** Stands still. */
  static final class StandingClock extends Clock implements Serializable {
    private static final long serialVersionUID = 1L;
    private final long millis;

    StandingClock(Instant at) {
      this.millis = at.toEpochMilli();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return Clock.fixed(instant(), zone);
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis);
    }
  }

  /**
   * Runs until so many records are through.
   *
   * @return seconds from the first record to the last
   */
  static double seconds(
      URI server, String tenant, String client, String secret, Instant now, long records)
      throws Exception {
    RECORDS.set(0);
    FIRST_NANOS.set(0);
    TenantConfig config =
        new TenantConfig(
                "benchmark",
                tenant,
                client,
                new Secret(secret),
                server,
                server,
                tenant,
                List.of(ContentType.EXCHANGE))
            .withQuota(60_000, CollectionThroughput.CONCURRENT);
    SourceSettings settings =
        new SourceSettings(
            List.of(config), "benchmark", Duration.ofSeconds(1), Duration.ZERO, Retries.DEFAULT);
    Configuration flink = new Configuration();
    flink.set(PipelineOptions.OBJECT_REUSE, true);
    flink.set(PipelineOptions.GENERIC_TYPES, false);
    flink.set(RestOptions.BIND_PORT, "0");
    flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(2));
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, flink);
    IngestJob.defineWorkflow(
        env,
        ActivitySource.of(
            settings,
            ActivityApis.http(Retries.DEFAULT, Duration.ofMinutes(1)),
            () -> 1,
            new StandingClock(now)),
        new CountingSink());
    JobClient job = env.executeAsync("collection");
    while (RECORDS.get() < records) {
      if (job.getJobStatus().get().isTerminalState()) {
        throw new IllegalStateException("the job ended: " + job.getJobStatus().get());
      }
      LockSupport.parkNanos(2_000_000);
    }
    double seconds = (System.nanoTime() - FIRST_NANOS.get()) / 1e9;
    job.cancel().get();
    return seconds;
  }
}
