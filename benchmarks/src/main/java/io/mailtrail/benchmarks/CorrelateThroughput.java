package io.mailtrail.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.mailtrail.detect.Fact;
import io.mailtrail.enrich.EnrichJob;
import io.mailtrail.enrich.Lateness;
import io.mailtrail.enrich.LookupTables;
import io.mailtrail.enrich.RuleChange;
import io.mailtrail.enrich.RuleTexts;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * Correlation alone, one in parallel: every key is given one fact, then facts come to random keys.
 * Only those are counted: facts a second, and CPU of the process a fact.
 *
 * <p>Arguments: keys (default 1,000,000), facts (default 1,000,000), {@code rocksdb} or {@code
 * hashmap} (default both).
 */
public final class CorrelateThroughput {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final long NOON = 1_772_366_400_000L;
  private static final RuleTexts RULES =
      RuleTexts.of(
          Map.of(
              "rules.yml",
              """
              title: A failure
              id: failure
              logsource: {product: m365}
              detection: {selection: {Operation: Failure}, condition: selection}
              ---
              title: Many failures
              id: many
              correlation: {type: event_count, rules: [failure], group-by: [user.email], \
              timespan: 1h, condition: {gte: 10}}
              """));

  private static CountDownLatch done;

  private CorrelateThroughput() {}

  public static void main(String[] arguments) throws Exception {
    long keys = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1_000_000;
    long facts = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1_000_000;
    List<EnrichJob.State> states =
        arguments.length > 2
            ? List.of(EnrichJob.State.valueOf(arguments[2].toUpperCase(Locale.ROOT)))
            : List.of(EnrichJob.State.values());
    for (EnrichJob.State state : states) {
      run(state, keys, facts);
    }
    System.exit(0);
  }

  private static void run(EnrichJob.State state, long keys, long facts) throws Exception {
    Path folder = Files.createTempDirectory("mailtrail-correlate");
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(512));
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(10));
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, folder.toUri().toString());
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(1);
    done = new CountDownLatch(1);
    DataStream<Fact> stream =
        env.fromSequence(0, Long.MAX_VALUE - 1)
            .map(new Generator(state, keys, facts), TypeInformation.of(Fact.class));
    DataStream<RuleChange> none =
        env.fromSequence(0, 0)
            .filter(any -> false)
            .map(any -> new RuleChange("", "", 0, any, 0), TypeInformation.of(RuleChange.class));
    EnrichJob.defineCorrelation(
        stream,
        none,
        new EnrichJob.Sinks(
            new DiscardingSink<>(),
            new DiscardingSink<>(),
            new DiscardingSink<>(),
            new DiscardingSink<>()),
        new EnrichJob.Options(
            new Lateness(Map.of(), Duration.ofHours(24)),
            new LookupTables(false, "", "", "", List.of(), Duration.ofSeconds(30)),
            Optional.of(RULES),
            Duration.ofDays(35),
            state));
    JobClient job = env.executeAsync("correlate");
    done.await();
    job.cancel().get();
  }

  /** Makes facts, and looks at the clock: what is behind it lets it make no more than it takes. */
  private static final class Generator implements MapFunction<Long, Fact> {
    private static final long serialVersionUID = 1;

    private final EnrichJob.State state;
    private final long keys;
    private final long facts;
    private final Random random = new Random(7);
    private long time;
    private long cpu;

    Generator(EnrichJob.State state, long keys, long facts) {
      this.state = state;
      this.keys = keys;
      this.facts = facts;
    }

    @Override
    public Fact map(Long i) {
      if (i == keys) {
        time = System.nanoTime();
        cpu = SYSTEM.getProcessCpuTime();
      } else if (i == keys + facts) {
        double seconds = (System.nanoTime() - time) / 1e9;
        double micros = (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / facts;
        System.out.printf(
            Locale.ROOT,
            "| %s, %,d keys | %,.0f | %.1f | %,.0f |%n",
            state,
            keys,
            facts / seconds,
            micros,
            1e6 / micros);
        done.countDown();
      }
      String user = "user" + (i < keys ? i : random.nextInt((int) keys)) + "@company.example";
      return new Fact(
          "many\u001ft\u001f" + user,
          "many",
          "t/" + i + "#failure",
          "t/" + i,
          "t",
          NOON + (i < keys ? 0 : (i - keys) * 86_400_000 / facts),
          "failure",
          List.of(user),
          Map.of(),
          user + " failed to sign in to Exchange Online from 203.0.113.7",
          "Operation is Failure, which is what the rule asks for",
          3,
          false,
          false,
          false);
    }
  }
}
