package io.mailtrail.enrich;

import io.mailtrail.detect.Correlator;
import io.mailtrail.detect.Fact;
import io.mailtrail.detect.RuleFailure;
import io.mailtrail.detect.RuleSet;
import io.mailtrail.model.Alert;
import io.mailtrail.model.FailedRecord;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the facts of one key and publishes what changes in the alerts they show. What they show is
 * decided in {@code detect}; here are only the state and the timers.
 *
 * <p>The first fact of a key in a while is evaluated at once. Those that come close behind it are
 * evaluated together: a burst costs few evaluations, and the settled alerts are the same.
 */
final class CorrelateFunction extends KeyedBroadcastProcessFunction<String, Fact, News, KeyedJson>
    implements CheckpointedFunction {
  /** Facts for the correlations of a higher stage. */
  static final OutputTag<Fact> FURTHER =
      new OutputTag<>("further", NormaliseFunction.FACTS.getTypeInfo());

  static final OutputTag<KeyedJson> FAILED = NormaliseFunction.FAILED;

  private static final Logger LOG = LoggerFactory.getLogger(CorrelateFunction.class);

  /**
   * How it works.
   *
   * @param stage which correlations are evaluated here: 0 for those that only records feed
   * @param coalesce how long facts that come close behind another wait for each other
   * @param memory how long behind the watermark a key keeps what a late record could still reopen
   * @param ordered whether the state backend keeps the entries of a map in order
   * @param budget of processor time that an evaluation may take, again and again
   */
  record Options(int stage, Duration coalesce, Duration memory, boolean ordered, Duration budget)
      implements java.io.Serializable {
    /** With the usual budget: an evaluation of a thousand facts takes some milliseconds. */
    Options(int stage, Duration coalesce, Duration memory, boolean ordered) {
      this(stage, coalesce, memory, ordered, Duration.ofSeconds(1));
    }
  }

  /** How often a correlation may be slow. */
  private static final int MOST_STRIKES = 10;

  /** After so many evaluations of all correlations. */
  private static final int STRIKES_FORGOTTEN_AFTER = 100_000;

  private final LiveRules rules;
  private final Collected collected;
  private final Options options;

  private transient Correlator correlator;
  private transient Shapes shapes;
  private transient KeyStore store;
  private transient Evaluator evaluator;
  private transient Forgetting forgetting;
  private transient Set<String> disabled;
  private transient Map<String, Integer> strikes;
  private transient ThreadMXBean threads;
  private transient ReachedTime reached;
  private transient TimerService timers;
  private transient Counter emitted;
  private transient Counter evaluations;

  CorrelateFunction(LiveRules rules, Collected collected, Options options) {
    this.rules = rules;
    this.collected = collected;
    this.options = options;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    rules.initialise(context);
    collected.initialise(context);
    reached = ReachedTime.of(context);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    reached.snapshot(timers);
  }

  @Override
  public void open(OpenContext context) throws Exception {
    store = new KeyStore(getRuntimeContext(), options.ordered());
    disabled = new HashSet<>();
    strikes = new HashMap<>();
    threads = ManagementFactory.getThreadMXBean();
    emitted = getRuntimeContext().getMetricGroup().counter("alerts.emitted");
    evaluations = getRuntimeContext().getMetricGroup().counter("keys.evaluated");
    getRuntimeContext().getMetricGroup().gauge("facts.read", store::factsRead);
    getRuntimeContext().getMetricGroup().gauge("rules.disabled", disabled::size);
    take(rules.open(getRuntimeContext().getMetricGroup()));
  }

  private void take(RuleSet changed) {
    correlator = new Correlator(changed);
    shapes = new Shapes(correlator);
    evaluator =
        new Evaluator(correlator, shapes, store, collected, threads::getCurrentThreadCpuTime);
    forgetting = new Forgetting(correlator, shapes, store, options.memory().toMillis());
    disabled.clear();
    strikes.clear();
  }

  /** Keys whose correlation has changed are evaluated anew now; the others are not even read. */
  @Override
  public void processBroadcastElement(News news, Context context, Collector<KeyedJson> out)
      throws Exception {
    collected.take(news);
    var changed = rules.apply(news);
    if (changed.isEmpty()) {
      return;
    }
    take(changed.get());
    if (timers == null) {
      // Nothing has come here since the start: each key is looked at when it is touched next.
      return;
    }
    context.applyToKeyedState(
        KeyStore.MEMORY,
        (key, state) -> {
          KeyMemory memory = store.memory();
          if (memory != null && evaluator.isDue(key, memory)) {
            evaluate(key, memory, out, context::output);
            store.save(memory);
          }
        });
  }

  @Override
  public void processElement(Fact incoming, ReadOnlyContext context, Collector<KeyedJson> out)
      throws Exception {
    timers = context.timerService();
    if (correlator.stage(incoming.grouping()) > options.stage()) {
      boolean late = options.stage() == 0 && incoming.time() <= reached.at(timers);
      context.output(FURTHER, late ? incoming.asLate() : incoming);
      return;
    }
    if (!incoming.gone() && store.has(incoming)) {
      return; // That it comes later than before says nothing new.
    }
    KeyMemory memory = store.memory();
    boolean isNew = memory == null;
    if (isNew) {
      memory = KeyMemory.of(incoming);
      // The end of a bounded input settles everything, and does not wait for processing time.
      timers.registerEventTimeTimer(Long.MAX_VALUE);
    }
    memory.watermark = Math.max(memory.watermark, reached.at(timers));
    // What another correlation found comes when it is certain: that is no lateness of a record.
    boolean late = options.stage() == 0 && incoming.time() <= memory.watermark;
    Fact fact = late ? incoming.asLate() : incoming;
    boolean isChanged = evaluator.add(fact, incoming.key(), memory);
    if (isNew) {
      register(memory);
    }
    if (!isChanged || memory.pending || !evaluator.isDue(incoming.key(), memory)) {
      if (isNew || isChanged) {
        store.save(memory);
      }
      return;
    }
    long now = timers.currentProcessingTime();
    long wait = options.coalesce().toMillis();
    boolean mayWait = timers.currentWatermark() < Long.MAX_VALUE;
    if (!mayWait || memory.evaluatedAt == Long.MIN_VALUE || now - memory.evaluatedAt >= wait) {
      memory.evaluatedAt = now;
      evaluate(incoming.key(), memory, out, context::output);
    } else {
      memory.pending = true;
      timers.registerProcessingTimeTimer(memory.evaluatedAt + wait);
      timers.registerEventTimeTimer(timers.currentWatermark() + 1);
    }
    store.save(memory);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<KeyedJson> out)
      throws Exception {
    timers = context.timerService();
    KeyMemory memory = store.memory();
    if (memory == null) {
      return;
    }
    boolean inEventTime = context.timeDomain() == TimeDomain.EVENT_TIME;
    boolean settles = inEventTime && timestamp >= memory.settleTimer;
    boolean forgets = inEventTime && timestamp >= memory.forgetTimer;
    String key = context.getCurrentKey();
    if (!memory.pending && !settles && !forgets && !evaluator.isDue(key, memory)) {
      return;
    }
    memory.watermark = Math.max(memory.watermark, timers.currentWatermark());
    if (settles) {
      memory.settleTimer = KeyMemory.NEVER;
    }
    noLongerPending(memory, inEventTime);
    memory.evaluatedAt = timers.currentProcessingTime();
    evaluate(key, memory, out, context::output);
    if (forgets) {
      memory.forgetTimer = KeyMemory.NEVER;
      if (forgetting.forget(key, memory)) {
        store.clear();
        timers.deleteEventTimeTimer(Long.MAX_VALUE);
        return;
      }
      register(memory);
    }
    store.save(memory);
  }

  /**
   * Of the two timers of a pending evaluation the later is taken back. One waits for a moment, so
   * that a burst is evaluated together. The other sees to it that the watermark passes nothing on
   * to the next stage before what it closes has been evaluated here.
   */
  private void noLongerPending(KeyMemory memory, boolean inEventTime) {
    if (!memory.pending) {
      return;
    }
    memory.pending = false;
    long next = timers.currentWatermark() + 1;
    if (inEventTime) {
      timers.deleteProcessingTimeTimer(memory.evaluatedAt + options.coalesce().toMillis());
    } else if (next != memory.settleTimer && next != memory.forgetTimer) {
      timers.deleteEventTimeTimer(next);
    }
  }

  long factsRead() {
    return store.factsRead();
  }

  /** What a side output takes, whichever context it belongs to. */
  private interface Side {
    <T> void output(OutputTag<T> tag, T value);
  }

  private void evaluate(String key, KeyMemory memory, Collector<KeyedJson> out, Side side)
      throws Exception {
    Evaluator.Result result = evaluator.evaluate(key, memory, new Watch(side));
    evaluations.inc();
    if (evaluations.getCount() % STRIKES_FORGOTTEN_AFTER == 0) {
      strikes.clear();
    }
    for (Alert alert : result.alerts()) {
      out.collect(new KeyedJson(alert.id(), alert.toBytes()));
      emitted.inc();
    }
    for (Fact fact : result.facts()) {
      side.output(FURTHER, shapes.keyed(fact));
    }
    if (result.nextTimer() < memory.settleTimer) {
      memory.settleTimer = result.nextTimer();
      timers.registerEventTimeTimer(memory.settleTimer);
    }
    register(memory);
  }

  /** What a correlation costs, and what becomes of one that fails. */
  private final class Watch implements Evaluator.Guard {
    private final Side side;

    Watch(Side side) {
      this.side = side;
    }

    @Override
    public boolean isOff(String family) {
      return disabled.contains(family);
    }

    @Override
    public void took(String family, long nanos) {
      count(family, nanos, side);
    }

    @Override
    public void failed(String family, Throwable why) {
      String what = why.getClass().getSimpleName();
      disable(new RuleFailure(family, RuleFailure.Kind.FAILED, what), why, side);
    }
  }

  /** What was found counts; but a correlation that is slow again and again is asked no more. */
  private void count(String family, long nanos, Side side) {
    if (nanos > options.budget().toNanos()
        && strikes.merge(family, 1, Integer::sum) > MOST_STRIKES) {
      String what = "took longer than " + options.budget().toMillis() + " ms again and again";
      disable(new RuleFailure(family, RuleFailure.Kind.SLOW, what), null, side);
    }
  }

  /** A key looks once a day of event time what it may forget. */
  private void register(KeyMemory memory) {
    if (memory.forgetTimer == KeyMemory.NEVER && memory.watermark != Long.MAX_VALUE) {
      memory.forgetTimer = Forgetting.at(memory);
      timers.registerEventTimeTimer(memory.forgetTimer);
    }
  }

  /** One correlation stops alone, in this task and until the rules change. */
  private void disable(RuleFailure report, Throwable cause, Side side) {
    disabled.add(report.rule());
    LOG.atError()
        .setMessage("correlation disabled")
        .addKeyValue("rule", report.rule())
        .addKeyValue("kind", report.kind())
        .addKeyValue("what", report.what())
        .setCause(cause)
        .log();
    FailedRecord failed = RuleReports.disabled(report, rules.since());
    side.output(FAILED, new KeyedJson(failed.id(), failed.toBytes()));
  }
}
