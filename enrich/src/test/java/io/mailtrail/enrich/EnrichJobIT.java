package io.mailtrail.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.Alert;
import io.mailtrail.model.Alert.Status;
import io.mailtrail.model.CoverageStatement;
import io.mailtrail.model.FailedRecord;
import io.mailtrail.model.Json;
import io.mailtrail.model.ProgressMarker;
import io.mailtrail.model.RawRecord;
import io.mailtrail.model.RecordId;
import io.mailtrail.model.Topic;
import io.mailtrail.model.config.Settings;
import io.mailtrail.testbed.server.Await;
import io.mailtrail.testbed.server.KafkaEndpoint;
import io.mailtrail.testbed.server.WithServers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The job as it is configured, between the topics of a real Kafka. */
@WithServers
class EnrichJobIT {
  private static final String TENANT = "0e8fb4a0-0000-4000-8000-000000000001";
  private static final Instant FETCHED = Instant.parse("2026-03-20T12:00:00Z");
  private static final String FLAGSHIP = "10dd9679-3684-40f0-b771-fd117d4c455f";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private String bootstrap;
  private KafkaProducer<byte[], byte[]> producer;
  private JobClient job;
  private long ordinal;

  @BeforeEach
  void start(KafkaEndpoint kafka) throws Exception {
    kafka.emptyTopics();
    bootstrap = kafka.bootstrap();
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(500));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    EnrichJob.define(
        env,
        EnrichConfig.from(
            Settings.of(Map.of("kafka.bootstrap", bootstrap), EnrichConfig.SETTINGS)));
    job = env.executeAsync("enrich");
  }

  @AfterEach
  void stop() throws Exception {
    assertThat(job.getJobStatus().get()).as("the job ran on").isEqualTo(JobStatus.RUNNING);
    job.cancel().get();
    producer.close();
  }

  @Test
  void badInputEndsInFailedWithItsBytesAndTheJobRunsOn() {
    Map<String, byte[]> bad = new HashMap<>();
    bad.put("not_json", send("this is not JSON"));
    bad.put("no_id", send("{\"CreationTime\":\"2026-03-10T10:00:00\",\"Operation\":\"Send\"}"));
    bad.put("no_time", send("{\"Id\":\"a\",\"CreationTime\":\"soon\",\"Operation\":\"Send\"}"));
    bad.put("absurd_time", send("{\"Id\":\"b\",\"CreationTime\":\"1601-01-01T00:00:00\"}"));
    bad.put("too_deep", send("{\"Id\":\"c\",\"x\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}"));
    byte[] foreign = "somebody else's message".getBytes(UTF_8);
    var unused = producer.send(new ProducerRecord<>(Topic.RAW.topicName(), foreign));
    bad.put("bad_headers", foreign);
    // Fields of an unexpected type are kept as they can be, never a reason to fail.
    send(
        """
        {"Id":"off","CreationTime":"2026-03-10T10:00:00","RecordType":1,"Operation":"Set-Mailbox",\
        "Workload":"Exchange","UserId":"Admin@Northfell.example","UserType":2,"ResultStatus":"True",\
        "ObjectId":"EURP1.PROD.OUTLOOK.COM/Hosted/northfell.onmicrosoft.com/Ann Lee",\
        "Parameters":[{"Name":"Identity","Value":"Ann.Lee@Northfell.example"},\
        {"Name":"AuditEnabled","Value":"False"}]}""");
    send(
        "{\"Id\":\"odd\",\"CreationTime\":\"2026-03-10T10:00:00\",\"Operation\":[\"Send\"],"
            + "\"RecordType\":\"two\",\"Parameters\":17,\"ClientIP\":{\"a\":[]}}");

    Await.until("all bad records have failed", PATIENCE, () -> failed().size() >= bad.size());
    Await.until("the odd one is an event", PATIENCE, () -> read(Topic.EVENTS).size() == 2);
    Await.until(
        "the change of auditing is stated", PATIENCE, () -> !read(Topic.COVERAGE).isEmpty());
    CoverageStatement statement = CoverageStatement.of(read(Topic.COVERAGE).get(0).value());
    assertThat(statement.id()).isEqualTo("record/" + TENANT + "/off");
    assertThat(statement.names())
        .contains(
            "ann.lee@northfell.example",
            "eurp1.prod.outlook.com/hosted/northfell.onmicrosoft.com/ann lee");
    assertThat(statement.settings())
        .containsExactly(
            CoverageStatement.Assertion.is(CoverageStatement.Setting.AUDIT_ENABLED, false));
    Await.until(
        "the odd one's drift is noted, too",
        PATIENCE,
        () -> notes().stream().anyMatch(note -> note.id().endsWith("/record_type:two")));
    Map<String, FailedRecord> byCode =
        failed().stream().collect(Collectors.toMap(FailedRecord::code, Function.identity()));
    assertThat(byCode.keySet()).isEqualTo(bad.keySet());
    byCode.forEach(
        (code, record) -> {
          assertThat(record.original()).as(code).isEqualTo(bad.get(code));
          assertThat(record.stage()).isEqualTo(FailedRecord.Stage.NORMALISE);
          assertThat(record.message()).as(code).isNotBlank();
        });
    assertThat(byCode.get("too_deep").recordId()).isEqualTo(TENANT + "/c");
  }

  @Test
  void theFlagshipIsProvisionalAtFirstAndSettlesWhenTheMarkersSaySo() {
    login("home-1", "2026-03-01T08:00:00", "80.187.80.10");
    login("home-2", "2026-03-08T08:00:00", "80.187.80.10");
    send(
        """
        {"Id":"rule","CreationTime":"2026-03-10T10:00:00","RecordType":1,"Operation":"New-InboxRule",\
        "Workload":"Exchange","UserId":"Ann.Lee@Northfell.example","UserType":2,"ResultStatus":"True",\
        "ClientIP":"8.8.8.8:51000","ObjectId":"Ann.Lee\\\\..",\
        "Parameters":[{"Name":"Name","Value":".."},{"Name":"ForwardTo","Value":"x@elsewhere.example"}]}""");
    login("new", "2026-03-10T09:00:00", "8.8.8.8"); // it comes after the rule that it precedes

    Await.until("the alert is found", PATIENCE, () -> !flagship().isEmpty());
    assertThat(flagship().get(0).status()).isEqualTo(Status.PROVISIONAL);

    markers(Instant.parse("2026-03-13T00:00:00Z"));
    Await.until(
        "the alert is settled",
        PATIENCE,
        () -> flagship().stream().anyMatch(alert -> alert.status() == Status.SETTLED));
    assertThat(flagship()).extracting(Alert::id).containsOnly(flagship().get(0).id());
    Alert settled = flagship().get(flagship().size() - 1);
    assertThat(settled.historical()).isFalse();
    assertThat(settled.group()).containsValue("ann.lee@northfell.example");
    assertThat(settled.evidence())
        .extracting(Alert.Evidence::recordId)
        .containsExactly(TENANT + "/new", TENANT + "/rule");
  }

  private void login(String id, String time, String address) {
    send(
        """
        {"Id":"%s","CreationTime":"%s","RecordType":15,"Operation":"UserLoggedIn",\
        "Workload":"AzureActiveDirectory","UserId":"ann.lee@northfell.example","UserType":0,\
        "ResultStatus":"Success","ClientIP":"%s","ErrorNumber":"0"}"""
            .formatted(id, time, address));
  }

  private byte[] send(String json) {
    byte[] bytes = json.getBytes(UTF_8);
    RawRecord raw =
        new RawRecord(
            RecordId.scan(bytes).recordId(TENANT).orElse("blob#" + ordinal),
            bytes,
            TENANT,
            "api",
            "Audit.Exchange",
            "blob",
            ordinal++,
            FETCHED.toEpochMilli());
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(Topic.RAW.topicName(), raw.key().getBytes(UTF_8), bytes);
    raw.headers().forEach((name, value) -> message.headers().add(name, value));
    var unused = producer.send(message);
    producer.flush();
    return bytes;
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

  /** Failures, and what is told of drift. */
  private List<FailedRecord> notes() {
    return read(Topic.FAILED).stream().map(message -> FailedRecord.of(message.value())).toList();
  }

  private List<FailedRecord> failed() {
    return notes().stream().filter(record -> !record.code().equals(DriftNotes.CODE)).toList();
  }

  /** The versions of the flagship's alerts; the rule on its own has others. */
  private List<Alert> flagship() {
    return read(Topic.ALERTS).stream()
        .map(message -> Alert.of(message.value()))
        .filter(alert -> alert.rule().equals(FLAGSHIP))
        .toList();
  }

  private List<ConsumerRecord<byte[], byte[]>> read(Topic topic) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.topicName()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<byte[], byte[]>> messages = new ArrayList<>();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(100)).forEach(messages::add);
      }
      assertThat(messages).allSatisfy(message -> Json.mapper().readTree(message.value()));
      return messages;
    }
  }
}
