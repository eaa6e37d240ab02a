package io.mailtrail.sink;

import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;

/** The counts as Flink metrics: {@code kind.event.documents.created} in the operator's scope. */
final class FlinkDocumentCounts implements DocumentCounts {
  private final Map<DocumentKind, Counter> received = new EnumMap<>(DocumentKind.class);
  private final Map<DocumentKind, Map<Outcome, Counter>> ended = new EnumMap<>(DocumentKind.class);

  FlinkDocumentCounts(MetricGroup operator) {
    for (DocumentKind kind : DocumentKind.values()) {
      MetricGroup group = group(operator, kind);
      received.put(kind, counter(group, "received"));
      Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);
      for (Outcome outcome : Outcome.values()) {
        outcomes.put(outcome, counter(group, name(outcome)));
      }
      ended.put(kind, outcomes);
    }
  }

  /** The scope of all metrics about documents of one kind. */
  static MetricGroup group(MetricGroup operator, DocumentKind kind) {
    return operator.addGroup("kind", kind.label()).addGroup("documents");
  }

  /** Responses are handled on the HTTP client's threads, so plain counters would lose some. */
  private static Counter counter(MetricGroup group, String name) {
    return group.counter(name, new ThreadSafeSimpleCounter());
  }

  private static String name(Outcome outcome) {
    return switch (outcome) {
      case CREATED -> "created";
      case SUPERSEDED -> "superseded";
      case DUPLICATE -> "duplicate";
      case REPLAYED -> "replayed";
      case REJECTED -> "rejected";
      case RETRY -> "retried";
    };
  }

  @Override
  public void received(DocumentKind kind) {
    received.get(kind).inc();
  }

  @Override
  public void ended(DocumentKind kind, Outcome outcome) {
    ended.get(kind).get(outcome).inc();
  }
}
