package io.mailtrail.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mailtrail.model.Alert;
import io.mailtrail.model.Alert.Status;
import io.mailtrail.model.EventMessage;
import io.mailtrail.model.RawRecord;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

/** Exports and records of the API together, in a backtest: Flink's batch mode sorts as it likes. */
class BacktestOrderTest {
  private static final String TENANT = "0e8fb4a0-0000-4000-8000-000000000004";
  private static final int RECORDS = 400;
  private static final RuleTexts RULES =
      RuleTexts.of(
          Map.of(
              "rules.yml",
              """
              title: failure
              id: failure
              logsource: {product: m365}
              detection: {selection: {Operation: Failure}, condition: selection}
              ---
              title: often
              id: often
              correlation: {type: event_count, rules: [failure], group-by: [user.email], \
              timespan: 1h, condition: {gte: 1}}
              """));

  /** In this JVM runs the job, too. */
  private static final List<RawInput> INPUTS = new ArrayList<>();

  private static final Queue<byte[]> ALERTS = new ConcurrentLinkedQueue<>();
  private static final Queue<KeptState> KEPT = new ConcurrentLinkedQueue<>();

  @Test
  void whatABetterCopyDoesNotShowIsTakenAwayInWhateverOrderItIsSorted() throws Exception {
    for (int i = 0; i < RECORDS; i++) {
      INPUTS.add(copy("taken-" + i, "audit-data", "Failure", "ann", i));
      INPUTS.add(copy("taken-" + i, "api", "Success", "ann", i));
      INPUTS.add(copy("kept-" + i, "audit-data", "Failure", "bob", i));
      INPUTS.add(copy("kept-" + i, "api", "Failure", "bob", i));
    }

    run();

    Map<String, Alert> newest = new LinkedHashMap<>();
    ALERTS.stream().map(Alert::of).forEach(alert -> newest.put(alert.id(), alert));
    assertThat(newest.values())
        .filteredOn(alert -> alert.status() == Status.SETTLED)
        .extracting(alert -> alert.group().get("user.email"))
        .isNotEmpty()
        .containsOnly("bob@c.example");
    assertThat(KEPT)
        .as("of one key alone anything is left")
        .extracting(KeptState::family, KeptState::facts)
        .containsExactlyInAnyOrder(
            tuple(KeptState.ALL, (long) RECORDS), tuple("often", (long) RECORDS));
  }

  private static void run() throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
    EnrichJob.defineBacktest(
        env,
        new FiniteSource<>(RawInput.class, List.of(() -> INPUTS.iterator())),
        new EnrichJob.Sinks(
            new Given<EventMessage>(event -> {}),
            new Given<KeyedJson>(alert -> ALERTS.add(alert.json())),
            new Given<KeyedJson>(
                failed -> {
                  throw new AssertionError(new String(failed.json(), UTF_8));
                }),
            new Given<KeyedJson>(statement -> {})),
        new Given<KeptState>(state -> KEPT.add(state)),
        new EnrichJob.Options(
            new Lateness(Map.of(), Duration.ZERO),
            new LookupTables(false, "", "", "", List.of(), Duration.ZERO),
            Optional.of(RULES),
            Duration.ZERO,
            EnrichJob.State.HASHMAP));
    env.execute();
  }

  private static RawInput copy(String id, String origin, String operation, String user, int of) {
    byte[] bytes =
        """
        {"Id":"%s","CreationTime":"2026-03-10T%02d:%02d:00","RecordType":1,"Operation":"%s",\
        "Workload":"Exchange","UserId":"%s@c.example","ResultStatus":"True"}\
        """
            .formatted(id, of / 60, of % 60, operation, user)
            .getBytes(UTF_8);
    return new RawInput(
        new RawRecord(
            TENANT + "/" + id,
            bytes,
            TENANT,
            origin,
            "Audit.Exchange",
            "blob",
            of,
            Instant.parse("2026-03-20T12:00:00Z").toEpochMilli()),
        null,
        null,
        null);
  }

  /** Takes what it is given. */
  private interface Taking<T> extends Serializable {
    void take(T thing);
  }

  /** A sink in this JVM. */
  private record Given<T>(Taking<T> taking) implements Sink<T> {
    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) {
      return new SinkWriter<>() {
        @Override
        public void write(T thing, Context of) {
          taking.take(thing);
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public void close() {}
      };
    }
  }
}
