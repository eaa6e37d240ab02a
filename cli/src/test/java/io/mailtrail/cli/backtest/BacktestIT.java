package io.mailtrail.cli.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.cli.Cli;
import io.mailtrail.cli.Fixtures;
import io.mailtrail.enrich.LookupTables;
import io.mailtrail.enrich.RawInput;
import io.mailtrail.enrich.RawTopic;
import io.mailtrail.model.Json;
import io.mailtrail.model.ProgressMarker;
import io.mailtrail.model.Topic;
import io.mailtrail.testbed.server.KafkaEndpoint;
import io.mailtrail.testbed.server.WithServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.source.Source;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backtest over what a real Kafka holds. */
@WithServers
class BacktestIT {

  @Test
  void overAuditRawItFindsWhatItFindsOverTheFile(KafkaEndpoint kafka) throws Exception {
    kafka.emptyTopics();
    Cli.Result imported =
        Cli.run("import", "--bootstrap", kafka.bootstrap(), Fixtures.RECORDS, Fixtures.PURVIEW);
    assertThat(imported.exit()).as(imported.err()).isZero();
    sendNoRecords(kafka);

    Cli.Result overTopic =
        Cli.run("backtest", Fixtures.RULES, "--bootstrap", kafka.bootstrap(), "--json");
    Cli.Result overFile =
        Cli.run(
            "backtest", Fixtures.RULES, "--events", Fixtures.RECORDS, Fixtures.PURVIEW, "--json");

    assertThat(overTopic.exit()).as("a message that is no record is named").isEqualTo(3);
    assertThat(overTopic.err()).contains("\"bad_headers\"").hasLineCount(1);
    assertThat(overFile.exit()).as(overFile.err()).isZero();
    JsonNode expected = comparable(overFile);
    assertThat(expected.path("rules").get(0).path("alerts").asInt()).isEqualTo(1);
    assertThat(comparable(overTopic)).isEqualTo(expected);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
      assertThat(admin.listGroups().all().get())
          .as("no position of a reader is kept")
          .noneMatch(group -> group.groupId().contains("backtest"));
    }
  }

  @Test
  void twoRunsOverTheSameOffsetsReadTheSameWhateverComesMeanwhile(
      KafkaEndpoint kafka, @TempDir Path folder) throws Exception {
    kafka.emptyTopics();
    Cli.Result imported = Cli.run("import", "--bootstrap", kafka.bootstrap(), Fixtures.RECORDS);
    assertThat(imported.exit()).as(imported.err()).isZero();
    RuleChoice rules = RuleChoice.of(List.of(Fixtures.RULES), null);
    BacktestRun run = new BacktestRun(folder, LookupTables.BUNDLED, 1);

    RawOffsets then = RawOffsets.read(kafka.bootstrap());
    sendNoRecords(kafka);
    RawOffsets now = RawOffsets.read(kafka.bootstrap());

    BacktestRun.Result before = run.run(between(kafka, then), rules.texts(), refused -> {});
    BacktestRun.Result after = run.run(between(kafka, now), rules.texts(), refused -> {});
    assertThat(before.count().events()).isPositive().isEqualTo(after.count().events());
    assertThat(before.refused()).as("came later").isZero();
    assertThat(after.refused()).isEqualTo(1);
    assertThat(now.isShortenedIn(now)).isFalse();
  }

  private static Source<RawInput, ?, ?> between(KafkaEndpoint kafka, RawOffsets offsets) {
    return RawTopic.between(kafka.bootstrap(), offsets.begin(), offsets.end());
  }

  /** A marker, which a backtest passes over, and a message of somebody else's. */
  private static void sendNoRecords(KafkaEndpoint kafka) throws Exception {
    ProgressMarker marker =
        new ProgressMarker(
            "test", List.of(new ProgressMarker.Progress("t", "Audit.Exchange", Instant.now())));
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(Topic.RAW.topicName(), marker.toBytes());
    message.headers().add(ProgressMarker.HEADER, ProgressMarker.headerValue());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrap()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(message).get();
      producer
          .send(
              new ProducerRecord<>(
                  Topic.RAW.topicName(), "foreign".getBytes(StandardCharsets.UTF_8)))
          .get();
    }
  }

  /** All but how long it took and what could not be read. */
  private static JsonNode comparable(Cli.Result result) throws IOException {
    ObjectNode report = (ObjectNode) Json.mapper().readTree(result.out());
    report.remove(List.of("seconds", "recordsPerSecond", "refused"));
    return report;
  }
}
