package io.mailtrail.ingest.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/** Answers one request after the other as a test has written down; tokens it gives by itself. */
final class ScriptedServer implements AutoCloseable {
  private final HttpServer http;
  private final Queue<Answer> script = new ConcurrentLinkedQueue<>();
  final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  final List<String> authorizations = Collections.synchronizedList(new ArrayList<>());
  final Queue<Integer> tokenStatuses = new ConcurrentLinkedQueue<>();
  private int tokens;

  /** Writes the answer to one request. */
  interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  ScriptedServer() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(Executors.newCachedThreadPool());
    http.createContext("/", this::handle);
    http.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  ScriptedServer then(Answer answer) {
    script.add(answer);
    return this;
  }

  ScriptedServer then(int status, String body) {
    return then(status, body, Map.of());
  }

  ScriptedServer then(int status, String body, Map<String, String> headers) {
    return then(
        exchange -> {
          headers.forEach(exchange.getResponseHeaders()::set);
          byte[] bytes = body.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
        });
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (exchange.getRequestURI().getPath().endsWith("/oauth2/v2.0/token")) {
        token(exchange);
        return;
      }
      requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
      Answer answer = script.poll();
      if (answer == null) {
        exchange.sendResponseHeaders(599, -1);
      } else {
        answer.to(exchange);
      }
    }
  }

  private void token(HttpExchange exchange) throws IOException {
    Integer status = tokenStatuses.poll();
    exchange.getRequestBody().readAllBytes();
    if (status != null && status != 200) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    byte[] body =
        ("{\"access_token\":\"token" + ++tokens + "\",\"expires_in\":\"3599\"}").getBytes(UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
