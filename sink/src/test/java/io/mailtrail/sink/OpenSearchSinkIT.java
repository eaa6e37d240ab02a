package io.mailtrail.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.model.FailedRecord;
import io.mailtrail.model.Json;
import io.mailtrail.testbed.server.OpenSearchEndpoint;
import io.mailtrail.testbed.server.WithServers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@WithServers
class OpenSearchSinkIT {
  private final OpenSearchEndpoint openSearch;
  @TempDir private Path checkpoints;

  OpenSearchSinkIT(OpenSearchEndpoint openSearch) {
    this.openSearch = openSearch;
  }

  @BeforeEach
  void install() {
    openSearch.clear();
    Templates.install(OpenSearchAccess.of(openSearch.uri()), 0);
  }

  @Test
  void everyOutcomeIsToldApart() throws Exception {
    Document worse = TestDocuments.event(1, "mailbox-export", "sha256:aa#1");
    Document better = TestDocuments.event(1, "api", "blob-1#1");
    Document fresh = TestDocuments.event(2);
    send(worse, fresh);
    assertThat(count("created")).isEqualTo(2);
    assertThat(stored(1).path("mailtrail").path("copy").asText()).isEqualTo("sha256:aa#1");

    send(better);
    assertThat(count("superseded")).isEqualTo(1);
    assertThat(stored(1).path("mailtrail").path("copy").asText()).isEqualTo("blob-1#1");

    Document repeat = TestDocuments.event(2, "api", "blob-2#77");
    send(worse, better, fresh, repeat, repeat);
    assertThat(count("replayed")).as("better and fresh, sent before").isEqualTo(2);
    assertThat(count("duplicate")).as("worse, and the repeat twice").isEqualTo(3);
    assertThat(stored(1).path("mailtrail").path("copy").asText()).isEqualTo("blob-1#1");
    assertThat(stored(2).path("mailtrail").path("copy").asText()).isEqualTo("blob-1#2");
    assertThat(documents("mailtrail-events")).isEqualTo(2);
    assertThat(SinkCounters.addUp()).as(SinkCounters.describe()).isTrue();
  }

  @Test
  void twoCopiesInOneBulkAreOneDocument() throws Exception {
    send(
        TestDocuments.event(1, "api", "blob-1#1"),
        TestDocuments.event(1, "api", "blob-9#1"),
        TestDocuments.event(1, "audit-data", "sha256:bb#1"));

    assertThat(count("created")).isEqualTo(1);
    assertThat(count("duplicate")).isEqualTo(2);
    assertThat(documents("mailtrail-events")).isEqualTo(1);
  }

  @Test
  void whatIsRefusedIsKeptOnceWithTheReason() throws Exception {
    Document badDate = with(TestDocuments.event(1), "@timestamp", "the day before");
    Document badJson = TestDocuments.event(2);
    badJson.json = "{\"@timestamp\":".getBytes(UTF_8);
    Document badId = TestDocuments.event(3);
    badId.id = "x".repeat(600);
    Document good = TestDocuments.event(4);

    send(badDate, badJson, badId, good);

    assertThat(count("created")).isEqualTo(1);
    assertThat(count("rejected")).isEqualTo(3);
    assertThat(SinkCounters.of(DocumentKind.FAILED, "created")).isEqualTo(3);
    assertThat(SinkCounters.addUp()).as(SinkCounters.describe()).isTrue();
    FailedRecord failed = failed("blob-1#1/SINK");
    assertThat(failed.code()).isEqualTo("refused_document");
    assertThat(failed.message()).contains("mapper_parsing_exception").contains("@timestamp");
    assertThat(failed.original()).isEqualTo(badDate.json);
    assertThat(failed("blob-1#2/SINK").original()).isEqualTo(badJson.json);
    assertThat(failed("blob-1#3/SINK").message()).contains("too long");

    send(badDate, badJson, badId, good);

    assertThat(documents("mailtrail-failed")).as("each only once").isEqualTo(3);
    assertThat(SinkCounters.of(DocumentKind.FAILED, "replayed")).isEqualTo(3);
    assertThat(SinkCounters.addUp()).isTrue();
  }

  @Test
  void theSourceOfADocumentCannotWriteAnotherDocument() throws Exception {
    Document event = TestDocuments.event(1);
    event.json =
        """
        {"message":"x"}
        {"index":{"_index":"mailtrail-events-2026.03","_id":"intruder"}}
        {"message":"y"}
        """
            .getBytes(UTF_8);

    send(event, TestDocuments.event(2));

    assertThat(openSearch.get("/mailtrail-events-2026.03/_doc/intruder").status()).isEqualTo(404);
    assertThat(documents("mailtrail-events") + documents("mailtrail-failed")).isEqualTo(2);
  }

  @Test
  void aDocumentLargerThanABatchGoesAlone() throws Exception {
    Document large = with(TestDocuments.event(1), "message", "word ".repeat(1_000_000));
    assertThat(large.size()).isGreaterThan(10 * SinkRun.LIMITS.batchBytes());

    send(TestDocuments.event(2), large, TestDocuments.event(3));

    assertThat(count("created")).isEqualTo(3);
  }

  /** What keeps OpenSearch from writing until somebody, or it itself, lifts it. */
  enum Obstacle {
    WRITE_BLOCK("PUT /" + TestDocuments.INDEX + "/_settings", "{\"index.blocks.write\":%s}"),
    /** What OpenSearch puts on every index of a node whose disk is full (flood stage). */
    DISK_FULL(
        "PUT /" + TestDocuments.INDEX + "/_settings",
        "{\"index.blocks.read_only_allow_delete\":%s}"),
    /** Of the whole cluster: it refuses the request, with status 403, and names no document. */
    CLUSTER_READ_ONLY(
        "PUT /_cluster/settings", "{\"persistent\":{\"cluster.blocks.read_only\":%s}}"),
    CLOSED_INDEX("POST /" + TestDocuments.INDEX + "/", "");

    private final String request;
    private final String body;

    Obstacle(String request, String body) {
      this.request = request;
      this.body = body;
    }

    void set(OpenSearchEndpoint openSearch, boolean isThere) {
      String[] parts = request.split(" ", 2);
      boolean isAction = body.isEmpty();
      String path = isAction ? parts[1] + (isThere ? "_close" : "_open") : parts[1];
      openSearch
          .send(parts[0], path, isAction ? "" : String.format(body, isThere ? "true" : "null"))
          .orThrow();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatCanBeLiftedHoldsDocumentsBackAndLosesNone(Obstacle obstacle) throws Exception {
    send(TestDocuments.event(1));
    obstacle.set(openSearch, true);
    try {
      StreamExecutionEnvironment env = SinkRun.environment(checkpoints);
      SinkRun.events(env, 50, 1_000).sinkTo(SinkRun.sink(openSearch.uri()));
      var job = env.executeAsync();
      io.mailtrail.testbed.server.Await.until(
          "the writer meets the obstacle",
          java.time.Duration.ofSeconds(60),
          () -> SinkCounters.of(DocumentKind.EVENT, "retried") > 60);
      assertThat(count("created") + count("rejected")).isZero();

      obstacle.set(openSearch, false);
      job.getJobExecutionResult().get();
    } finally {
      // The server is shared: no other test may meet it.
      obstacle.set(openSearch, false);
    }

    assertThat(documents("mailtrail-events")).isEqualTo(50);
    assertThat(documents("mailtrail-failed")).isZero();
    assertThat(SinkCounters.addUp()).isTrue();
  }

  @Test
  void withoutTemplatesTheJobFailsAndSaysWhy() {
    openSearch.clear();

    assertThatThrownBy(() -> send(TestDocuments.event(1)))
        .hasStackTraceContaining("index template mailtrail-events version")
        .hasStackTraceContaining("install the templates first");
    assertThat(openSearch.get("/" + TestDocuments.INDEX).status()).isEqualTo(404);
  }

  @Test
  void everyTenthRequestGoesWrongAndNothingIsLostOrThereTwice() throws Exception {
    int number = 12_000;
    List<Document> documents = new ArrayList<>();
    LongStream.range(0, number).forEach(i -> documents.add(TestDocuments.event(i)));
    Document bad = with(TestDocuments.event(number), "@timestamp", "the day before");
    documents.add(6_000, bad);
    try (FaultyProxy proxy = new FaultyProxy(openSearch.uri())) {
      SinkRun.all(proxy.uri(), checkpoints, documents);

      for (FaultyProxy.Fault fault : FaultyProxy.Fault.values()) {
        assertThat(proxy.count(fault)).as(fault.name()).isPositive();
      }
    }

    assertThat(documents("mailtrail-events")).isEqualTo(number);
    assertThat(documents("mailtrail-failed")).isEqualTo(1);
    assertThat(count("received")).isEqualTo(number + 1);
    assertThat(count("rejected")).isEqualTo(1);
    assertThat(count("duplicate")).isZero();
    assertThat(count("replayed")).as("done, but the answer was cut").isPositive();
    assertThat(count("retried")).isPositive();
    assertThat(SinkCounters.addUp()).as(SinkCounters.describe()).isTrue();
  }

  private void send(Document... documents) throws Exception {
    SinkRun.all(openSearch.uri(), checkpoints, List.of(documents));
  }

  private static long count(String name) {
    return SinkCounters.of(DocumentKind.EVENT, name);
  }

  private static Document with(Document event, String field, String value) throws IOException {
    ObjectNode json = (ObjectNode) Json.mapper().readTree(event.json);
    event.json = Json.bytes(json.put(field, value));
    return event;
  }

  private JsonNode stored(long number) throws IOException {
    return source("/" + TestDocuments.INDEX + "/_doc/" + encoded(TestDocuments.eventId(number)));
  }

  private FailedRecord failed(String id) throws IOException {
    return FailedDocuments.read(Json.bytes(source("/mailtrail-failed/_doc/" + encoded(id))));
  }

  private JsonNode source(String path) throws IOException {
    return Json.mapper().readTree(openSearch.get(path).orThrow()).path("_source");
  }

  private static String encoded(String id) {
    return java.net.URLEncoder.encode(id, UTF_8);
  }

  private long documents(String index) throws IOException {
    openSearch.send("POST", "/" + index + "/_refresh", "").orThrow();
    String answer = openSearch.get("/" + index + "/_count").orThrow();
    return Json.mapper().readTree(answer).path("count").asLong();
  }
}
