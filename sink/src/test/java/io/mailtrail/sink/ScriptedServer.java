package io.mailtrail.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Answers bulk requests as told: for answers that a real OpenSearch does not give on demand. */
final class ScriptedServer implements AutoCloseable {
  private final HttpServer server;
  private final List<String> bulks = new CopyOnWriteArrayList<>();
  private volatile Function<String, Answer> onBulk = bulk -> new Answer(500, "");
  private volatile Answer onTemplates;

  record Answer(int status, String body) {}

  ScriptedServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    onTemplates = installed(Templates.bundled());
  }

  static Answer installed(List<Templates.Template> templates) {
    String list =
        templates.stream()
            .map(
                template ->
                    "{\"name\":\"%s\",\"index_template\":{\"version\":%d}}"
                        .formatted(template.name(), template.version()))
            .collect(Collectors.joining(","));
    return new Answer(200, "{\"index_templates\":[" + list + "]}");
  }

  OpenSearchAccess access() {
    return OpenSearchAccess.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  /** Every bulk request so far. */
  List<String> bulks() {
    return List.copyOf(bulks);
  }

  void onBulk(Function<String, Answer> answers) {
    onBulk = answers;
  }

  void onTemplates(Answer answer) {
    onTemplates = answer;
  }

  /** Every document is created. */
  static Answer allCreated(String bulk) {
    long documents = bulk.lines().count() / 2;
    String item = "{\"index\":{\"status\":201}}";
    return new Answer(200, "{\"items\":[" + (item + ",").repeat((int) documents - 1) + item + "]}");
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    Answer answer = onTemplates;
    if (exchange.getRequestURI().getPath().equals("/_bulk")) {
      bulks.add(body);
      answer = onBulk.apply(body);
    }
    byte[] bytes = answer.body().getBytes(UTF_8);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
