package io.mailtrail.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.model.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Puts saved objects into OpenSearch Dashboards, over its saved objects interface. Importing the
 * same objects again overwrites them with themselves.
 *
 * @see <a href="https://docs.opensearch.org/latest/dashboards/">OpenSearch Dashboards</a>
 */
final class DashboardsImport {
  private static final String BOUNDARY = "mailtrail-saved-objects-6f1d";
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final HttpClient client;
  private final URI dashboards;

  DashboardsImport(URI dashboards) {
    this.client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    this.dashboards = dashboards;
  }

  /**
   * Waits until Dashboards says that it is ready; it comes up a while after its port.
   *
   * @throws Failure if it is not ready in time, with its last answer
   */
  void awaitReady(Duration patience) throws InterruptedException {
    Instant deadline = Instant.now().plus(patience);
    String last;
    do {
      Optional<String> fault = fault();
      if (fault.isEmpty()) {
        return;
      }
      last = fault.get();
      TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    } while (Instant.now().isBefore(deadline));
    throw new Failure("OpenSearch Dashboards at " + dashboards + " is not ready: " + last);
  }

  private Optional<String> fault() throws InterruptedException {
    try {
      HttpResponse<byte[]> response = send(request("/api/status").GET());
      if (response.statusCode() != 200) {
        return Optional.of("HTTP " + response.statusCode());
      }
      String state =
          Json.mapper()
              .readTree(response.body())
              .path("status")
              .path("overall")
              .path("state")
              .asText("unknown");
      return state.equals("green") ? Optional.empty() : Optional.of("its state is " + state);
    } catch (IOException e) {
      return Optional.of(Failure.reason(e));
    }
  }

  /**
   * Imports the objects.
   *
   * @param ndjson one saved object a line, as Dashboards exports them
   * @return how many were imported
   * @throws Failure naming every object that was refused
   */
  int run(byte[] ndjson) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        send(
            request("/api/saved_objects/_import?overwrite=true")
                .header("osd-xsrf", "true")
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofByteArray(form(ndjson))));
    if (response.statusCode() != 200) {
      throw new Failure(
          "OpenSearch Dashboards at %s refused the import: HTTP %d"
              .formatted(dashboards, response.statusCode()));
    }
    JsonNode answer = Json.mapper().readTree(response.body());
    if (!answer.path("success").asBoolean()) {
      throw new Failure("not every object was imported: " + String.join("; ", refused(answer)));
    }
    return answer.path("successCount").asInt();
  }

  private static List<String> refused(JsonNode answer) {
    List<String> refused = new ArrayList<>();
    for (JsonNode error : answer.path("errors")) {
      refused.add(
          "%s %s: %s"
              .formatted(
                  error.path("type").asText("object"),
                  error.path("id").asText("without id"),
                  error.path("error").path("type").asText("no reason given")));
    }
    return refused;
  }

  private static byte[] form(byte[] ndjson) {
    ByteArrayOutputStream form = new ByteArrayOutputStream(ndjson.length + 256);
    form.writeBytes(
        ("--"
                + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"mailtrail.ndjson\""
                + "\r\nContent-Type: application/ndjson\r\n\r\n")
            .getBytes(UTF_8));
    form.writeBytes(ndjson);
    form.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
    return form.toByteArray();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(dashboards.resolve(path)).timeout(REQUEST_TIMEOUT);
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }
}
