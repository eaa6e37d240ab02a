package io.mailtrail.enrich;

import io.mailtrail.coverage.ConfigurationChanges;
import io.mailtrail.detect.Budget;
import io.mailtrail.detect.Fact;
import io.mailtrail.detect.RuleFailure;
import io.mailtrail.detect.RuleSet;
import io.mailtrail.model.EventMessage;
import io.mailtrail.model.FailedRecord;
import io.mailtrail.model.FailedRecord.Stage;
import io.mailtrail.model.RawRecord;
import io.mailtrail.normalise.Event;
import io.mailtrail.normalise.Lookups;
import io.mailtrail.normalise.Normaliser;
import io.mailtrail.normalise.Outcome;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.BroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every record becomes an event or a failed record; an event that a rule asks for becomes facts or
 * alerts on the side, and one that changes what is audited a statement on coverage. Markers have
 * done their work in the watermarks and end here.
 */
final class NormaliseFunction extends BroadcastProcessFunction<RawInput, News, EventMessage>
    implements CheckpointedFunction {
  static final OutputTag<KeyedJson> FAILED =
      new OutputTag<>("failed", TypeInformation.of(KeyedJson.class));
  static final OutputTag<KeyedJson> ALERTS =
      new OutputTag<>("alerts", TypeInformation.of(KeyedJson.class));
  static final OutputTag<KeyedJson> COVERAGE =
      new OutputTag<>("coverage", TypeInformation.of(KeyedJson.class));
  static final OutputTag<KeyedJson> DRIFT =
      new OutputTag<>("drift", TypeInformation.of(KeyedJson.class));
  static final OutputTag<Fact> FACTS = new OutputTag<>("facts", TypeInformation.of(Fact.class));

  /** What each copy of a record comes to, for {@link CopiesFunction}. */
  static final OutputTag<RecordCopy> COPIES =
      new OutputTag<>("copies", TypeInformation.of(RecordCopy.class));

  /** Progress markers with an account of losses that this task has not told yet. */
  static final OutputTag<News> COLLECTED =
      new OutputTag<>("collected", TypeInformation.of(News.class));

  private static final Logger LOG = LoggerFactory.getLogger(NormaliseFunction.class);

  /** Of processor time over one record, again and again; a hundredth is usual for all rules. */
  private static final long BUDGET_MICROS = 5_000;

  private final LookupTables lookups;
  private final LiveRules rules;

  private transient LookupSource tables;
  private transient Lookups used;
  private transient Normaliser normaliser;
  private transient DriftNotes drift;
  private transient CopyMatcher matcher;
  private transient List<FailedRecord> failures;
  private transient EnrichMetrics metrics;
  private transient AccountNews accounts;
  private transient boolean reports;
  private transient Counter disabled;

  /** Normalises, and matches the rules in force. */
  NormaliseFunction(LookupTables lookups, LiveRules rules) {
    this.lookups = lookups;
    this.rules = rules;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    rules.initialise(context);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) {
    // The broadcast state is kept as the rules change.
  }

  @Override
  public void open(OpenContext context) throws Exception {
    tables = LookupSource.of(lookups);
    used = tables.current();
    normaliser = new Normaliser(used);
    drift = new DriftNotes();
    failures = new ArrayList<>();
    take(rules.open(getRuntimeContext().getMetricGroup()));
    disabled = getRuntimeContext().getMetricGroup().counter("rules.disabled");
    metrics = new FlinkEnrichMetrics(getRuntimeContext().getMetricGroup());
    getRuntimeContext().getMetricGroup().gauge("lookups.broken", tables::broken);
    getRuntimeContext().getMetricGroup().gauge("lookups.reloads", tables::reloads);
    accounts = new AccountNews();
    reports = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0;
  }

  @Override
  public void processBroadcastElement(News news, Context context, Collector<EventMessage> out)
      throws Exception {
    rules.apply(news).ifPresent(this::take);
    reportRefusals(context::output);
  }

  private void take(RuleSet changed) {
    // Processor time of this thread: on a busy machine a rule that waits is not slow.
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    matcher =
        new CopyMatcher(
            changed,
            Budget.ofMicros(threads::getCurrentThreadCpuTime, BUDGET_MICROS),
            this::report);
  }

  /** Every task refuses the same; one says it. */
  private void reportRefusals(BiConsumer<OutputTag<KeyedJson>, KeyedJson> out) {
    if (!reports) {
      return;
    }
    for (RuleBook.Refusal refusal : rules.refusals()) {
      refusal
          .change()
          .ifPresent(
              change -> {
                FailedRecord failed = RuleReports.refused(change, refusal.error());
                out.accept(FAILED, new KeyedJson(failed.id(), failed.toBytes()));
              });
    }
  }

  @Override
  public void processElement(RawInput input, ReadOnlyContext context, Collector<EventMessage> out) {
    reportRefusals(context::output);
    if (input.marker() != null) {
      if (accounts.isNew(input.marker())) {
        context.output(COLLECTED, News.of(input.marker()));
      }
      return;
    }
    metrics.received();
    if (input.record() == null) {
      fail(
          FailedRecord.of(input.malformed(), Stage.NORMALISE, "bad_headers", input.problem(), null),
          context);
      return;
    }
    refresh();
    Outcome outcome = normaliser.normalise(input.record());
    if (outcome instanceof Outcome.Rejected rejected) {
      fail(rejected.failed(), context);
    } else if (outcome instanceof Outcome.Normalised normalised) {
      Event event = normalised.event();
      out.collect(event.toMessage());
      metrics.normalised();
      ConfigurationChanges.of(event)
          .ifPresent(
              statement -> {
                context.output(COVERAGE, new KeyedJson(statement.id(), statement.toBytes()));
                metrics.statement();
              });
      note(input.record(), event, context);
      if (rules.areOn()) {
        match(event, context);
      }
    }
  }

  private void match(Event event, ReadOnlyContext context) {
    RecordCopy copy = matcher.match(event, fact -> context.output(FACTS, fact));
    context.output(COPIES, copy);
    metrics.facts(matcher.facts());
    metrics.singleAlerts(matcher.alerts());
    for (FailedRecord failed : failures) {
      context.output(FAILED, new KeyedJson(failed.id(), failed.toBytes()));
    }
    failures.clear();
  }

  /** Between two records is the time to go on with newer tables. */
  private void refresh() {
    Lookups current = tables.current();
    if (current != used) {
      used = current;
      normaliser = new Normaliser(current);
    }
  }

  private void note(RawRecord record, Event event, ReadOnlyContext context) {
    for (String what : event.drift()) {
      KeyedJson note = drift.note(record, event, what);
      if (note != null) {
        context.output(DRIFT, note);
      }
    }
  }

  private void fail(FailedRecord failed, ReadOnlyContext context) {
    context.output(FAILED, new KeyedJson(failed.id(), failed.toBytes()));
    metrics.failed();
  }

  private void report(RuleFailure failure) {
    LOG.atError()
        .setMessage("rule disabled")
        .addKeyValue("rule", failure.rule())
        .addKeyValue("kind", failure.kind())
        .addKeyValue("what", failure.what())
        .log();
    disabled.inc();
    failures.add(RuleReports.disabled(failure, rules.since()));
  }
}
