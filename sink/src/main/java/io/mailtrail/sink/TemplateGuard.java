package io.mailtrail.sink;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.model.Json;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Looks whether the templates are installed, before the first document is sent and again whenever
 * OpenSearch was away: without them, OpenSearch would create an index from a guess at the first
 * document, and every search after that would be subtly wrong. Thread-safe.
 */
final class TemplateGuard {
  private final OpenSearchHttp http;
  private volatile boolean seen;

  TemplateGuard(OpenSearchHttp http) {
    this.http = http;
  }

  /** The next {@link #check()} looks again. */
  void forget() {
    seen = false;
  }

  /**
   * Empty if the templates are there; else what keeps us from knowing, for now.
   *
   * @throws SinkException through the future, if they are not there, or older than ours
   */
  CompletableFuture<Optional<String>> check() {
    if (seen) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return http.get("/_index_template/mailtrail-*").thenApply(this::judge);
  }

  private Optional<String> judge(Reply reply) {
    if (reply instanceof Reply.Unreachable lost) {
      return Optional.of(lost.reason());
    }
    Reply.Answered answer = (Reply.Answered) reply;
    if (answer.isTransient()) {
      return Optional.of("status " + answer.status());
    }
    if (answer.isSignInRefused()) {
      throw new SinkException(
          "OpenSearch refuses the sign-in, or to show its index templates: status "
              + answer.status());
    }
    if (answer.status() != 200 && answer.status() != 404) {
      throw new SinkException("no OpenSearch answers at this address: status " + answer.status());
    }
    try {
      Map<String, Long> installed = versions(answer.body());
      for (Templates.Template template : Templates.bundled()) {
        if (installed.getOrDefault(template.name(), 0L) < template.version()) {
          throw new SinkException(
              "index template "
                  + template.name()
                  + " version "
                  + template.version()
                  + " is not installed in OpenSearch: install the templates first");
        }
      }
    } catch (IOException e) {
      return Optional.of("the answer cannot be read");
    }
    seen = true;
    return Optional.empty();
  }

  /** Template name to version; templates without one have 0. */
  static Map<String, Long> versions(byte[] body) throws IOException {
    Map<String, Long> versions = new TreeMap<>();
    JsonNode root = Json.mapper().readTree(body);
    for (JsonNode entry : root.path("index_templates")) {
      versions.put(
          entry.path("name").asText(), entry.path("index_template").path("version").asLong());
    }
    return versions;
  }
}
