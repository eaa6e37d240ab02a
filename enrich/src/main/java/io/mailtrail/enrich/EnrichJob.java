package io.mailtrail.enrich;

import io.mailtrail.detect.Correlator;
import io.mailtrail.detect.Fact;
import io.mailtrail.model.EventMessage;
import io.mailtrail.model.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.BatchExecutionOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.datastream.BroadcastStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The graph of the enrich job: see the module's README for a picture. */
public final class EnrichJob {
  /** Long enough for the facts of a burst to come together, too short for an analyst to notice. */
  private static final Duration COALESCE = Duration.ofMillis(200);

  private EnrichJob() {}

  /**
   * Where the results go.
   *
   * @param events to {@code audit.events}
   * @param alerts to {@code audit.alerts}
   * @param failed to {@code audit.failed}
   * @param coverage to {@code audit.coverage}
   */
  public record Sinks(
      Sink<EventMessage> events,
      Sink<KeyedJson> alerts,
      Sink<KeyedJson> failed,
      Sink<KeyedJson> coverage) {}

  /**
   * Where the input comes from.
   *
   * @param raw {@code audit.raw}
   * @param rules {@code audit.rules}, as it changes
   * @param rulesNow {@code audit.rules}, as it stands when a task opens
   * @param replay names another reading of {@code raw}: a job that is restored from a state that
   *     does not know the name begins it where the source begins, with everything else as it was;
   *     empty for the first
   */
  public record Sources(
      Source<RawInput, ?, ?> raw,
      Source<RuleChange, ?, ?> rules,
      RuleFeed rulesNow,
      String replay) {
    /** The first reading. */
    public Sources(Source<RawInput, ?, ?> raw, Source<RuleChange, ?, ?> rules, RuleFeed rulesNow) {
      this(raw, rules, rulesNow, "");
    }
  }

  /**
   * What the job works with.
   *
   * @param rules to start with, changed by {@code audit.rules}; empty: no detection
   * @param memory how long behind the watermark what a late record could reopen is kept
   * @param state what keeps it; {@link #define} sets it, whoever calls {@link #defineWorkflow} does
   */
  public record Options(
      Lateness lateness,
      LookupTables lookups,
      Optional<RuleTexts> rules,
      Duration memory,
      State state) {}

  /** What keeps the state. */
  public enum State {
    /** On local disk, with incremental checkpoints: as many keys as the disk holds. */
    ROCKSDB,
    /** On the heap: quick, for few users. */
    HASHMAP
  }

  /** Describes the graph; runs nothing. */
  public static void defineWorkflow(
      StreamExecutionEnvironment env, Sources sources, Sinks sinks, Options options) {
    workflow(env, sources, sinks, options, facts -> facts);
  }

  /**
   * The same graph over records that are all there, with the rules of the start and no others, in
   * Flink's batch mode: each key sees all its facts, and only then the end of time, so that nothing
   * is forgotten and everything settles.
   *
   * @param records bounded
   * @param kept what each key has to keep
   */
  public static void defineBacktest(
      StreamExecutionEnvironment env,
      Source<RawInput, ?, ?> records,
      Sinks sinks,
      Sink<KeptState> kept,
      Options options) {
    Configuration configuration = new Configuration();
    configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
    // Else a sink may get fewer tasks than what it follows, and versions of one alert two writers.
    configuration.set(BatchExecutionOptions.ADAPTIVE_AUTO_PARALLELISM_ENABLED, false);
    // What fails would fail again: a file that cannot be read, a broker that is not there.
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    env.configure(configuration);
    Sources sources =
        new Sources(
            records,
            new FiniteSource<>(RuleChange.class, List.of()),
            () -> RuleFeed.Snapshot.EMPTY);
    workflow(env, sources, sinks, options, EnrichJob::inTheOrderOfCopies)
        .keyBy(Fact::key)
        .process(new KeptFacts(options.rules().orElseThrow()))
        .name("count what is kept")
        .uid("kept-facts")
        .sinkTo(kept)
        .name("what is kept")
        .uid("kept-sink");
  }

  /**
   * In batch mode Flink sorts what a key is given by its timestamp, and what has none as it likes:
   * what takes a fact away could come before the fact, and take nothing. So a timestamp says which
   * comes first: the facts of a worse copy, what takes them away, those of a better one.
   */
  private static DataStream<Fact> inTheOrderOfCopies(DataStream<Fact> facts) {
    return facts
        .assignTimestampsAndWatermarks(
            WatermarkStrategy.<Fact>noWatermarks()
                .withTimestampAssigner(
                    (fact, none) -> 2L * fact.fidelity() + (fact.gone() ? 1 : 0)))
        .name("order facts of copies")
        .uid("order-of-copies");
  }

  /**
   * @param arrange what happens to the facts of records on their way to the correlating operators
   * @return the facts that the correlating operators are given, derived ones included; one that
   *     passes several stages comes several times
   */
  private static DataStream<Fact> workflow(
      StreamExecutionEnvironment env,
      Sources sources,
      Sinks sinks,
      Options options,
      UnaryOperator<DataStream<Fact>> arrange) {
    SingleOutputStreamOperator<News> rules =
        gather(
            env.fromSource(sources.rules(), new AlwaysIdle<>(), "audit.rules")
                .uid("rules-source")
                .setParallelism(1));
    LiveRules live =
        options
            .rules()
            .map(start -> new LiveRules(start, sources.rulesNow()))
            .orElseGet(LiveRules::off);
    SingleOutputStreamOperator<EventMessage> events =
        env.fromSource(sources.raw(), new ProgressWatermarks(options.lateness()), "audit.raw")
            .uid(sources.replay().isEmpty() ? "raw-source" : "raw-source-" + sources.replay())
            .connect(rules.broadcast(LiveRules.IN_FORCE))
            .process(new NormaliseFunction(options.lookups(), live))
            .name("normalise and match rules")
            .uid("normalise-and-match");
    events.sinkTo(sinks.events()).name("audit.events").uid("events-sink");
    events
        .getSideOutput(NormaliseFunction.FAILED)
        .sinkTo(sinks.failed())
        .name("audit.failed")
        .uid("failed-sink");
    events
        .getSideOutput(NormaliseFunction.COVERAGE)
        .sinkTo(sinks.coverage())
        .name("audit.coverage")
        .uid("coverage-sink");
    events
        .getSideOutput(NormaliseFunction.DRIFT)
        .keyBy(KeyedJson::key)
        .process(new DriftFunction())
        .name("report drift once a day")
        .uid("drift")
        .sinkTo(sinks.failed())
        .name("audit.failed: drift")
        .uid("drift-sink");
    DataStream<News> collected = events.getSideOutput(NormaliseFunction.COLLECTED);
    SingleOutputStreamOperator<Fact> copies =
        events
            .getSideOutput(NormaliseFunction.COPIES)
            .keyBy(RecordCopy::record, Types.LONG)
            .connect(collected.broadcast(Collected.ACCOUNTS))
            .process(new CopiesFunction(options.memory(), new Collected(options.lateness())))
            .name("tell copies of a record apart")
            .uid("copies");
    copies
        .getSideOutput(NormaliseFunction.ALERTS)
        .sinkTo(sinks.alerts())
        .name("audit.alerts: rules of one record")
        .uid("alerts-sink");
    return correlate(
        arrange.apply(events.getSideOutput(NormaliseFunction.FACTS).union(copies)),
        rules.union(collected).broadcast(LiveRules.IN_FORCE, Collected.ACCOUNTS),
        live,
        sinks,
        options);
  }

  /** One operator for each stage: a correlation over findings that are grouped otherwise. */
  private static DataStream<Fact> correlate(
      DataStream<Fact> facts,
      BroadcastStream<News> news,
      LiveRules live,
      Sinks sinks,
      Options options) {
    DataStream<Fact> input = facts;
    DataStream<Fact> all = facts;
    DataStream<KeyedJson> alerts = null;
    DataStream<KeyedJson> failed = null;
    for (int stage = 0; stage < Correlator.STAGES; stage++) {
      SingleOutputStreamOperator<KeyedJson> correlated =
          input
              .keyBy(Fact::key)
              .connect(news)
              .process(
                  new CorrelateFunction(
                      live,
                      new Collected(options.lateness()),
                      new CorrelateFunction.Options(
                          stage, COALESCE, options.memory(), options.state() == State.ROCKSDB)))
              .name(stage == 0 ? "correlate" : "correlate findings, stage " + stage)
              .uid(stage == 0 ? "correlate" : "correlate-" + stage);
      input = correlated.getSideOutput(CorrelateFunction.FURTHER);
      all = all.union(input);
      alerts = alerts == null ? correlated : alerts.union(correlated);
      DataStream<KeyedJson> failures = correlated.getSideOutput(CorrelateFunction.FAILED);
      failed = failed == null ? failures : failed.union(failures);
    }
    alerts.sinkTo(sinks.alerts()).name("audit.alerts: correlations").uid("correlation-alerts-sink");
    failed.sinkTo(sinks.failed()).name("audit.failed: correlations").uid("correlation-failed-sink");
    return all;
  }

  private static SingleOutputStreamOperator<News> gather(DataStream<RuleChange> changes) {
    return changes
        .keyBy(change -> 0, Types.INT)
        .process(new GatherRules())
        .name("gather rule changes")
        .uid("gather-rules")
        .setParallelism(1);
  }

  /**
   * The correlating half alone, to measure it.
   *
   * @param facts as the engine's matcher makes them
   * @param changes of rules
   */
  public static void defineCorrelation(
      DataStream<Fact> facts, DataStream<RuleChange> changes, Sinks sinks, Options options) {
    RuleTexts start = options.rules().orElseThrow();
    facts.getExecutionEnvironment().configure(StateBackend.configuration(options.state()));
    correlate(
        facts.process(new KeyFacts(start)),
        gather(changes).broadcast(LiveRules.IN_FORCE, Collected.ACCOUNTS),
        new LiveRules(start, () -> RuleFeed.Snapshot.EMPTY),
        sinks,
        options);
  }

  /** The job between real topics, as configured. */
  public static void define(StreamExecutionEnvironment env, EnrichConfig config) {
    env.setParallelism(config.parallelism());
    env.configure(StateBackend.configuration(config.state()));
    defineWorkflow(
        env,
        new Sources(
            KafkaEnds.raw(config.kafkaBootstrap(), config.kafkaGroup()),
            KafkaEnds.rules(config.kafkaBootstrap(), config.kafkaGroup() + "-rules"),
            new KafkaRuleFeed(config.kafkaBootstrap()),
            config.replay()),
        new Sinks(
            KafkaEnds.events(config.kafkaBootstrap()),
            KafkaEnds.json(config.kafkaBootstrap(), Topic.ALERTS),
            KafkaEnds.json(config.kafkaBootstrap(), Topic.FAILED),
            KafkaEnds.json(config.kafkaBootstrap(), Topic.COVERAGE)),
        config.options());
  }
}
