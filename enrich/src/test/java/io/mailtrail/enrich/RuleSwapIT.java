package io.mailtrail.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.detect.RuleSource;
import io.mailtrail.model.Alert;
import io.mailtrail.model.FailedRecord;
import io.mailtrail.model.RawRecord;
import io.mailtrail.model.Topic;
import io.mailtrail.model.config.Settings;
import io.mailtrail.testbed.server.Await;
import io.mailtrail.testbed.server.KafkaEndpoint;
import io.mailtrail.testbed.server.WithServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules change while records flow: no restart, and not one record that nobody has looked at. */
@WithServers
class RuleSwapIT {
  private static final String TENANT = "0e8fb4a0-0000-4000-8000-000000000002";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int SWAPS = 5;

  @TempDir private Path folder;

  private KafkaTopicsOf topics;
  private KafkaProducer<byte[], byte[]> producer;
  private RulesTopic rules;
  private JobClient job;
  private final Map<String, Map<String, Set<String>>> found = new HashMap<>();
  private final Set<String> events = new TreeSet<>();
  private final List<FailedRecord> failed = new ArrayList<>();

  /** Every record fires exactly one of these, whatever the version; the title says which. */
  private static String single(String version) {
    return """
    title: %s
    id: single
    logsource: {product: m365}
    detection: {selection: {Operation: Probe}, condition: selection}
    """
        .formatted(version);
  }

  /** Every record is a group of its own: exactly one alert each, by way of the keyed state. */
  private static String correlated(String version) {
    return """
    title: %s
    id: correlated
    correlation: {type: event_count, rules: [base], group-by: [user.email], timespan: 1h, \
    condition: {gte: 1}}
    ---
    title: base %s
    id: base
    logsource: {product: m365}
    detection: {selection: {Operation: Probe}, condition: selection}
    """
        .formatted(version, version);
  }

  @BeforeEach
  void start(KafkaEndpoint kafka) throws Exception {
    kafka.emptyTopics();
    topics = new KafkaTopicsOf(kafka.bootstrap());
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrap()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    Files.writeString(folder.resolve("rules.yml"), single("v0") + "---\n" + correlated("v0"));
    rules = new RulesTopic(kafka.bootstrap(), RuleTexts.of(RuleSource.fromFolder(folder)));
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(500));
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    EnrichJob.define(
        env,
        EnrichConfig.from(
            Settings.of(
                Map.of("kafka.bootstrap", kafka.bootstrap(), "rules.folder", folder.toString()),
                EnrichConfig.SETTINGS)));
    job = env.executeAsync("enrich");
  }

  @AfterEach
  void stop() throws Exception {
    job.cancel().get();
    producer.close();
    topics.close();
  }

  @Test
  void everyRecordIsEvaluatedByOneVersionOrTheOther() throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Integer> load = CompletableFuture.supplyAsync(() -> send(enough));
    for (int i = 1; i <= SWAPS; i++) {
      String version = "v" + i;
      assertThat(
              rules
                  .publish(
                      new RulesTopic.Wanted(
                          List.of(
                              new RuleSource("a.yml", single(version)),
                              new RuleSource("b.yml", correlated(version))),
                          List.of(),
                          List.of()))
                  .refused())
          .isEmpty();
      Await.until(
          version + " is in force for both kinds",
          PATIENCE,
          () -> titles("single").contains(version) && titles("correlated").contains(version));
    }
    assertThat(job.getJobStatus().get()).as("no restart is allowed").isEqualTo(JobStatus.RUNNING);
    enough.set(true);
    int sent = load.join();

    Await.until("all are events", PATIENCE, () -> events() == sent);
    Await.until("all are found alone", PATIENCE, () -> byRecord("single").size() == sent);
    Await.until("all are found in keys", PATIENCE, () -> byRecord("correlated").size() == sent);
    assertThat(titles("single")).hasSizeGreaterThan(SWAPS / 2);
    assertThat(byRecord("single").values())
        .as("one record, one version")
        .allSatisfy(versions -> assertThat(versions).hasSize(1));
    assertThat(job.getJobStatus().get()).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  void aBrokenRuleIsNamedAndTheOneBeforeStays() {
    KafkaTopicsOf.send(
        producer, Topic.RULES, "single", single("v1").replace("condition: selection", ""));
    KafkaTopicsOf.send(
        producer, Topic.RULES, "other", single("other").replace("id: single", "id: other"));
    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Integer> load = CompletableFuture.supplyAsync(() -> send(enough));
    try {
      Await.until("the good one is in force", PATIENCE, () -> titles("other").contains("other"));
      Await.until("the broken one is named", PATIENCE, () -> !failed().isEmpty());
    } finally {
      enough.set(true);
    }
    int sent = load.join();
    Await.until("none is lost", PATIENCE, () -> byRecord("single").size() == sent);
    assertThat(titles("single")).containsExactly("v0");
    assertThat(failed())
        .allSatisfy(
            failed -> {
              assertThat(failed.code()).isEqualTo("rule_refused");
              assertThat(failed.container()).isEqualTo("audit.rules/single");
              assertThat(new String(failed.original(), UTF_8)).contains("id: single");
            });
  }

  private int send(AtomicBoolean enough) {
    int sent = 0;
    while (!enough.get() || sent < 500) {
      byte[] bytes =
          """
          {"Id":"r%d","CreationTime":"2026-03-10T10:00:00","RecordType":1,"Operation":"Probe",\
          "Workload":"Exchange","UserId":"user%d@c.example","ResultStatus":"True"}"""
              .formatted(sent, sent)
              .getBytes(UTF_8);
      RawRecord raw =
          new RawRecord(
              TENANT + "/r" + sent,
              bytes,
              TENANT,
              "api",
              "Audit.Exchange",
              "blob",
              sent,
              Instant.parse("2026-03-20T12:00:00Z").toEpochMilli());
      ProducerRecord<byte[], byte[]> message =
          new ProducerRecord<>(Topic.RAW.topicName(), raw.key().getBytes(UTF_8), bytes);
      raw.headers().forEach((name, value) -> message.headers().add(name, value));
      var unused = producer.send(message);
      sent++;
      if (sent % 10 == 0) {
        LockSupport.parkNanos(20_000_000); // a steady stream, not a flood
      }
    }
    producer.flush();
    return sent;
  }

  private Set<String> titles(String rule) {
    Set<String> titles = new TreeSet<>();
    byRecord(rule).values().forEach(titles::addAll);
    return titles;
  }

  /** The titles under which each record was found. */
  private Map<String, Set<String>> byRecord(String rule) {
    for (ConsumerRecord<byte[], byte[]> message : topics.news(Topic.ALERTS)) {
      Alert alert = Alert.of(message.value());
      for (Alert.Evidence evidence : alert.evidence()) {
        found
            .computeIfAbsent(alert.rule(), id -> new HashMap<>())
            .computeIfAbsent(evidence.recordId(), id -> new TreeSet<>())
            .add(alert.title());
      }
    }
    return found.getOrDefault(rule, Map.of());
  }

  private int events() {
    topics.news(Topic.EVENTS).forEach(message -> events.add(new String(message.key(), UTF_8)));
    return events.size();
  }

  private List<FailedRecord> failed() {
    topics.news(Topic.FAILED).forEach(message -> failed.add(FailedRecord.of(message.value())));
    return failed;
  }
}
