package io.mailtrail.cli.coverage;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.cli.Failure;
import io.mailtrail.coverage.IndexSearch;
import io.mailtrail.model.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Consumer;

/**
 * Asks OpenSearch; an index that does not exist yet is empty. Every question ends with a {@link
 * Failure} where OpenSearch does not answer, or only in part. Thread-safe.
 */
public final class SearchClient implements IndexSearch {
  private static final int PAGE = 5_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final URI openSearch;
  private final String authorization;

  /**
   * @param user empty for no sign-in
   */
  public SearchClient(URI openSearch, String user, String password) {
    this.openSearch = openSearch;
    this.authorization =
        user.isEmpty()
            ? null
            : "Basic "
                + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
  }

  @Override
  public long count(String index, ObjectNode query) {
    return post("/" + index + "/_count", query).path("count").asLong();
  }

  @Override
  public JsonNode search(String index, ObjectNode query) {
    return post("/" + index + "/_search", query);
  }

  @Override
  public void scan(String index, ObjectNode query, String unique, Consumer<JsonNode> each) {
    query.put("size", PAGE);
    query.putArray("sort").addObject().put(unique, "asc");
    while (true) {
      JsonNode hits = search(index, query).path("hits").path("hits");
      hits.forEach(hit -> each.accept(hit.path("_source")));
      if (hits.size() < PAGE) {
        return;
      }
      query.set("search_after", hits.get(hits.size() - 1).path("sort"));
    }
  }

  private JsonNode post(String path, JsonNode body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(openSearch.resolve(path + "?ignore_unavailable=true"))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(Json.bytes(body)));
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    try {
      HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new Failure("OpenSearch at " + openSearch + ": HTTP " + response.statusCode());
      }
      JsonNode answer = Json.mapper().readTree(response.body());
      // A count over some of the shards would make "none" of what the others hold.
      if (answer.path("timed_out").asBoolean() || answer.at("/_shards/failed").asInt() > 0) {
        throw new Failure("OpenSearch at " + openSearch + " answered in part only");
      }
      return answer;
    } catch (IOException e) {
      throw new Failure("OpenSearch at " + openSearch + ": " + Failure.reason(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted while asking OpenSearch", e);
    }
  }
}
