package io.mailtrail.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.model.Alert;
import io.mailtrail.model.CoverageStatement;
import io.mailtrail.model.FailedRecord;
import io.mailtrail.model.Json;
import io.mailtrail.model.LedgerEntry;
import io.mailtrail.sink.EventIndex;
import io.mailtrail.sink.OpenSearchAccess;
import io.mailtrail.sink.Templates;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Puts the sample data into OpenSearch, into indices as the sink makes them. */
final class SampleIndices {
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI openSearch;
  private final StringBuilder bulk = new StringBuilder();

  private SampleIndices(URI openSearch) {
    this.openSearch = openSearch;
  }

  static void fill(URI openSearch, SampleData data) {
    Templates.install(OpenSearchAccess.of(openSearch), 0);
    SampleIndices indices = new SampleIndices(openSearch);
    for (SampleEvent event : data.events()) {
      indices.add(EventIndex.of(event.time().toEpochMilli()), event.id(), event.json());
    }
    for (Alert alert : data.alerts()) {
      indices.add(EventIndex.ALERTS, alert.id(), stamped(alert.toBytes(), alert.last().toString()));
    }
    for (FailedRecord failed : SampleData.failed()) {
      indices.add(
          EventIndex.FAILED, failed.id(), stamped(failed.toBytes(), failed.fetchedAt().toString()));
    }
    for (LedgerEntry entry : data.ledger()) {
      indices.add(EventIndex.LEDGER, entry.id(), stamped(entry.toBytes(), entry.at().toString()));
    }
    for (CoverageStatement statement : SampleCoverage.statements()) {
      indices.add(
          EventIndex.COVERAGE,
          statement.id(),
          stamped(statement.toBytes(), statement.at().toString()));
    }
    indices.send();
  }

  private static ObjectNode stamped(byte[] json, String time) {
    try {
      return ((ObjectNode) Json.mapper().readTree(json)).put("@timestamp", time);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void add(String index, String id, JsonNode document) {
    ObjectNode action = Json.mapper().createObjectNode();
    action.putObject("index").put("_index", index).put("_id", id);
    bulk.append(text(action)).append('\n').append(text(document)).append('\n');
  }

  private static String text(JsonNode node) {
    return new String(Json.bytes(node), StandardCharsets.UTF_8);
  }

  private void send() {
    HttpRequest request =
        HttpRequest.newBuilder(openSearch.resolve("/_bulk?refresh=true"))
            .header("Content-Type", "application/x-ndjson")
            .POST(HttpRequest.BodyPublishers.ofString(bulk.toString()))
            .build();
    try {
      String body = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      if (Json.mapper().readTree(body).path("errors").asBoolean(true)) {
        throw new IllegalStateException("the sample data was refused: " + Show.cut(body, 2_000));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
