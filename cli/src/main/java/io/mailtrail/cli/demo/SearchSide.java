package io.mailtrail.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.cli.demo.Observed.Copy;
import io.mailtrail.model.Alert;
import io.mailtrail.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads what can be searched, as an analyst's tool would: over HTTP, page by page. */
final class SearchSide {
  private static final int PAGE = 10_000;

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final URI openSearch;

  SearchSide(URI openSearch) {
    this.openSearch = openSearch;
  }

  /** Makes everything written so far visible to the next search. */
  void refresh() {
    send("POST", "/mailtrail-*/_refresh", null);
  }

  /** How many event documents there are. */
  long events() {
    return send("GET", "/mailtrail-events*/_count?ignore_unavailable=true", null)
        .path("count")
        .asLong();
  }

  /** All event documents, each with the copy of its record that is stored. */
  List<Copy> documents() {
    List<Copy> documents = new ArrayList<>();
    ArrayNode source = Json.mapper().createArrayNode().add("mailtrail.copy");
    scan(
        "mailtrail-events*",
        "event.id",
        source,
        hit ->
            documents.add(
                new Copy(hit.path("_id").asText(), hit.at("/_source/mailtrail/copy").asText(""))));
    return documents;
  }

  /**
   * What is in {@code mailtrail-failed}: records that failed, and what is said of rules. Notes of
   * drift stand beside them, and are no failures: their records are events.
   */
  record Failures(List<Copy> records, List<String> rules) {}

  Failures failures() {
    Failures failures = new Failures(new ArrayList<>(), new ArrayList<>());
    scan(
        "mailtrail-failed",
        "id",
        BooleanNode.TRUE,
        hit -> {
          JsonNode document = hit.path("_source");
          String code = document.path("code").asText();
          if (code.startsWith("rule_")) {
            failures.rules().add(document.path("message").asText());
          } else if (!code.equals("drift")) {
            failures
                .records()
                .add(
                    new Copy(
                        document.path("recordId").asText(""),
                        document.path("container").asText()
                            + "#"
                            + document.path("ordinal").asText()));
          }
        });
    return failures;
  }

  /** The documents of an index that has few: id to version. */
  Map<String, Long> versions(String index) {
    Map<String, Long> versions = new HashMap<>();
    scan(
        index,
        "id",
        BooleanNode.FALSE,
        hit -> versions.put(hit.path("_id").asText(), hit.path("_version").asLong()));
    return versions;
  }

  List<Alert> alerts() {
    List<Alert> alerts = new ArrayList<>();
    scan(
        "mailtrail-alerts",
        "id",
        BooleanNode.TRUE,
        hit -> alerts.add(Json.mapper().convertValue(hit.path("_source"), Alert.class)));
    return alerts;
  }

  /** Deletes one document: only to prove that its absence is noticed. */
  void deleteEvent(String id) {
    ObjectNode query = Json.mapper().createObjectNode();
    query.putObject("query").putObject("ids").putArray("values").add(id);
    send("POST", "/mailtrail-events*/_delete_by_query?refresh=true", query);
  }

  private void scan(String index, String sort, JsonNode source, Consumer<JsonNode> each) {
    ObjectNode query = Json.mapper().createObjectNode();
    query.put("size", PAGE).put("version", true).set("_source", source);
    query.putArray("sort").addObject().put(sort, "asc");
    while (true) {
      JsonNode hits =
          send("POST", "/" + index + "/_search?ignore_unavailable=true", query)
              .path("hits")
              .path("hits");
      hits.forEach(each);
      if (hits.size() < PAGE) {
        return;
      }
      query.set("search_after", hits.get(hits.size() - 1).path("sort"));
    }
  }

  private JsonNode send(String method, String path, JsonNode body) {
    HttpRequest request =
        HttpRequest.newBuilder(openSearch.resolve(path))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(Json.bytes(body)))
            .build();
    try {
      var response = client.send(request, BodyHandlers.ofByteArray());
      JsonNode answer = Json.mapper().readTree(response.body());
      if (response.statusCode() >= 300) {
        throw new IllegalStateException(
            "OpenSearch answers "
                + response.statusCode()
                + " to "
                + path
                + ": "
                + answer.path("error").path("reason").asText());
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException("OpenSearch cannot be asked: " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking OpenSearch", e);
    }
  }
}
