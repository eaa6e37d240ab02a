package io.mailtrail.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.detect.RuleSource;
import io.mailtrail.model.Alert;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A correlation that is published to a running job, over a rule that nobody has asked for before,
 * learns from then on. A job that goes on from its savepoint and reads the topic once more has the
 * past. The README says how that is done.
 */
@WithServers
class HistoryOfNewRuleIT {
  private static final String TENANT = "0e8fb4a0-0000-4000-8000-000000000001";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String SIGN_IN =
      """
      title: A sign-in
      id: sign-in
      logsource: {product: m365}
      detection: {selection: {Operation: UserLoggedIn}, condition: selection}
      """;
  private static final String NEW_ADDRESS =
      """
      title: A new address
      id: new-address
      correlation: {type: first_seen, rules: [sign-in], group-by: [user.email], timespan: 30d,
        learning: 7d, condition: {field: source.ip}}
      """;

  /** By address, so that no fact by user is kept until somebody asks for it. */
  private static final String MANY =
      """
      title: Many sign-ins
      id: many
      correlation: {type: event_count, rules: [sign-in], group-by: [source.ip], timespan: 30d,
        condition: {gte: 2}}
      """;

  @TempDir private Path rules;

  private final Set<String> events = new HashSet<>();
  private final List<Alert> alerts = new ArrayList<>();
  private KafkaTopicsOf topics;
  private long ordinal;

  @Test
  void aJobThatReadsOnceMoreHasThePastOfANewRule(KafkaEndpoint kafka, @TempDir Path savepoints)
      throws Exception {
    kafka.emptyTopics();
    Files.writeString(rules.resolve("rules.yml"), SIGN_IN + "---\n" + MANY);
    RulesTopic published =
        new RulesTopic(kafka.bootstrap(), RuleTexts.of(RuleSource.fromFolder(rules)));
    try (KafkaTopicsOf reading = new KafkaTopicsOf(kafka.bootstrap());
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrap()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      topics = reading;
      JobClient job = start(kafka.bootstrap(), "", null);
      signIn(producer, "a", "2026-03-01T08:00:00", "198.51.100.1");
      Await.until("the job has read the past", PATIENCE, () -> events() == 1);
      RulesTopic.Outcome outcome =
          published.publish(
              new RulesTopic.Wanted(
                  List.of(new RuleSource("new.yml", NEW_ADDRESS)), List.of(), List.of()));
      assertThat(outcome.refused()).isEmpty();

      signIn(producer, "b", "2026-03-10T08:00:00", "198.51.100.1");
      signIn(producer, "c", "2026-03-11T08:00:00", "198.51.100.2");
      Await.until("the job has read on", PATIENCE, () -> events() == 3);
      Await.until("what it kept before counts", PATIENCE, () -> alerts("many") == 1);
      assertThat(alerts("new-address")).as("it has known ann for a day").isZero();
      String savepoint =
          job.stopWithSavepoint(false, savepoints.toString(), SavepointFormatType.CANONICAL).get();

      job = start(kafka.bootstrap(), "once-more", savepoint);
      try {
        Await.until("the new rule finds it", PATIENCE, () -> alerts("new-address") > 0);
        assertThat(alerts("many")).as("what was told before is not told again").isEqualTo(1);
        signIn(producer, "d", "2026-03-11T09:00:00", "198.51.100.1");
        Await.until("the job goes on", PATIENCE, () -> events() == 4);
      } finally {
        job.cancel().get();
      }
      assertThat(alerts)
          .filteredOn(alert -> alert.rule().equals("new-address"))
          .as("the address of the 1st is known, so that of the 11th alone is new")
          .allSatisfy(
              alert ->
                  assertThat(alert.evidence())
                      .extracting(Alert.Evidence::recordId)
                      .containsExactly(TENANT + "/c"));
    }
  }

  private JobClient start(String bootstrap, String replay, String savepoint) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    if (savepoint != null) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
      configuration.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
    }
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    EnrichJob.define(
        env,
        EnrichConfig.from(
            Settings.of(
                Map.of(
                    "kafka.bootstrap",
                    bootstrap,
                    "enrich.replay",
                    replay,
                    "enrich.state.backend",
                    "hashmap",
                    "rules.folder",
                    rules.toString()),
                EnrichConfig.SETTINGS)));
    return env.executeAsync("enrich");
  }

  private void signIn(
      KafkaProducer<byte[], byte[]> producer, String id, String time, String address) {
    byte[] bytes =
        """
        {"Id":"%s","CreationTime":"%s","RecordType":15,"Operation":"UserLoggedIn",\
        "Workload":"AzureActiveDirectory","UserId":"ann.lee@northfell.example","UserType":0,\
        "ResultStatus":"Success","ClientIP":"%s","ErrorNumber":"0"}"""
            .formatted(id, time, address)
            .getBytes(UTF_8);
    RawRecord raw =
        new RawRecord(
            TENANT + "/" + id,
            bytes,
            TENANT,
            "api",
            "Audit.AzureActiveDirectory",
            "blob",
            ordinal++,
            Instant.parse("2026-03-20T12:00:00Z").toEpochMilli());
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(Topic.RAW.topicName(), raw.key().getBytes(UTF_8), bytes);
    raw.headers().forEach((name, value) -> message.headers().add(name, value));
    var unused = producer.send(message);
    producer.flush();
  }

  private int events() {
    topics.news(Topic.EVENTS).forEach(message -> events.add(new String(message.key(), UTF_8)));
    return events.size();
  }

  private long alerts(String rule) {
    topics.news(Topic.ALERTS).forEach(message -> alerts.add(Alert.of(message.value())));
    return alerts.stream().filter(alert -> alert.rule().equals(rule)).count();
  }
}
