package io.mailtrail.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.cert.CertificateException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.Timeout;
import org.opensearch.client.opensearch.generic.Body;
import org.opensearch.client.opensearch.generic.OpenSearchGenericClient;
import org.opensearch.client.opensearch.generic.Request;
import org.opensearch.client.opensearch.generic.Requests;
import org.opensearch.client.opensearch.generic.Response;
import org.opensearch.client.transport.OpenSearchTransport;
import org.opensearch.client.transport.httpclient5.ApacheHttpClient5TransportBuilder;
import org.opensearch.client.transport.httpclient5.ResponseException;

/**
 * Requests to OpenSearch whose answers and failures are values. Asynchronous and thread-safe; a
 * reply comes on a thread of the HTTP client, which must not be blocked.
 */
final class OpenSearchHttp implements AutoCloseable {
  static final String JSON = "application/json";
  static final String NDJSON = "application/x-ndjson";

  private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(5);

  private final OpenSearchTransport transport;
  private final OpenSearchGenericClient client;
  private final long timeoutMillis;

  private OpenSearchHttp(OpenSearchTransport transport, long timeoutMillis) {
    this.transport = transport;
    this.client = new OpenSearchGenericClient(transport);
    this.timeoutMillis = timeoutMillis;
  }

  /** Opens a client; nothing is sent yet. */
  static OpenSearchHttp open(OpenSearchAccess access) {
    URI url = access.url();
    Timeout timeout = Timeout.of(access.requestTimeout());
    ApacheHttpClient5TransportBuilder builder =
        ApacheHttpClient5TransportBuilder.builder(
                new HttpHost(url.getScheme(), host(url), url.getPort()))
            .setRequestConfigCallback(
                request -> request.setResponseTimeout(timeout).setConnectionRequestTimeout(timeout))
            .setConnectionConfigCallback(
                connection ->
                    connection.setConnectTimeout(CONNECT_TIMEOUT).setSocketTimeout(timeout))
            .setHttpClientConfigCallback(
                http ->
                    // A redirect would carry the password to wherever it points.
                    http.disableRedirectHandling()
                        .setIOReactorConfig(IOReactorConfig.custom().setIoThreadCount(1).build()));
    path(url).ifPresent(builder::setPathPrefix);
    if (!access.user().isEmpty()) {
      builder.setDefaultHeaders(new Header[] {authorization(access)});
    }
    return new OpenSearchHttp(builder.build(), access.requestTimeout().toMillis());
  }

  /** Java keeps the brackets of an IPv6 address, the HTTP client wants it without. */
  private static String host(URI url) {
    return url.getHost().replaceAll("[\\[\\]]", "");
  }

  private static Optional<String> path(URI url) {
    String path = url.getRawPath();
    return path == null || path.isEmpty() || path.equals("/")
        ? Optional.empty()
        : Optional.of(path);
  }

  private static Header authorization(OpenSearchAccess access) {
    String pair = access.user() + ":" + access.password().reveal();
    return new BasicHeader(
        "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)), true);
  }

  CompletableFuture<Reply> get(String path) {
    return send(Requests.builder().method("GET").endpoint(path).build());
  }

  CompletableFuture<Reply> put(String path, byte[] json) {
    Requests.JsonBodyBuilder request = Requests.builder().method("PUT").endpoint(path);
    return send((json.length == 0 ? request : request.body(Body.from(json, JSON))).build());
  }

  /**
   * @param filter which parts of the answer to send ({@code filter_path})
   */
  CompletableFuture<Reply> post(String path, String filter, String contentType, byte[] body) {
    return send(
        Requests.builder()
            .method("POST")
            .endpoint(path)
            .query(Map.of("filter_path", filter))
            .body(Body.from(body, contentType))
            .build());
  }

  /** The reply; fails only for what is not the network's fault, with a {@link SinkException}. */
  private CompletableFuture<Reply> send(Request request) {
    return client
        .executeAsync(request)
        // The client's own timeouts are about silence; this one ends an answer that trickles.
        .orTimeout(2 * timeoutMillis, TimeUnit.MILLISECONDS)
        .handle((response, failure) -> failure == null ? read(response) : classify(failure));
  }

  private static Reply read(Response response) {
    try (response) {
      Optional<Body> body = response.getBody();
      return new Reply.Answered(
          response.getStatus(), body.isEmpty() ? new byte[0] : body.get().bodyAsBytes());
    } catch (IOException e) {
      return new Reply.Unreachable(e.toString());
    }
  }

  /**
   * The client turns some statuses into exceptions, and keeps the body of the answer nowhere but in
   * the message, behind the first line.
   */
  private static byte[] body(ResponseException refused) {
    String message = refused.getMessage();
    int line = message == null ? -1 : message.indexOf('\n');
    return line < 0 ? new byte[0] : message.substring(line + 1).getBytes(UTF_8);
  }

  private static Reply classify(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        throw new SinkException("the certificate of OpenSearch is not trusted: " + cause, failure);
      }
      if (cause instanceof ResponseException refused) {
        return new Reply.Answered(refused.status(), body(refused));
      }
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException
          || cause instanceof UncheckedIOException
          || cause instanceof HttpException
          || cause instanceof TimeoutException
          || cause instanceof CancellationException) {
        return new Reply.Unreachable(cause.toString());
      }
    }
    throw new SinkException("the HTTP client failed: " + failure, failure);
  }

  @Override
  public void close() throws IOException {
    transport.close();
  }
}
