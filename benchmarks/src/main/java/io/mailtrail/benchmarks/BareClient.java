package io.mailtrail.benchmarks;

import io.mailtrail.model.Json;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Downloads blobs and finds where each record begins and ends, and does nothing else: no ids, no
 * digests, no state.
 */
final class BareClient {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI server;
  private final String tenant;
  private final String token;

  BareClient(URI server, String tenant, String client, String secret) throws Exception {
    this.server = server;
    this.tenant = tenant;
    String form =
        "grant_type=client_credentials&client_id="
            + client
            + "&client_secret="
            + secret
            + "&scope=https%3A%2F%2Fmanage.office.com%2F.default";
    HttpResponse<byte[]> answer =
        http.send(
            HttpRequest.newBuilder(server.resolve("/" + tenant + "/oauth2/v2.0/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    this.token = Json.mapper().readTree(answer.body()).path("access_token").asText();
    http.send(
        request("subscriptions/start?contentType=Audit.Exchange")
            .POST(HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.discarding());
  }

  private HttpRequest.Builder request(String operation) {
    return HttpRequest.newBuilder(
            server.resolve("/api/v1.0/" + tenant + "/activity/feed/" + operation))
        .header("Authorization", "Bearer " + token);
  }

  /** Reads all of them, so many at once, and gives the number of records. */
  long read(List<String> contentIds, int atOnce) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    try {
      List<Future<Long>> blobs = new ArrayList<>();
      for (String contentId : contentIds) {
        blobs.add(threads.submit(() -> read(contentId)));
      }
      long records = 0;
      for (Future<Long> blob : blobs) {
        records += blob.get();
      }
      return records;
    } finally {
      threads.shutdownNow();
    }
  }

  private long read(String contentId) throws Exception {
    HttpResponse<InputStream> response =
        http.send(
            request("audit/" + contentId).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw new IllegalStateException("status " + response.statusCode());
    }
    try (InputStream in = response.body()) {
      return split(in);
    }
  }

  private static long split(InputStream in) throws Exception {
    byte[] buffer = new byte[64 * 1024];
    long records = 0;
    int depth = 0;
    boolean quoted = false;
    boolean escaped = false;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      for (int i = 0; i < read; i++) {
        byte b = buffer[i];
        if (quoted) {
          quoted = escaped || b != '"';
          escaped = !escaped && b == '\\';
        } else if (b == '"') {
          quoted = true;
        } else if (b == '{') {
          records += depth == 0 ? 1 : 0;
          depth++;
        } else if (b == '}') {
          depth--;
        }
      }
    }
    return records;
  }
}
