package io.mailtrail.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.cli.flink.EmbeddedFlink;
import io.mailtrail.enrich.EnrichConfig;
import io.mailtrail.enrich.EnrichJob;
import io.mailtrail.model.ContentType;
import io.mailtrail.model.Json;
import io.mailtrail.model.Origin;
import io.mailtrail.model.RawRecord;
import io.mailtrail.model.Topic;
import io.mailtrail.sink.SinkConfig;
import io.mailtrail.sink.SinkJob;
import io.mailtrail.sink.Templates;
import io.mailtrail.testbed.server.Await;
import io.mailtrail.testbed.server.KafkaEndpoint;
import io.mailtrail.testbed.server.OpenSearchEndpoint;
import io.mailtrail.testbed.server.WithServers;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be read goes all the way to the page of failed records, and the jobs run on. */
@WithServers
class BadInputIT {
  private static final String TENANT = "11111111-2222-3333-4444-555555555555";
  private static final String BLOB = "20260311120000000000000$bad-input";
  private static final Instant FETCHED = Instant.parse("2026-03-11T12:00:00Z");
  private static final String GOOD =
      """
      {"Id":"good-%d","CreationTime":"2026-03-11T11:00:00","OrganizationId":"%s","RecordType":2,\
      "Operation":"Send","Workload":"Exchange","UserId":"ann@contoso.example"}\
      """;

  @TempDir Path folder;

  /** A record and what is to be said of it. */
  private record Bad(String record, String code, String message) {}

  private static final List<Bad> BAD =
      List.of(
          new Bad("{\"Id\":\"bad-0\", oops", "not_json", "The record is not one JSON object"),
          new Bad("{\"CreationTime\":\"2026-03-11T11:00:00\"}", "no_id", "The record has no Id."),
          new Bad(
              "{\"Id\":\"bad-2\",\"CreationTime\":\"the day before yesterday\"}",
              "no_time",
              "The CreationTime is no date and time that can be read."),
          new Bad(
              "{\"Id\":\"bad-3\",\"CreationTime\":\"2026-03-11T11:00:00\",\"Data\":"
                  + "[".repeat(5_000)
                  + "]".repeat(5_000)
                  + "}",
              "too_deep",
              "The record is nested deeper"));

  @Test
  void isInTheIndexWithStageCodeMessageAndBytes(KafkaEndpoint kafka, OpenSearchEndpoint openSearch)
      throws Exception {
    kafka.emptyTopics();
    openSearch.clear();
    DemoSettings settings = new DemoSettings(kafka.bootstrap(), openSearch.uri());
    SinkConfig sink = settings.sink();
    EnrichConfig enrich = settings.enrich();
    Templates.install(sink.openSearch(), 0);
    try (EmbeddedFlink flink =
        EmbeddedFlink.start(
            new EmbeddedFlink.Options(folder.resolve("flink"), 4, 0, Duration.ofSeconds(1)))) {
      flink.submit(
          "sink",
          env -> SinkJob.defineWorkflow(env, SinkJob.Sources.kafka(sink), SinkJob.sink(sink), 1));
      flink.submit("enrich", env -> EnrichJob.define(env, enrich));
      List<String> records = new ArrayList<>();
      BAD.forEach(bad -> records.add(bad.record()));
      records.add(GOOD.formatted(1, TENANT));
      publish(kafka, records, 0);

      for (int i = 0; i < BAD.size(); i++) {
        assertIsThere(openSearch, i);
      }
      // The jobs run on: what comes behind is an event like any other.
      publish(kafka, List.of(GOOD.formatted(2, TENANT)), records.size());
      awaitDocument(openSearch, "/mailtrail-events-2026.03/_doc/" + encoded(TENANT + "/good-1"));
      awaitDocument(openSearch, "/mailtrail-events-2026.03/_doc/" + encoded(TENANT + "/good-2"));
    }
  }

  private static void assertIsThere(OpenSearchEndpoint openSearch, int ordinal) throws IOException {
    Bad bad = BAD.get(ordinal);
    JsonNode document =
        awaitDocument(
            openSearch, "/mailtrail-failed/_doc/" + encoded(BLOB + "#" + ordinal + "/NORMALISE"));
    assertThat(document.path("stage").asText()).isEqualTo("NORMALISE");
    assertThat(document.path("code").asText()).isEqualTo(bad.code());
    assertThat(document.path("message").asText()).startsWith(bad.message());
    assertThat(document.path("tenant").asText()).isEqualTo(TENANT);
    assertThat(document.path("container").asText()).isEqualTo(BLOB);
    assertThat(document.path("ordinal").asInt()).isEqualTo(ordinal);
    assertThat(document.path("original").binaryValue()).isEqualTo(bad.record().getBytes(UTF_8));
    assertThat(document.path("@timestamp").asText()).isEqualTo(FETCHED.toString());
  }

  private static JsonNode awaitDocument(OpenSearchEndpoint openSearch, String path)
      throws IOException {
    Await.until(
        path + " is there", Duration.ofMinutes(5), () -> openSearch.get(path).status() == 200);
    return Json.mapper().readTree(openSearch.get(path).orThrow()).path("_source");
  }

  private static String encoded(String id) {
    return URLEncoder.encode(id, UTF_8);
  }

  private static void publish(KafkaEndpoint kafka, List<String> records, int first)
      throws Exception {
    Map<String, Object> properties = Map.of("bootstrap.servers", kafka.bootstrap());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < records.size(); i++) {
        RawRecord raw =
            new RawRecord(
                BLOB + "#" + (first + i),
                records.get(i).getBytes(UTF_8),
                TENANT,
                Origin.API.wireName(),
                ContentType.EXCHANGE.wireName(),
                BLOB,
                first + i,
                FETCHED.toEpochMilli());
        ProducerRecord<byte[], byte[]> message =
            new ProducerRecord<>(Topic.RAW.topicName(), raw.key().getBytes(UTF_8), raw.value());
        raw.headers().forEach((name, value) -> message.headers().add(name, value));
        producer.send(message).get();
      }
    }
  }
}
