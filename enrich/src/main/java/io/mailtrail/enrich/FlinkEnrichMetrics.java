package io.mailtrail.enrich;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;

/** Counts in Flink's metrics. Not thread-safe: one task, one thread. */
final class FlinkEnrichMetrics implements EnrichMetrics {
  private final Counter received;
  private final Counter normalised;
  private final Counter failed;
  private final Counter facts;
  private final Counter statements;
  private final Counter singleAlerts;

  FlinkEnrichMetrics(MetricGroup group) {
    received = group.counter("records.received", new SimpleCounter());
    normalised = group.counter("records.normalised", new SimpleCounter());
    failed = group.counter("records.failed", new SimpleCounter());
    facts = group.counter("facts.found", new SimpleCounter());
    statements = group.counter("coverage.statements", new SimpleCounter());
    singleAlerts = group.counter("alerts.single", new SimpleCounter());
  }

  @Override
  public void received() {
    received.inc();
  }

  @Override
  public void normalised() {
    normalised.inc();
  }

  @Override
  public void failed() {
    failed.inc();
  }

  @Override
  public void facts(int number) {
    facts.inc(number);
  }

  @Override
  public void statement() {
    statements.inc();
  }

  @Override
  public void singleAlerts(int number) {
    singleAlerts.inc(number);
  }
}
