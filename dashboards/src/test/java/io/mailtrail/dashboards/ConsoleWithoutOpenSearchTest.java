package io.mailtrail.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.config.Settings;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not need OpenSearch, and what it says while there is none. */
class ConsoleWithoutOpenSearchTest {
  private static Console console;
  private static Pages pages;

  @BeforeAll
  static void start() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    Map<String, String> values =
        Map.of("listen.port", "0", "opensearch.url", "http://127.0.0.1:" + free);
    console = Console.start(ConsoleConfig.from(Settings.of(values, ConsoleConfig.SETTINGS)));
    pages = new Pages(console);
  }

  @AfterAll
  static void stop() {
    console.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/alerts",
        "/alerts/x",
        "/failed",
        "/ledger",
        "/coverage",
        "/events/t/1",
        "/export.csv"
      })
  void saysThatOpenSearchIsDown(String path) throws Exception {
    Pages.Page page = pages.get(path);

    assertThat(page.status()).isEqualTo(503);
    assertThat(page.body()).contains("OpenSearch does not answer").contains("Try again");
    assertThat(page.response().headers().firstValue("Content-Disposition")).isEmpty();
  }

  @Test
  void healthIsDown() throws Exception {
    Pages.Page page = pages.get("/health");

    assertThat(page.status()).isEqualTo(503);
    assertThat(page.body()).contains("\"status\":\"down\"").contains("\"reachable\":false");
  }

  @Test
  void takesNothingButGet() throws Exception {
    for (String path : List.of("/", "/health", "/nowhere")) {
      Pages.Page page = pages.post(path);
      assertThat(page.status()).isEqualTo(405);
      assertThat(page.response().headers().firstValue("Allow")).contains("GET");
    }
  }

  @Test
  void answersOnlyToItsOwnNames() throws Exception {
    assertThat(pages.statusLineFor("evil.example")).contains(" 421 ");
    assertThat(pages.statusLineFor("127.0.0.1.evil.example:8080")).contains(" 421 ");
    assertThat(pages.statusLineFor("localhost:1234")).contains(" 503 ");
    assertThat(pages.statusLineFor("[::1]:1234")).contains(" 503 ");
  }

  @Test
  void everyAnswerForbidsWhatIsNotFromHere() throws Exception {
    for (String path : List.of("/", "/nowhere", "/health")) {
      var headers = pages.get(path).response().headers();
      assertThat(headers.firstValue("Content-Security-Policy"))
          .hasValueSatisfying(
              policy -> assertThat(policy).contains("default-src 'self'").doesNotContain("unsafe"));
      assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
      assertThat(headers.firstValue("Cache-Control")).contains("no-store");
      assertThat(headers.firstValue("Server")).isEmpty();
    }
  }

  @Test
  void servesTheFilesThatItsPagesNameAndNoOthers() throws Exception {
    Pages.Page page = pages.get("/nowhere");
    List<String> files = page.all("(?:href|src)=\"(/assets/.*?)\"");

    assertThat(page.status()).isEqualTo(404);
    assertThat(files).hasSize(5);
    for (String file : files) {
      Pages.Page asset = pages.get(file);
      assertThat(asset.status()).isEqualTo(200);
      assertThat(asset.body()).isNotEmpty();
      assertThat(asset.response().headers().firstValue("Cache-Control").orElse(""))
          .contains("immutable");
    }
    assertThat(pages.get("/assets/").status()).isEqualTo(404);
    assertThat(pages.get("/assets/x/package.json").status()).isEqualTo(404);
    assertThat(pages.get("/assets/x/..%2f..%2fattack.json").status()).isIn(400, 404);
    assertThat(pages.get("/webjars/htmx.org/2.0.10/package.json").status()).isEqualTo(404);
  }

  @Test
  void closingTwiceIsFine() throws Exception {
    Map<String, String> values = Map.of("listen.port", "0");
    Console other = Console.start(ConsoleConfig.from(Settings.of(values, ConsoleConfig.SETTINGS)));
    other.close();
    other.close();
  }
}
