package io.mailtrail.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.model.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Tells Microsoft's repeats from our own replays, for events that OpenSearch refused because the
 * same or a better one is there: one look at the copies that are there, for a whole bulk. Alerts,
 * failures, ledger entries and statements on coverage need no look: their version is their place in
 * the topic, so what is there is the same message or a newer one.
 */
final class Conflicts {
  static final String FILTER = "docs.found,docs._source.mailtrail.copy,docs.error.type";

  private final OpenSearchHttp http;

  Conflicts(OpenSearchHttp http) {
    this.http = http;
  }

  /** The outcome of each; RETRY where it cannot be told now. */
  CompletableFuture<List<Outcome>> resolve(List<Document> documents) {
    List<Document> events = documents.stream().filter(Conflicts::needsLook).toList();
    if (events.isEmpty()) {
      return CompletableFuture.completedFuture(
          documents.stream().map(document -> Outcome.REPLAYED).toList());
    }
    return http.post("/_mget", FILTER, OpenSearchHttp.JSON, request(events))
        .thenApply(reply -> merge(documents, outcomes(events, reply)));
  }

  private static boolean needsLook(Document document) {
    return document.kind == DocumentKind.EVENT;
  }

  static byte[] request(List<Document> events) {
    ObjectNode root = Json.mapper().createObjectNode();
    ArrayNode docs = root.putArray("docs");
    for (Document event : events) {
      ObjectNode doc = docs.addObject();
      doc.put("_index", event.index);
      doc.put("_id", event.id);
      doc.putArray("_source").add("mailtrail.copy");
    }
    return root.toString().getBytes(UTF_8);
  }

  /** An answer that cannot be used gives RETRY: the document is sent, and looked up, again. */
  static List<Outcome> outcomes(List<Document> events, Reply reply) {
    if (reply instanceof Reply.Answered answer) {
      if (answer.isSignInRefused()) {
        throw new SinkException(
            "OpenSearch refuses to show documents to this user: status " + answer.status());
      }
      if (answer.status() == 200) {
        List<Outcome> outcomes = read(events, answer.body());
        if (outcomes.size() == events.size()) {
          return outcomes;
        }
      }
    }
    return events.stream().map(event -> Outcome.RETRY).toList();
  }

  private static List<Outcome> read(List<Document> events, byte[] body) {
    List<Outcome> outcomes = new ArrayList<>();
    try {
      JsonNode docs = Json.mapper().readTree(body).path("docs");
      for (int i = 0; i < docs.size() && i < events.size(); i++) {
        JsonNode doc = docs.get(i);
        String stored = doc.path("_source").path("mailtrail").path("copy").asText("");
        if (!doc.path("found").asBoolean()) {
          // Deleted meanwhile, or its shard did not answer.
          outcomes.add(Outcome.RETRY);
        } else {
          outcomes.add(stored.equals(events.get(i).copy) ? Outcome.REPLAYED : Outcome.DUPLICATE);
        }
      }
    } catch (IOException e) {
      return List.of();
    }
    return outcomes;
  }

  private static List<Outcome> merge(List<Document> documents, List<Outcome> ofEvents) {
    List<Outcome> merged = new ArrayList<>(documents.size());
    int next = 0;
    for (Document document : documents) {
      merged.add(needsLook(document) ? ofEvents.get(next++) : Outcome.REPLAYED);
    }
    return merged;
  }
}
