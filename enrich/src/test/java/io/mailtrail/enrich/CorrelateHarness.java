package io.mailtrail.enrich;

import io.mailtrail.detect.Fact;
import io.mailtrail.model.Alert;
import io.mailtrail.model.FailedRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.TestableKeyedStateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;

/** The correlating operator alone, on a state backend. */
final class CorrelateHarness implements AutoCloseable {
  static final Duration COALESCE = Duration.ofMillis(200);

  /** What keeps the state. */
  enum Backend {
    HEAP,
    ROCKSDB;

    StateBackend create() {
      return this == HEAP ? new HashMapStateBackend() : new EmbeddedRocksDBStateBackend(true);
    }
  }

  private final KeyedBroadcastOperatorTestHarness<String, Fact, News, KeyedJson> harness;
  private final CorrelateFunction function;
  private long offset = 1_000;

  private CorrelateHarness(
      KeyedBroadcastOperatorTestHarness<String, Fact, News, KeyedJson> harness,
      CorrelateFunction function) {
    this.harness = harness;
    this.function = function;
  }

  static CorrelateHarness open(Backend backend, RuleTexts rules) throws Exception {
    return open(backend, rules, null);
  }

  /** Opens from a snapshot, if there is one. */
  static CorrelateHarness open(Backend backend, RuleTexts rules, OperatorSubtaskState snapshot)
      throws Exception {
    return open(backend, rules, snapshot, Duration.ofMinutes(1));
  }

  static CorrelateHarness open(
      Backend backend, RuleTexts rules, OperatorSubtaskState snapshot, Duration budget)
      throws Exception {
    LiveRules live = new LiveRules(rules, () -> RuleFeed.Snapshot.EMPTY);
    CorrelateFunction function =
        new CorrelateFunction(
            live,
            new Collected(new Lateness(Map.of(), Duration.ofHours(24))),
            new CorrelateFunction.Options(
                0, COALESCE, Duration.ofDays(35), backend == Backend.ROCKSDB, budget));
    KeyedBroadcastOperatorTestHarness<String, Fact, News, KeyedJson> harness =
        new KeyedBroadcastOperatorTestHarness<>(
            new CoBroadcastWithKeyedOperator<>(
                function, List.of(LiveRules.IN_FORCE, Collected.ACCOUNTS)),
            Fact::key,
            Types.STRING,
            128,
            1,
            0);
    CorrelateHarness opened = new CorrelateHarness(harness, function);
    opened.harness.setStateBackend(backend.create());
    if (snapshot != null) {
      opened.harness.initializeState(snapshot);
    }
    opened.harness.open();
    // The rules say nothing of event time.
    opened.harness.processBroadcastWatermark(Watermark.MAX_WATERMARK);
    return opened;
  }

  void send(Fact... facts) throws Exception {
    for (Fact fact : facts) {
      harness.processElement(new StreamRecord<>(fact));
    }
  }

  /** Publishes the text of a rule, or a tombstone. */
  void publish(String id, String yaml) throws Exception {
    harness.processBroadcastElement(
        new StreamRecord<>(new News(List.of(new RuleChange(id, yaml, 0, offset++, 0)))));
  }

  void coalesce() throws Exception {
    processingTime(harness.getProcessingTime() + COALESCE.toMillis());
  }

  void processingTime(long millis) throws Exception {
    harness.setProcessingTime(millis);
  }

  void watermark(Instant time) throws Exception {
    harness.processWatermark(new Watermark(time.toEpochMilli()));
  }

  void end() throws Exception {
    harness.processWatermark(Watermark.MAX_WATERMARK);
  }

  /** How many facts evaluations have read. */
  long factsRead() {
    return function.factsRead();
  }

  /** All entries in state, of every kind, without timers. */
  int stateEntries() throws Exception {
    return ((TestableKeyedStateBackend<?>)
            ((AbstractStreamOperator<?>) harness.getOperator()).getKeyedStateBackend())
        .numKeyValueStateEntries();
  }

  List<FailedRecord> failed() {
    var failed = harness.getSideOutput(CorrelateFunction.FAILED);
    return failed == null
        ? List.of()
        : failed.stream().map(record -> FailedRecord.of(record.getValue().json())).toList();
  }

  OperatorSubtaskState snapshot() throws Exception {
    return harness.snapshot(1, 1);
  }

  List<Alert> alerts() {
    return harness.extractOutputValues().stream().map(json -> Alert.of(json.json())).toList();
  }

  List<Alert.Status> statuses() {
    return alerts().stream().map(Alert::status).toList();
  }

  /** The newest version of each alert, by id. */
  Map<String, Alert> newest() {
    Map<String, Alert> newest = new java.util.LinkedHashMap<>();
    alerts().forEach(alert -> newest.put(alert.id(), alert));
    return newest;
  }

  @Override
  public void close() {
    try {
      harness.close();
    } catch (Exception e) {
      throw new IllegalStateException("the operator does not close", e);
    }
  }
}
