package io.mailtrail.ingest.api;

import com.microsoft.aad.msal4j.HttpMethod;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** MSAL's requests over the client that everything else uses: one proxy, one set of timeouts. */
final class MsalHttp implements IHttpClient {
  private final HttpClient client;
  private final Duration patience;

  MsalHttp(HttpClient client, Duration patience) {
    this.client = client;
    this.patience = patience;
  }

  private record Answer(int statusCode, Map<String, List<String>> headers, String body)
      implements IHttpResponse {}

  @Override
  public IHttpResponse send(com.microsoft.aad.msal4j.HttpRequest asked)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(asked.url().toString())).timeout(patience);
    if (asked.headers() != null) {
      asked.headers().forEach(request::header);
    }
    if (asked.httpMethod() == HttpMethod.POST) {
      request.POST(HttpRequest.BodyPublishers.ofString(asked.body() == null ? "" : asked.body()));
    } else {
      request.GET();
    }
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Answer(response.statusCode(), response.headers().map(), response.body());
  }
}
