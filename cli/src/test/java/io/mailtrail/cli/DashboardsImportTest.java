package io.mailtrail.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a small server that answers as Dashboards does; the real one cannot be had here. */
class DashboardsImportTest {
  private static final String OBJECTS =
      "{\"type\":\"index-pattern\",\"id\":\"mailtrail-events\"}\n";

  @TempDir private Path folder;

  private HttpServer server;
  private final Deque<String> states = new ArrayDeque<>();
  private String answer = "{\"success\":true,\"successCount\":1}";
  private volatile String received = "";
  private volatile String guard = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/status",
        exchange -> {
          String state = states.size() > 1 ? states.remove() : states.element();
          answer(exchange, "{\"status\":{\"overall\":{\"state\":\"" + state + "\"}}}");
        });
    server.createContext(
        "/api/saved_objects/_import",
        exchange -> {
          guard = exchange.getRequestHeaders().getFirst("osd-xsrf");
          received = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          answer(exchange, answer);
        });
    server.start();
    states.add("green");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void sendsTheFileAsItIs() throws IOException {
    Cli.Result result = run("5");

    assertThat(result.exit()).isZero();
    assertThat(result.err()).contains("imported 1 objects");
    assertThat(received).contains("\r\n\r\n" + OBJECTS + "\r\n--");
    assertThat(guard).isEqualTo("true");
  }

  @Test
  void waitsUntilDashboardsIsReady() throws IOException {
    states.clear();
    states.add("red");
    states.add("green");

    assertThat(run("20").exit()).isZero();
    assertThat(received).contains(OBJECTS);
  }

  @Test
  void givesUpWithTheLastState() throws IOException {
    states.clear();
    states.add("yellow");

    Cli.Result result = run("0");

    assertThat(result.exit()).isEqualTo(Exit.FAILED);
    assertThat(result.err()).contains("is not ready: its state is yellow");
    assertThat(received).isEmpty();
  }

  @Test
  void anObjectThatWasRefusedIsNamed() throws IOException {
    answer =
        "{\"success\":false,\"successCount\":0,\"errors\":[{\"type\":\"search\",\"id\":\"all\","
            + "\"error\":{\"type\":\"missing_references\"}}]}";

    Cli.Result result = run("5");

    assertThat(result.exit()).isEqualTo(Exit.FAILED);
    assertThat(result.err()).contains("search all: missing_references");
  }

  private Cli.Result run(String patience) throws IOException {
    Path file = Files.writeString(folder.resolve("objects.ndjson"), OBJECTS);
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    return Cli.run("import-dashboards", file.toString(), "--url", url, "--wait", patience);
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    byte[] body = json.getBytes(UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
