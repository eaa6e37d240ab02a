package io.mailtrail.sink;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** Reads the sink's counters, per run of a writer: a restart begins a new run. */
public final class SinkCounters implements MetricReporter {
  private static final Map<String, Map<String, Counter>> LATEST = new ConcurrentHashMap<>();

  /** Found through {@code META-INF/services}. */
  public static final class Factory implements MetricReporterFactory {
    @Override
    public MetricReporter createMetricReporter(Properties properties) {
      return new SinkCounters();
    }
  }

  static void addTo(Configuration configuration) {
    LATEST.clear();
    configuration.setString("metrics.reporters", "test");
    configuration.setString("metrics.reporter.test.factory.class", Factory.class.getName());
  }

  /** In the latest run of each subtask, over all of them. */
  static long of(DocumentKind kind, String name) {
    return LATEST.getOrDefault(kind.label() + "." + name, Map.of()).values().stream()
        .mapToLong(Counter::getCount)
        .sum();
  }

  /** {@link DocumentCounts}'s equation, for every kind. */
  static boolean addUp() {
    for (DocumentKind kind : DocumentKind.values()) {
      long settled =
          of(kind, "created")
              + of(kind, "superseded")
              + of(kind, "duplicate")
              + of(kind, "replayed")
              + of(kind, "rejected");
      if (of(kind, "received") != settled) {
        return false;
      }
    }
    return true;
  }

  static String describe() {
    StringBuilder text = new StringBuilder();
    LATEST.keySet().stream()
        .sorted()
        .forEach(
            key -> {
              String[] parts = key.split("\\.", 2);
              for (DocumentKind kind : DocumentKind.values()) {
                if (kind.label().equals(parts[0]) && of(kind, parts[1]) > 0) {
                  text.append(key).append('=').append(of(kind, parts[1])).append(' ');
                }
              }
            });
    return text.toString();
  }

  @Override
  public void open(MetricConfig config) {}

  @Override
  public void close() {}

  @Override
  public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
    Map<String, String> variables = group.getAllVariables();
    String kind = variables.get("<kind>");
    if (metric instanceof Counter counter && kind != null) {
      LATEST
          .computeIfAbsent(kind + "." + name, key -> new ConcurrentHashMap<>())
          .put(variables.get("<operator_id>") + variables.get("<subtask_index>"), counter);
    }
  }

  @Override
  public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
    // The counts are read after the job has ended.
  }
}
