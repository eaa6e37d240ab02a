package io.mailtrail.testbed.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.model.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** Talks to the tenant's server with nothing but the JDK. */
final class FeedClient {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final URI base;
  private final FeedTenant tenant;
  private String token;

  FeedClient(URI base, FeedTenant tenant) {
    this.base = base;
    this.tenant = tenant;
  }

  /** Sends this token from now on; null for none. */
  void use(String newToken) {
    token = newToken;
  }

  HttpResponse<byte[]> login(String secret) throws Exception {
    String form = credentials(secret) + "&scope=https%3A%2F%2Fmanage.office.com%2F.default";
    return post(base + "/" + tenant.tenantId() + "/oauth2/v2.0/token", form);
  }

  HttpResponse<byte[]> loginV1(String secret) throws Exception {
    String form = credentials(secret) + "&resource=https%3A%2F%2Fmanage.office.com";
    return post(base + "/" + tenant.tenantId() + "/oauth2/token", form);
  }

  private String credentials(String secret) {
    return "grant_type=client_credentials&client_id="
        + tenant.clientId()
        + "&client_secret="
        + URLEncoder.encode(secret, StandardCharsets.UTF_8);
  }

  /** The address of an operation of the feed. */
  String feed(String operation) {
    return base + "/api/v1.0/" + tenant.tenantId() + "/activity/feed/" + operation;
  }

  HttpResponse<byte[]> post(String uri, String form) throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create(uri))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)));
  }

  HttpResponse<byte[]> get(String uri) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(uri)));
  }

  HttpResponse<byte[]> getCompressed(String uri) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(uri)).header("Accept-Encoding", "gzip"));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return HTTP.send(request.build(), BodyHandlers.ofByteArray());
  }

  static JsonNode json(HttpResponse<byte[]> response) throws IOException {
    return Json.mapper().readTree(response.body());
  }
}
