package io.mailtrail.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.detect.RuleSource;
import io.mailtrail.model.Alert;
import io.mailtrail.model.Alert.Status;
import io.mailtrail.model.EventMessage;
import io.mailtrail.model.ProgressMarker;
import io.mailtrail.model.RawRecord;
import io.mailtrail.model.Topic;
import io.mailtrail.testbed.server.Await;
import io.mailtrail.testbed.server.KafkaEndpoint;
import io.mailtrail.testbed.server.WithServers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The job dies in the middle of an episode and of a change of rules, and goes on from its last
 * checkpoint: what it knew is known, what changed is in force, and nothing is lost or told twice.
 */
@WithServers
class CrashIT {
  private static final String TENANT = "0e8fb4a0-0000-4000-8000-000000000003";
  private static final String GROUP = "crash";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String RULES =
      """
      title: failure
      id: failure
      logsource: {product: m365}
      detection: {selection: {Operation: Failure}, condition: selection}
      ---
      title: many failures
      id: many
      correlation: {type: event_count, rules: [failure], group-by: [user.email], timespan: 1h, \
      condition: {gte: 4}}
      """;
  private static final String PROBE =
      """
      title: probe
      id: probe
      logsource: {product: m365}
      detection: {selection: {Operation: Probe}, condition: selection}
      """;

  /** In this JVM runs the job, too. */
  private static final AtomicBoolean DIES_NEXT = new AtomicBoolean();

  private static final AtomicInteger STARTS = new AtomicInteger();

  private final Map<String, List<Alert>> alerts = new HashMap<>();
  private final Set<String> events = new TreeSet<>();
  private KafkaTopicsOf topics;
  private KafkaProducer<byte[], byte[]> producer;
  private Admin admin;
  private RulesTopic rules;
  private JobClient job;

  /** Writes to Kafka, and fails when it is told to. */
  private record Mortal(Sink<EventMessage> inner) implements Sink<EventMessage> {
    @Override
    @SuppressWarnings("try") // a writer may be interrupted as it closes: Flink says so
    public SinkWriter<EventMessage> createWriter(WriterInitContext context) throws IOException {
      STARTS.incrementAndGet();
      SinkWriter<EventMessage> writer = inner.createWriter(context);
      return new SinkWriter<>() {
        @Override
        public void write(EventMessage event, Context of) throws IOException, InterruptedException {
          writer.write(event, of);
          if (DIES_NEXT.compareAndSet(true, false)) {
            throw new IOException("the test makes the job fail here");
          }
        }

        @Override
        public void flush(boolean endOfInput) throws IOException, InterruptedException {
          writer.flush(endOfInput);
        }

        @Override
        public void close() throws Exception {
          writer.close();
        }
      };
    }
  }

  @BeforeEach
  void start(KafkaEndpoint kafka) throws Exception {
    kafka.emptyTopics();
    DIES_NEXT.set(false);
    STARTS.set(0);
    topics = new KafkaTopicsOf(kafka.bootstrap());
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrap()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()));
    RuleTexts texts = RuleTexts.of(Map.of("rules.yml", RULES));
    rules = new RulesTopic(kafka.bootstrap(), texts);
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(300));
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 10);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(100));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(1);
    EnrichJob.defineWorkflow(
        env,
        new EnrichJob.Sources(
            KafkaEnds.raw(kafka.bootstrap(), GROUP),
            KafkaEnds.rules(kafka.bootstrap(), "crash-rules"),
            new KafkaRuleFeed(kafka.bootstrap())),
        new EnrichJob.Sinks(
            new Mortal(KafkaEnds.events(kafka.bootstrap())),
            KafkaEnds.json(kafka.bootstrap(), Topic.ALERTS),
            KafkaEnds.json(kafka.bootstrap(), Topic.FAILED),
            KafkaEnds.json(kafka.bootstrap(), Topic.COVERAGE)),
        new EnrichJob.Options(
            new Lateness(Map.of(), Duration.ofHours(24)),
            new LookupTables(false, "", "", "", List.of(), Duration.ZERO),
            Optional.of(texts),
            Duration.ofDays(35),
            EnrichJob.State.HASHMAP));
    job = env.executeAsync("enrich");
  }

  @AfterEach
  void stop() throws Exception {
    job.cancel().get();
    producer.close();
    admin.close();
    topics.close();
  }

  @Test
  void whatWasKnownBeforeTheCrashIsKnownAfterIt() throws Exception {
    send("f1", "Failure", 0);
    send("f2", "Failure", 1);
    Await.until("both are events", PATIENCE, () -> events().size() == 2);
    // Else the job would only read them again, and what it had kept would not be put to the test.
    Await.until("a checkpoint covers both", PATIENCE, () -> covered() == 2);

    DIES_NEXT.set(true);
    var published =
        rules.publish(
            new RulesTopic.Wanted(
                List.of(new RuleSource("probe.yml", PROBE)), List.of(), List.of()));
    assertThat(published.refused()).isEmpty();
    send("f3", "Failure", 2);
    Await.until("the job has begun anew", PATIENCE, () -> STARTS.get() > 1);

    send("f4", "Failure", 3);
    send("p", "Probe", 4);
    Await.until("the alert is found", PATIENCE, () -> !alerts("many").isEmpty());
    Await.until("the changed rules are in force", PATIENCE, () -> probed(5));
    markers(Instant.parse("2026-03-13T00:00:00Z"));
    Await.until(
        "the alert is settled",
        PATIENCE,
        () -> alerts("many").stream().anyMatch(alert -> alert.status() == Status.SETTLED));

    assertThat(alerts("many")).extracting(Alert::id).containsOnly(alerts("many").get(0).id());
    Alert settled = alerts("many").get(alerts("many").size() - 1);
    assertThat(settled.evidence())
        .extracting(Alert.Evidence::recordId)
        .containsExactly(TENANT + "/f1", TENANT + "/f2", TENANT + "/f3", TENANT + "/f4");
    assertThat(settled.historical()).isFalse();
    assertThat(events()).contains(TENANT + "/f1", TENANT + "/f2", TENANT + "/f3", TENANT + "/f4");
  }

  /** How many records lie before the last checkpoint: the source says so when it is completed. */
  private long covered() {
    try {
      return admin
          .listConsumerGroupOffsets(GROUP)
          .partitionsToOffsetAndMetadata()
          .get()
          .values()
          .stream()
          .filter(Objects::nonNull)
          .mapToLong(OffsetAndMetadata::offset)
          .sum();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Probes go on until one is found: when the rule arrives is the broadcast's business. */
  private boolean probed(int minute) {
    send("p" + System.nanoTime(), "Probe", minute);
    return !alerts("probe").isEmpty();
  }

  private List<Alert> alerts(String rule) {
    topics
        .news(Topic.ALERTS)
        .forEach(
            message -> {
              Alert alert = Alert.of(message.value());
              alerts.computeIfAbsent(alert.rule(), id -> new ArrayList<>()).add(alert);
            });
    return alerts.getOrDefault(rule, List.of());
  }

  private Set<String> events() {
    topics.news(Topic.EVENTS).forEach(message -> events.add(new String(message.key(), UTF_8)));
    return events;
  }

  private void send(String id, String operation, int minute) {
    byte[] bytes =
        """
        {"Id":"%s","CreationTime":"2026-03-10T10:%02d:00","RecordType":1,"Operation":"%s",\
        "Workload":"Exchange","UserId":"ann@c.example","ResultStatus":"True"}\
        """
            .formatted(id, minute, operation)
            .getBytes(UTF_8);
    RawRecord raw =
        new RawRecord(
            TENANT + "/" + id,
            bytes,
            TENANT,
            "api",
            "Audit.Exchange",
            "blob",
            0,
            Instant.parse("2026-03-20T12:00:00Z").toEpochMilli());
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(Topic.RAW.topicName(), raw.key().getBytes(UTF_8), bytes);
    raw.headers().forEach((name, value) -> message.headers().add(name, value));
    var unused = producer.send(message);
    producer.flush();
  }

  private void markers(Instant completeUpTo) {
    ProgressMarker marker =
        new ProgressMarker(
            "test", List.of(new ProgressMarker.Progress(TENANT, "Audit.Exchange", completeUpTo)));
    for (int partition = 0; partition < Topic.RAW.partitions(); partition++) {
      ProducerRecord<byte[], byte[]> message =
          new ProducerRecord<>(Topic.RAW.topicName(), partition, null, marker.toBytes());
      message.headers().add(ProgressMarker.HEADER, ProgressMarker.headerValue());
      var unused = producer.send(message);
    }
    producer.flush();
  }
}
