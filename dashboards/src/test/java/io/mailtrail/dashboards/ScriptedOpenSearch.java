package io.mailtrail.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mailtrail.dashboards.store.Index;
import io.mailtrail.model.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Answers searches as OpenSearch does on its bad days, which a real one cannot be made to have: in
 * part, too late, or with documents of another release. Indices that are not spoken of are empty.
 */
final class ScriptedOpenSearch implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<Index, Function<JsonNode, ObjectNode>> answers = new ConcurrentHashMap<>();
  private final Map<Index, AtomicInteger> searches = new ConcurrentHashMap<>();

  ScriptedOpenSearch() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What a search of the index is answered with; null for no answer at all. */
  void answer(Index index, Function<JsonNode, ObjectNode> answer) {
    answers.put(index, answer);
  }

  /** How often the index was searched. */
  int searches(Index index) {
    return searches.getOrDefault(index, new AtomicInteger()).get();
  }

  static ObjectNode found(List<?> documents) {
    ObjectNode answer = Json.mapper().createObjectNode().put("timed_out", false);
    ObjectNode hits = answer.putObject("hits");
    hits.putObject("total").put("value", documents.size());
    var array = hits.putArray("hits");
    documents.forEach(each -> array.addObject().set("_source", Json.mapper().valueToTree(each)));
    return answer;
  }

  static ObjectNode partial(ObjectNode answer) {
    return answer.put("timed_out", true);
  }

  private void answer(HttpExchange exchange) throws IOException {
    JsonNode request = Json.mapper().readTree(exchange.getRequestBody().readAllBytes());
    String name = exchange.getRequestURI().getPath().split("/", -1)[1];
    Index index =
        Arrays.stream(Index.values())
            .filter(each -> each.indexName().equals(name))
            .findFirst()
            .orElseThrow();
    searches.computeIfAbsent(index, each -> new AtomicInteger()).incrementAndGet();
    ObjectNode answer = answers.getOrDefault(index, any -> found(new ArrayList<>())).apply(request);
    if (answer == null) {
      try {
        closed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      exchange.close();
      return;
    }
    byte[] body = Json.bytes(answer);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdown();
  }
}
