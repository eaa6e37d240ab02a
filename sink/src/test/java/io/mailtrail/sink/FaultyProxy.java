package io.mailtrail.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands in front of a real OpenSearch and lets every tenth request go wrong, in turn. */
final class FaultyProxy implements AutoCloseable {
  private static final int EVERY = 10;

  /** What goes wrong. */
  enum Fault {
    /** 429, and OpenSearch never hears of it. */
    THROTTLED,
    /** 503, and OpenSearch never hears of it. */
    UNAVAILABLE,
    /** The connection ends without an answer, and OpenSearch never hears of it. */
    DROPPED,
    /** OpenSearch does it, but the connection ends in the middle of the answer. */
    CUT,
    /** OpenSearch does it, but the gateway gives up waiting. */
    TIMED_OUT
  }

  private final URI target;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger requests = new AtomicInteger();
  private final Map<Fault, AtomicInteger> faults = new EnumMap<>(Fault.class);

  FaultyProxy(URI target) throws IOException {
    this.target = target;
    for (Fault fault : Fault.values()) {
      faults.put(fault, new AtomicInteger());
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** How often a fault happened. */
  int count(Fault fault) {
    return faults.get(fault).get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    int number = requests.incrementAndGet();
    if (number % EVERY != 0) {
      HttpResponse<byte[]> answer = forward(exchange, body);
      send(exchange, answer.statusCode(), answer.body());
      return;
    }
    Fault fault = Fault.values()[number / EVERY % Fault.values().length];
    faults.get(fault).incrementAndGet();
    switch (fault) {
      case THROTTLED -> send(exchange, 429, "{\"status\":429}".getBytes(UTF_8));
      case UNAVAILABLE -> send(exchange, 503, "<html>down</html>".getBytes(UTF_8));
      case DROPPED -> exchange.close();
      case CUT -> {
        byte[] answer = forward(exchange, body).body();
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer, 0, answer.length / 2);
        exchange.getResponseBody().flush();
        exchange.close();
      }
      case TIMED_OUT -> {
        forward(exchange, body);
        send(exchange, 504, new byte[] {' '});
      }
    }
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException {
    URI uri = target.resolve(exchange.getRequestURI());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    String contentType = exchange.getRequestHeaders().getFirst("content-type");
    if (contentType != null) {
      request.header("content-type", contentType);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
