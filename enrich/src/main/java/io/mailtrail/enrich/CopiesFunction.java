package io.mailtrail.enrich;

import io.mailtrail.detect.Copies;
import io.mailtrail.detect.Fact;
import io.mailtrail.model.Alert;
import io.mailtrail.model.Alert.Coverage;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * What the copies of one record come to, whichever came first: facts for the correlations and
 * alerts of single records. Decided in {@code detect}; here are only the state and the watermark.
 *
 * <p>Facts of the best copies do not come here: they are on their way already. It is only told
 * which, so that those of a worse copy can be taken back.
 */
final class CopiesFunction extends KeyedBroadcastProcessFunction<Long, RecordCopy, News, Fact>
    implements CheckpointedFunction {
  private static final int CLEANED_AT_A_TIME = 4;

  /** How many entries RocksDB compacts before it looks at the clock again. */
  private static final long ENTRIES_BETWEEN_CLOCKS = 1_000;

  private final Duration memory;
  private final Collected collected;

  private transient CopyState codec;
  private transient ValueState<byte[]> copies;
  private transient ReachedTime reached;
  private transient TimerService timers;

  /**
   * @param memory how long after it was last heard of a record's copies are told apart; zero for
   *     ever
   */
  CopiesFunction(Duration memory, Collected collected) {
    this.memory = memory;
    this.collected = collected;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    collected.initialise(context);
    reached = ReachedTime.of(context);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    reached.snapshot(timers);
  }

  @Override
  public void open(OpenContext context) throws Exception {
    codec = new CopyState();
    ValueStateDescriptor<byte[]> descriptor =
        new ValueStateDescriptor<>("copies", BytePrimitiveArraySerializer.INSTANCE);
    if (!memory.isZero()) {
      descriptor.enableTimeToLive(
          StateTtlConfig.newBuilder(memory)
              .setStateVisibility(StateTtlConfig.StateVisibility.NeverReturnExpired)
              .cleanupIncrementally(CLEANED_AT_A_TIME, false)
              .cleanupInRocksdbCompactFilter(ENTRIES_BETWEEN_CLOCKS)
              .build());
    }
    copies = getRuntimeContext().getState(descriptor);
  }

  @Override
  public void processBroadcastElement(News news, Context context, Collector<Fact> out)
      throws Exception {
    collected.take(news);
  }

  @Override
  public void processElement(RecordCopy copy, ReadOnlyContext context, Collector<Fact> out)
      throws Exception {
    timers = context.timerService();
    byte[] known = copies.value();
    boolean sayNothing = copy.content() == null;
    if (known != null) {
      int fidelity = codec.fidelity(known);
      boolean isRepeat = copy.fidelity() == fidelity && sayNothing;
      if (copy.fidelity() < fidelity || isRepeat) {
        return;
      }
    }
    if (sayNothing && (known == null || codec.isSilent(known))) {
      copies.update(codec.silent(copy.fidelity()));
      return;
    }
    Copies before = known == null ? null : codec.read(known);
    Copies.Change change = Copies.arrive(before, dated(copy.copies(), before), copy.directFacts());
    change.facts().forEach(out::collect);
    for (Alert alert : change.alerts()) {
      context.output(NormaliseFunction.ALERTS, new KeyedJson(alert.id(), alert.toBytes()));
    }
    copies.update(codec.write(change.after()));
  }

  /**
   * An alert of a single record waits for no other, so it says at once what is known to be missing.
   * What was said when it first came stays, however often it comes again.
   */
  private Copies dated(Copies copy, Copies before) {
    Map<String, Alert> said = new HashMap<>();
    if (before != null) {
      before.alerts().forEach(alert -> said.put(alert.id(), alert));
    }
    return new Copies(
        copy.fidelity(),
        copy.facts(),
        copy.alerts().stream().map(alert -> dated(alert, said.get(alert.id()))).toList());
  }

  private Alert dated(Alert alert, Alert before) {
    if (before != null) {
      return alert.with(before.historical(), before.coverage());
    }
    boolean passed = alert.last().toEpochMilli() <= reached.at(timers);
    Coverage coverage = collected.coverage(alert.tenant(), alert.first(), alert.last());
    return alert.with(passed, passed ? coverage : unfinished(coverage));
  }

  /** Of a time that is still being collected, nobody can say that all of it is here. */
  private static Coverage unfinished(Coverage coverage) {
    return coverage.collected() == Alert.Collected.COMPLETE
        ? new Coverage(coverage.from(), coverage.to(), Alert.Collected.UNKNOWN)
        : coverage;
  }
}
