package io.mailtrail.ingest.source;

import io.mailtrail.ingest.Outgoing;
import io.mailtrail.ingest.api.ActivityApis;
import java.io.Serializable;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The Management Activity API of any number of tenants as an unbounded source of messages: records
 * for {@code audit.raw}, ledger entries, progress markers, and what could not be cut out.
 */
public final class ActivitySource implements Source<Outgoing, ActivitySplit, EnumeratorState> {
  private final SourceSettings settings;
  private final ActivityApis connections;
  private final RawPartitions partitions;
  private final Clock clock;

  private <C extends Clock & Serializable> ActivitySource(
      SourceSettings settings, ActivityApis connections, RawPartitions partitions, C clock) {
    this.settings = settings;
    this.connections = connections;
    this.partitions = partitions;
    this.clock = clock;
  }

  /**
   * @param clock tells now, for windows, expiry and every time that is written down; never for
   *     waiting
   */
  public static <C extends Clock & Serializable> ActivitySource of(
      SourceSettings settings, ActivityApis connections, RawPartitions partitions, C clock) {
    return new ActivitySource(settings, connections, partitions, clock);
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SplitEnumerator<ActivitySplit, EnumeratorState> createEnumerator(
      SplitEnumeratorContext<ActivitySplit> context) {
    return enumerator(context, Optional.empty());
  }

  @Override
  public SplitEnumerator<ActivitySplit, EnumeratorState> restoreEnumerator(
      SplitEnumeratorContext<ActivitySplit> context, EnumeratorState state) {
    return enumerator(context, Optional.of(state));
  }

  private ActivityEnumerator enumerator(
      SplitEnumeratorContext<ActivitySplit> context, Optional<EnumeratorState> state) {
    return new ActivityEnumerator(
        context,
        settings,
        connections,
        partitions,
        clock,
        System::nanoTime,
        ActivitySource::listers,
        state);
  }

  private static ExecutorService listers(String tenant) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            ActivityEnumerator.LISTERS,
            ActivityEnumerator.LISTERS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "mailtrail-list-" + tenant);
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  @Override
  public SimpleVersionedSerializer<ActivitySplit> getSplitSerializer() {
    return new ActivitySplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<EnumeratorState> getEnumeratorCheckpointSerializer() {
    return new EnumeratorStateSerializer();
  }

  @Override
  public SourceReader<Outgoing, ActivitySplit> createReader(SourceReaderContext context) {
    return new ActivityReader(connections, settings, clock, context);
  }
}
