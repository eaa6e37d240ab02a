package io.mailtrail.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.model.Alert;
import io.mailtrail.model.CoverageStatement;
import io.mailtrail.model.EventMessage;
import io.mailtrail.model.FailedRecord;
import io.mailtrail.model.Json;
import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.Topic;
import io.mailtrail.testbed.server.Await;
import io.mailtrail.testbed.server.KafkaEndpoint;
import io.mailtrail.testbed.server.OpenSearchEndpoint;
import io.mailtrail.testbed.server.WithServers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job, between the real servers. */
@WithServers
class KafkaToOpenSearchIT {
  private static final int EVENTS = 2_000;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final KafkaEndpoint kafka;
  private final OpenSearchEndpoint openSearch;
  @TempDir private Path checkpoints;

  KafkaToOpenSearchIT(KafkaEndpoint kafka, OpenSearchEndpoint openSearch) {
    this.kafka = kafka;
    this.openSearch = openSearch;
  }

  @BeforeEach
  void empty() {
    kafka.emptyTopics();
    openSearch.clear();
    Templates.install(OpenSearchAccess.of(openSearch.uri()), 0);
  }

  @Test
  void whatIsInTheTopicsIsInTheIndicesOnceAndInItsNewestState() throws Exception {
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      messages.add(event(i, "blob-1#" + i));
    }
    for (int i = 0; i < 100; i++) {
      messages.add(event(i, "blob-2#" + i));
    }
    messages.add(record(Topic.EVENTS, "headless", "{\"message\":\"no headers\"}"));
    messages.add(new ProducerRecord<>(Topic.EVENTS.topicName(), bytes("gone"), null));
    messages.add(record(Topic.ALERTS, "alert-1", alert(Alert.Status.PROVISIONAL)));
    messages.add(record(Topic.ALERTS, "alert-1", alert(Alert.Status.SETTLED)));
    messages.add(record(Topic.ALERTS, "broken", "{not json"));
    messages.add(record(Topic.LEDGER, "blob/t/b", ledger(LedgerEntry.State.FETCHED)));
    messages.add(record(Topic.LEDGER, "blob/t/b", ledger(LedgerEntry.State.PUBLISHED)));
    messages.add(record(Topic.FAILED, "blob-1#9/NORMALISE", failed()));
    messages.add(record(Topic.COVERAGE, "file/t/ab#1", coverage("2026-03-01T00:00:00Z", "False")));
    messages.add(record(Topic.COVERAGE, "file/t/ab#1", coverage("2026-03-02T00:00:00Z", "False")));
    messages.add(record(Topic.COVERAGE, "broken", "[]"));
    send(messages);
    JobClient job = start();
    try {
      Await.until(
          "everything arrives: " + SinkCounters.describe(),
          PATIENCE,
          () ->
              SinkCounters.of(DocumentKind.EVENT, "duplicate") == 100
                  && documents("mailtrail-events") == EVENTS
                  && documents("mailtrail-failed") == 4
                  && documents("mailtrail-coverage") == 1
                  && documents("mailtrail-alerts") == 1
                  && documents("mailtrail-ledger") == 1);
      assertThat(source("/mailtrail-alerts/_doc/alert-1").path("status").asText())
          .isEqualTo("SETTLED");
      assertThat(source("/mailtrail-ledger/_doc/blob%2Ft%2Fb").path("state").asText())
          .isEqualTo("PUBLISHED");
      assertThat(source("/mailtrail-failed/_doc/audit.alerts-0%232%2FSINK").path("code").asText())
          .isEqualTo("unreadable_message");
      CoverageStatement statement =
          Json.mapper()
              .convertValue(
                  source("/mailtrail-coverage/_doc/file%2Ft%2Fab%231"), CoverageStatement.class);
      assertThat(statement)
          .isEqualTo(CoverageStatement.of(bytes(coverage("2026-03-02T00:00:00Z", "False"))));
      assertThat(hits("mailtrail-coverage", "names", "ann@c.example")).isEqualTo(1);
      assertThat(hits("mailtrail-coverage", "settings.setting", "AuditEnabled")).isEqualTo(1);
      assertThat(SinkCounters.of(DocumentKind.EVENT, "tombstones")).isEqualTo(1);
      assertThat(SinkCounters.of(DocumentKind.EVENT, "unreadable")).isEqualTo(1);
      assertThat(SinkCounters.addUp()).as(SinkCounters.describe()).isTrue();
    } finally {
      job.cancel().get();
    }
    job = start();
    try {
      Await.until(
          "everything is replayed",
          PATIENCE,
          () ->
              SinkCounters.of(DocumentKind.EVENT, "replayed") == EVENTS
                  && SinkCounters.of(DocumentKind.FAILED, "replayed") == 4);
      assertThat(documents("mailtrail-events")).isEqualTo(EVENTS);
      assertThat(documents("mailtrail-failed")).isEqualTo(4);
      assertThat(source("/mailtrail-alerts/_doc/alert-1").path("status").asText())
          .as("an older state does not come back")
          .isEqualTo("SETTLED");
    } finally {
      job.cancel().get();
    }
  }

  private JobClient start() throws Exception {
    SinkConfig config =
        SinkConfigTest.config(
            Map.of(
                "kafka.bootstrap",
                kafka.bootstrap(),
                "opensearch.url",
                openSearch.uri().toString(),
                "sink.parallelism",
                "2",
                "sink.buffer.time",
                "200ms",
                "sink.checkpoint.folder",
                checkpoints.toString(),
                "sink.checkpoint.interval",
                "500ms"));
    var configuration = SinkMain.configuration(config);
    SinkCounters.addTo(configuration);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
    SinkJob.defineWorkflow(
        env, SinkJob.Sources.kafka(config), SinkJob.sink(config), config.parallelism());
    return env.executeAsync(SinkJob.NAME);
  }

  private void send(List<ProducerRecord<byte[], byte[]>> messages) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrap()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent = messages.stream().map(producer::send).toList();
      for (Future<RecordMetadata> each : sent) {
        each.get();
      }
    }
  }

  private static ProducerRecord<byte[], byte[]> event(long number, String copy) {
    EventMessage event =
        new EventMessage(
            TestDocuments.eventId(number),
            TestDocuments.eventJson(number, copy),
            TestDocuments.TENANT,
            TestDocuments.TIME,
            "api",
            copy);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(Topic.EVENTS.topicName(), bytes(event.recordId()), event.json());
    event.headers().forEach(record.headers()::add);
    return record;
  }

  private static ProducerRecord<byte[], byte[]> record(Topic topic, String key, String value) {
    return new ProducerRecord<>(topic.topicName(), bytes(key), bytes(value));
  }

  private static String alert(Alert.Status status) {
    Instant at = Instant.ofEpochMilli(TestDocuments.TIME);
    Alert alert =
        new Alert(
            "alert-1",
            "rule-1",
            "Title",
            "Text",
            "high",
            status,
            false,
            TestDocuments.TENANT,
            Map.of("user.email", "anna@example.org"),
            at,
            at,
            at,
            List.of(new Alert.Evidence("r", at, "login", "Anna signed in", "it was new")),
            List.of("attack.t1564.008"),
            "because",
            List.of(),
            List.of());
    return new String(alert.toBytes(), UTF_8);
  }

  private static String ledger(LedgerEntry.State state) {
    Instant at = Instant.ofEpochMilli(TestDocuments.TIME);
    LedgerEntry entry =
        new LedgerEntry(
            "blob/t/b",
            LedgerEntry.Kind.BLOB,
            state,
            "t",
            "Audit.Exchange",
            "b",
            at,
            at,
            0,
            0,
            17,
            "aa",
            3,
            0,
            at,
            at,
            "bb",
            null,
            1,
            at);
    return new String(entry.toBytes(), UTF_8);
  }

  private static String coverage(String at, String enabled) {
    CoverageStatement statement =
        new CoverageStatement(
            "file/t/ab#1",
            "t",
            CoverageStatement.Subject.MAILBOX,
            List.of("Ann@C.example", "Ann Lee"),
            Instant.parse(at),
            CoverageStatement.Basis.SNAPSHOT,
            "ab#1",
            null,
            List.of(
                new CoverageStatement.Assertion(
                    CoverageStatement.Setting.AUDIT_ENABLED,
                    CoverageStatement.Operation.IS,
                    List.of(enabled)),
                new CoverageStatement.Assertion(
                    CoverageStatement.Setting.OWNER, CoverageStatement.Operation.IS, List.of())),
            "AuditEnabled is False");
    return new String(statement.toBytes(), UTF_8);
  }

  private static String failed() {
    FailedRecord failed =
        new FailedRecord(
            "blob-1#9/NORMALISE",
            FailedRecord.Stage.NORMALISE,
            "not_json",
            "why",
            "t",
            "blob-1",
            9,
            null,
            Instant.ofEpochMilli(TestDocuments.TIME),
            bytes("{"));
    return new String(failed.toBytes(), UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private JsonNode source(String path) throws IOException {
    return Json.mapper().readTree(openSearch.get(path).orThrow()).path("_source");
  }

  private long hits(String index, String field, String value) throws IOException {
    String query = "{\"query\":{\"term\":{\"" + field + "\":\"" + value + "\"}}}";
    return Json.mapper()
        .readTree(openSearch.send("POST", "/" + index + "/_search", query).orThrow())
        .at("/hits/total/value")
        .asLong();
  }

  private long documents(String index) {
    openSearch.send("POST", "/" + index + "/_refresh", "").orThrow();
    try {
      String answer = openSearch.get("/" + index + "/_count").orThrow();
      return Json.mapper().readTree(answer).path("count").asLong();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
