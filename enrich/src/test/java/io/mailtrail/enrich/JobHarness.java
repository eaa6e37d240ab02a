package io.mailtrail.enrich;

import io.mailtrail.detect.Budget;
import io.mailtrail.detect.Correlator;
import io.mailtrail.detect.Fact;
import io.mailtrail.detect.RuleSet;
import io.mailtrail.enrich.CorrelateHarness.Backend;
import io.mailtrail.model.Alert;
import io.mailtrail.model.EventFields;
import io.mailtrail.model.ProgressMarker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.apache.flink.util.OutputTag;

/**
 * The operators behind the matcher, as the job connects them: copies, and every stage of the
 * correlations, each in some parallel instances. Between two of them lie messages on their way, and
 * chance decides when they are taken; a watermark or a checkpoint overtakes none.
 */
final class JobHarness implements AutoCloseable {
  private static final int KEY_GROUPS = 128;

  private final Backend backend;
  private final RuleTexts rules;
  private final Random random;
  private final CopyMatcher matcher;
  private final List<Alert> alerts = new ArrayList<>();
  private Operator<Long, RecordCopy, Fact> copies;
  private List<Operator<String, Fact, KeyedJson>> stages;
  private long processingTime;

  /** What a checkpoint holds, by operator. */
  record Checkpoint(int parallelism, List<OperatorSubtaskState> operators) {}

  JobHarness(Backend backend, RuleTexts rules, int parallelism, Random random) throws Exception {
    this.backend = backend;
    this.rules = rules;
    this.random = random;
    RuleSet loaded = RuleSet.load(rules.rules().stream().map(RuleText::asSource).toList());
    if (!loaded.errors().isEmpty()) {
      throw new AssertionError(loaded.errors().toString());
    }
    this.matcher =
        new CopyMatcher(
            loaded,
            Budget.UNLIMITED,
            failure -> {
              throw new AssertionError(failure.toString());
            });
    open(parallelism, null);
  }

  private void open(int parallelism, Checkpoint from) throws Exception {
    copies =
        new Operator<>(
            parallelism,
            Types.LONG,
            RecordCopy::record,
            () -> new CopiesFunction(Duration.ofDays(35), collected()));
    stages = new ArrayList<>();
    for (int i = 0; i < Correlator.STAGES; i++) {
      int stage = i;
      stages.add(
          new Operator<>(
              parallelism,
              Types.STRING,
              Fact::key,
              () ->
                  new CorrelateFunction(
                      new LiveRules(rules, () -> RuleFeed.Snapshot.EMPTY),
                      collected(),
                      new CorrelateFunction.Options(
                          stage,
                          CorrelateHarness.COALESCE,
                          Duration.ofDays(35),
                          backend == Backend.ROCKSDB))));
    }
    copies.open(from, 0);
    for (int i = 0; i < stages.size(); i++) {
      stages.get(i).open(from, i + 1);
    }
    processingTime(processingTime);
  }

  private static Collected collected() {
    return new Collected(new Lateness(Map.of(), Duration.ofHours(24)));
  }

  /** A copy of a record comes. */
  void send(EventFields event) throws Exception {
    copies.waiting.add(matcher.match(event, stages.get(0).waiting::add));
    work(false);
  }

  /** Every task hears of changed rules. */
  void publish(RuleChange... changes) throws Exception {
    work(true);
    for (Operator<String, Fact, KeyedJson> stage : stages) {
      stage.broadcast(new News(List.of(changes)));
    }
    drain();
    work(true);
  }

  /** A collector gives its account. */
  void marker(ProgressMarker marker) throws Exception {
    work(true);
    News news = News.of(marker.toBytes());
    copies.broadcast(news);
    for (Operator<String, Fact, KeyedJson> stage : stages) {
      stage.broadcast(news);
    }
  }

  void watermark(long time) throws Exception {
    Watermark watermark = new Watermark(time);
    copies.takeAll();
    copies.watermark(watermark);
    drain();
    for (Operator<String, Fact, KeyedJson> stage : stages) {
      stage.takeAll();
      stage.watermark(watermark);
      drain();
    }
  }

  void processingTime(long millis) throws Exception {
    processingTime = millis;
    copies.processingTime(millis);
    for (Operator<String, Fact, KeyedJson> stage : stages) {
      stage.processingTime(millis);
    }
    drain();
  }

  long processingTime() {
    return processingTime;
  }

  /** Takes some of what is on its way, or all. */
  private void work(boolean all) throws Exception {
    for (int round = 0; round < stages.size() + 2; round++) {
      copies.take(all ? Integer.MAX_VALUE : random.nextInt(3));
      drain();
      for (Operator<String, Fact, KeyedJson> stage : stages) {
        stage.take(all ? Integer.MAX_VALUE : random.nextInt(3));
        drain();
      }
    }
  }

  /** What the operators have given out goes on its way. */
  private void drain() {
    copies.main(fact -> stages.get(0).waiting.add(fact));
    copies.side(NormaliseFunction.ALERTS, this::publish);
    for (int i = 0; i < stages.size(); i++) {
      int next = i + 1;
      stages.get(i).main(this::publish);
      stages
          .get(i)
          .side(
              CorrelateFunction.FURTHER,
              fact -> {
                if (next == stages.size()) {
                  throw new AssertionError("a fact for no stage: " + fact);
                }
                stages.get(next).waiting.add(fact);
              });
      stages
          .get(i)
          .side(
              CorrelateFunction.FAILED,
              failed -> {
                throw new AssertionError(
                    new String(failed.json(), java.nio.charset.StandardCharsets.UTF_8));
              });
    }
  }

  private void publish(KeyedJson json) {
    alerts.add(Alert.of(json.json()));
  }

  /** Every version that was published, in order. */
  List<Alert> alerts() {
    return alerts;
  }

  Checkpoint checkpoint() throws Exception {
    List<OperatorSubtaskState> operators = new ArrayList<>();
    copies.takeAll();
    drain();
    operators.add(copies.snapshot());
    for (Operator<String, Fact, KeyedJson> stage : stages) {
      stage.takeAll();
      drain();
      operators.add(stage.snapshot());
    }
    return new Checkpoint(copies.parallelism, operators);
  }

  /** Writes a savepoint that any backend can read, one file for each operator. */
  void savepoint(Path folder) throws Exception {
    Files.createDirectories(folder);
    copies.takeAll();
    drain();
    write(copies, folder.resolve("copies.bin"));
    for (int i = 0; i < stages.size(); i++) {
      stages.get(i).takeAll();
      drain();
      write(stages.get(i), folder.resolve("correlate-" + i + ".bin"));
    }
  }

  private static void write(JobHarness.Operator<?, ?, ?> operator, Path file) throws Exception {
    if (operator.parallelism != 1) {
      throw new IllegalStateException("a savepoint for keeps is made by one instance");
    }
    OperatorSubtaskState state =
        operator
            .instances
            .get(0)
            .snapshotWithLocalState(1, 1, SavepointType.savepoint(SavepointFormatType.CANONICAL))
            .getJobManagerOwnedState();
    OperatorSnapshotUtil.writeStateHandle(state, file.toString());
  }

  /** Takes up what {@link #savepoint} wrote. */
  void restore(Path folder, int parallelism) throws Exception {
    List<OperatorSubtaskState> operators = new ArrayList<>();
    operators.add(OperatorSnapshotUtil.readStateHandle(folder.resolve("copies.bin").toString()));
    for (int i = 0; i < stages.size(); i++) {
      operators.add(
          OperatorSnapshotUtil.readStateHandle(
              folder.resolve("correlate-" + i + ".bin").toString()));
    }
    restore(new Checkpoint(1, operators), parallelism);
  }

  /** All that is not in the checkpoint is lost. */
  void restore(Checkpoint checkpoint, int parallelism) throws Exception {
    closeOperators();
    open(parallelism, checkpoint);
  }

  @Override
  public void close() {
    try {
      closeOperators();
    } catch (Exception e) {
      throw new IllegalStateException("an operator does not close", e);
    }
  }

  private void closeOperators() throws Exception {
    copies.close();
    for (Operator<String, Fact, KeyedJson> stage : stages) {
      stage.close();
    }
  }

  /** Makes the function of one instance. */
  private interface Maker<K, I, O> {
    KeyedBroadcastProcessFunction<K, I, News, O> make();
  }

  /** One operator in its parallel instances, and what is on its way to it. */
  private final class Operator<K, I, O> {
    private final List<KeyedBroadcastOperatorTestHarness<K, I, News, O>> instances =
        new ArrayList<>();
    private final Deque<I> waiting = new ArrayDeque<>();
    private final int parallelism;
    private final KeySelector<I, K> key;

    Operator(int parallelism, TypeInformation<K> type, KeySelector<I, K> key, Maker<K, I, O> maker)
        throws Exception {
      this.parallelism = parallelism;
      this.key = key;
      for (int i = 0; i < parallelism; i++) {
        instances.add(
            new KeyedBroadcastOperatorTestHarness<>(
                new CoBroadcastWithKeyedOperator<>(
                    maker.make(), List.of(LiveRules.IN_FORCE, Collected.ACCOUNTS)),
                key,
                type,
                KEY_GROUPS,
                parallelism,
                i));
      }
    }

    void open(Checkpoint from, int index) throws Exception {
      for (int i = 0; i < parallelism; i++) {
        KeyedBroadcastOperatorTestHarness<K, I, News, O> instance = instances.get(i);
        // An incremental checkpoint cannot be restored without a coordinator.
        instance.setStateBackend(
            backend == Backend.HEAP
                ? new HashMapStateBackend()
                : new EmbeddedRocksDBStateBackend(false));
        if (from != null) {
          instance.initializeState(
              AbstractStreamOperatorTestHarness.repartitionOperatorState(
                  from.operators().get(index), KEY_GROUPS, from.parallelism(), parallelism, i));
        }
        instance.open();
        instance.processBroadcastWatermark(Watermark.MAX_WATERMARK);
      }
    }

    void take(int most) throws Exception {
      for (int i = 0; i < most && !waiting.isEmpty(); i++) {
        I next = waiting.remove();
        int instance =
            KeyGroupRangeAssignment.assignKeyToParallelOperator(
                key.getKey(next), KEY_GROUPS, parallelism);
        instances.get(instance).processElement(new StreamRecord<>(next));
      }
    }

    void takeAll() throws Exception {
      take(Integer.MAX_VALUE);
    }

    void watermark(Watermark watermark) throws Exception {
      for (var instance : instances) {
        instance.processWatermark(watermark);
      }
    }

    void processingTime(long millis) throws Exception {
      for (var instance : instances) {
        instance.setProcessingTime(millis);
      }
    }

    void broadcast(News news) throws Exception {
      for (var instance : instances) {
        instance.processBroadcastElement(new StreamRecord<>(news));
      }
    }

    void main(java.util.function.Consumer<O> to) {
      for (var instance : instances) {
        instance.extractOutputValues().forEach(to);
        instance.getOutput().clear();
      }
    }

    <T> void side(OutputTag<T> tag, java.util.function.Consumer<T> to) {
      for (var instance : instances) {
        var side = instance.getSideOutput(tag);
        while (side != null && !side.isEmpty()) {
          to.accept(side.remove().getValue());
        }
      }
    }

    OperatorSubtaskState snapshot() throws Exception {
      List<OperatorSubtaskState> states = new ArrayList<>();
      for (var instance : instances) {
        states.add(instance.snapshot(1, 1));
      }
      return AbstractStreamOperatorTestHarness.repackageState(
          states.toArray(new OperatorSubtaskState[0]));
    }

    void close() throws Exception {
      for (var instance : instances) {
        instance.close();
      }
    }
  }
}
