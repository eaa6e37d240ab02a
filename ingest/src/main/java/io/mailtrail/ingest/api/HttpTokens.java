package io.mailtrail.ingest.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.ingest.Credential;
import io.mailtrail.ingest.TenantConfig;
import io.mailtrail.ingest.api.Outcome.Answer;
import io.mailtrail.ingest.api.Outcome.Refusal;
import io.mailtrail.model.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Tokens from a login address without TLS, which MSAL refuses to talk to: for a simulated tenant on
 * the loopback interface and nothing else. Speaks the client credentials grant of the v2 endpoint.
 */
final class HttpTokens implements TokenProvider {
  private static final Duration MARGIN = Duration.ofSeconds(60);

  private final TenantConfig tenant;
  private final HttpClient client;
  private final CredentialFile file;
  private String token;
  private long goodUntilNanos;

  HttpTokens(TenantConfig tenant, HttpClient client) {
    this.tenant = tenant;
    this.client = client;
    this.file =
        tenant.credential() instanceof Credential.SecretFile secret
            ? new CredentialFile(Path.of(secret.path()))
            : null;
  }

  @Override
  public synchronized Outcome<String> token() throws InterruptedException {
    try {
      if (file != null && file.changed()) {
        token = null;
      }
    } catch (IOException e) {
      return stop("bad_credential_file", "the secret's file cannot be read");
    }
    if (token != null && System.nanoTime() - goodUntilNanos < 0) {
      return new Answer<>(token);
    }
    if (tenant.credential() instanceof Credential.Certificate) {
      return stop("bad_login_url", "a certificate is shown over TLS only");
    }
    try {
      HttpResponse<byte[]> response =
          client.send(request(), HttpResponse.BodyHandlers.ofByteArray());
      return response.statusCode() == 200 ? keep(response.body()) : refusal(response).toOutcome();
    } catch (IOException e) {
      return Refusal.of(Remedy.RETRY, "sign_in_failed", "signing in failed: " + e.getClass())
          .toOutcome();
    }
  }

  @Override
  public synchronized void reject(String bad) {
    if (bad.equals(token)) {
      token = null;
    }
  }

  private static Outcome<String> stop(String code, String message) {
    return Refusal.of(Remedy.STOP_TENANT, code, message).toOutcome();
  }

  private String secret() {
    return tenant.credential() instanceof Credential.Text text
        ? text.secret().reveal()
        : new String(file.contents(), UTF_8).strip();
  }

  private HttpRequest request() {
    String form =
        Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                tenant.clientId(),
                "client_secret",
                secret(),
                "scope",
                tenant.apiUrl() + "/.default")
            .entrySet()
            .stream()
            .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    return HttpRequest.newBuilder(
            URI.create(tenant.loginUrl() + "/" + tenant.id() + "/oauth2/v2.0/token"))
        .timeout(Duration.ofSeconds(30))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(form))
        .build();
  }

  private Outcome<String> keep(byte[] body) throws IOException {
    JsonNode answer = Json.mapper().readTree(body);
    String fresh = answer.path("access_token").asText();
    if (fresh.isEmpty()) {
      return Refusal.of(Remedy.RETRY, "sign_in_failed", "the answer holds no token").toOutcome();
    }
    // Some endpoints give the number as text; asLong reads both.
    Duration life = Duration.ofSeconds(answer.path("expires_in").asLong(300));
    Duration use = life.compareTo(MARGIN.multipliedBy(2)) > 0 ? life.minus(MARGIN) : life;
    token = fresh;
    goodUntilNanos = System.nanoTime() + use.toNanos();
    return new Answer<>(token);
  }

  private static Refusal refusal(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    return status >= 400 && status < 500 && status != 429
        ? Refusal.of(
            Remedy.STOP_TENANT, "sign_in_refused", "signing in was refused with status " + status)
        : Refusal.of(
            Remedy.RETRY, "sign_in_failed", "signing in was answered with status " + status);
  }
}
