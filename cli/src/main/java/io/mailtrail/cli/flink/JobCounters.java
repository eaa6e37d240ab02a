package io.mailtrail.cli.flink;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * Reads the counters of jobs that run inside this JVM, at once and exactly; the REST interface
 * shows the same with a delay. A counter that ends with its task keeps what it had counted.
 * Thread-safe.
 */
public final class JobCounters implements MetricReporter {
  /** What Flink is configured with: see {@link EmbeddedFlink}. */
  static final String NAME = "mailtrail";

  private static final Map<Metric, Named> LIVE = new ConcurrentHashMap<>();
  private static final Map<String, AtomicLong> ENDED = new ConcurrentHashMap<>();

  private record Named(String name, Counter counter) {}

  /** Found by Flink through {@code META-INF/services}. */
  public static final class Factory implements MetricReporterFactory {
    @Override
    public MetricReporter createMetricReporter(Properties properties) {
      return new JobCounters();
    }
  }

  /**
   * The sum over all tasks of a counter of one job; 0 where there is none.
   *
   * @param counter the end of its name, with as many of its groups as tell it from others: {@code
   *     event.documents.created}
   */
  public static long sum(String job, String counter) {
    String suffix = "." + counter;
    long sum = 0;
    for (Named live : LIVE.values()) {
      if (live.name().startsWith(job + "\n") && live.name().endsWith(suffix)) {
        sum += live.counter().getCount();
      }
    }
    for (Map.Entry<String, AtomicLong> ended : ENDED.entrySet()) {
      if (ended.getKey().startsWith(job + "\n") && ended.getKey().endsWith(suffix)) {
        sum += ended.getValue().get();
      }
    }
    return sum;
  }

  @Override
  public void open(MetricConfig config) {
    // Nothing to open: the counters are read where they are.
  }

  @Override
  public void close() {
    // The counters outlive the reporter: they are read after the jobs have ended, too.
  }

  @Override
  public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
    String job = group.getAllVariables().get("<job_name>");
    if (metric instanceof Counter counter && job != null) {
      String scope = String.join(".", group.getScopeComponents());
      LIVE.put(metric, new Named(job + "\n" + scope + "." + name, counter));
    }
  }

  @Override
  public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
    Named live = LIVE.remove(metric);
    if (live != null) {
      ENDED
          .computeIfAbsent(live.name(), any -> new AtomicLong())
          .addAndGet(live.counter().getCount());
    }
  }
}
