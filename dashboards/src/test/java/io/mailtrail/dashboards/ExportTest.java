package io.mailtrail.dashboards;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.mailtrail.model.Json;
import io.mailtrail.model.config.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ExportTest {
  @Test
  void anExportThatBreaksOffDoesNotLookComplete() throws Exception {
    AtomicInteger pages = new AtomicInteger();
    HttpServer openSearch =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    openSearch.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          boolean first = pages.getAndIncrement() == 0;
          byte[] body = first ? fullPage() : "{}".getBytes(UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(first ? 200 : 500, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    openSearch.start();
    String url = "http://127.0.0.1:" + openSearch.getAddress().getPort();
    try (Console console =
        Console.start(
            ConsoleConfig.from(
                Settings.of(
                    Map.of("listen.port", "0", "opensearch.url", url), ConsoleConfig.SETTINGS)))) {
      assertThatThrownBy(() -> new Pages(console).get("/export.jsonl?t=all"))
          .isInstanceOf(IOException.class);
      assertThat(pages.get()).isGreaterThanOrEqualTo(2);
    } finally {
      openSearch.stop(0);
    }
  }

  private static byte[] fullPage() {
    ObjectNode answer = Json.mapper().createObjectNode();
    ArrayNode hits = answer.putObject("hits").putArray("hits");
    for (int i = 0; i < 500; i++) {
      ObjectNode hit = hits.addObject();
      hit.put("_id", "t/" + i);
      hit.putObject("_source").put("message", "x".repeat(500));
      hit.putArray("sort").add(i).add("t/" + i);
    }
    return Json.bytes(answer);
  }
}
