package io.mailtrail.ingest.api;

import io.mailtrail.ingest.TenantConfig;
import io.mailtrail.ingest.api.Outcome.Answer;
import io.mailtrail.ingest.api.Outcome.Refusal;
import io.mailtrail.ingest.api.Outcome.Refused;
import io.mailtrail.model.ContentType;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The API over HTTP. Signs in, names the publisher on every call, never follows a redirect or a
 * foreign link, asks for leave before every request, and repeats what may succeed later.
 */
public final class HttpActivityApi implements ActivityApi {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final int MAX_ERROR_BYTES = 64 * 1024;

  private final TenantConfig tenant;
  private final TokenProvider tokens;
  private final HttpClient client;
  private final Clock clock;
  private final Permits permits;
  private final Retries retries;
  private final Duration patience;

  /**
   * @param clock for dates in {@code Retry-After}
   * @param permits asked before every request
   * @param patience how long an answer, and each further part of a body, may take
   */
  HttpActivityApi(
      TenantConfig tenant,
      TokenProvider tokens,
      HttpClient client,
      Clock clock,
      Permits permits,
      Retries retries,
      Duration patience) {
    this.tenant = tenant;
    this.tokens = tokens;
    this.client = client;
    this.clock = clock;
    this.permits = permits;
    this.retries = retries;
    this.patience = patience;
  }

  @Override
  public Outcome<Boolean> startSubscription(ContentType type) throws InterruptedException {
    URI uri = feed("/subscriptions/start?contentType=" + type.wireName());
    Outcome<Boolean> outcome =
        call(
            uri,
            HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.noBody()),
            response -> true);
    return outcome instanceof Refused<Boolean> refused
            && refused.refusal().remedy() == Remedy.ALREADY_ENABLED
        ? new Answer<>(false)
        : outcome;
  }

  @Override
  public Outcome<List<String>> enabledSubscriptions() throws InterruptedException {
    return call(feed("/subscriptions/list"), get(), closing(Listings::enabled));
  }

  @Override
  public Outcome<ListingPage> list(ContentType type, Instant start, Instant end)
      throws InterruptedException {
    return page(
        feed(
            "/subscriptions/content?contentType="
                + type.wireName()
                + "&startTime="
                + SECONDS.format(start)
                + "&endTime="
                + SECONDS.format(end)));
  }

  @Override
  public Outcome<ListingPage> nextPage(URI next) throws InterruptedException {
    Optional<URI> own = Links.sameOrigin(tenant.apiUrl(), next.toString());
    return own.isPresent() ? page(own.get()) : foreignPage();
  }

  @Override
  public Outcome<BlobBody> open(URI contentUri, Runnable asking) throws InterruptedException {
    Optional<URI> own = Links.sameOrigin(tenant.apiUrl(), contentUri.toString());
    if (own.isEmpty()) {
      return Refusal.of(
              Remedy.SKIP_FOREIGN, "foreign_link", "the content's link leads away from the API")
          .toOutcome();
    }
    return call(own.get(), get(), asking, response -> new BlobBody(body(response)));
  }

  @Override
  public void close() {
    // The HTTP client of Java 17 ends with its last reference; calls end with their thread.
  }

  private Outcome<ListingPage> page(URI uri) throws InterruptedException {
    Outcome<Page> outcome =
        call(
            uri,
            get(),
            response -> {
              try (InputStream body = body(response)) {
                return new Page(Listings.entries(body), next(response));
              }
            });
    if (outcome instanceof Refused<Page> refused) {
      return refused.refusal().toOutcome();
    }
    Page page = ((Answer<Page>) outcome).value();
    if (page.next().isEmpty() || page.next().get().isBlank()) {
      return new Answer<>(page.leadingTo(Optional.empty()));
    }
    Optional<URI> next = Links.sameOrigin(tenant.apiUrl(), page.next().get().strip());
    return next.isPresent() ? new Answer<>(page.leadingTo(next)) : foreignPage();
  }

  /** The reference calls the header NextPageUri, the troubleshooting page NextPageUrl. */
  private static Optional<String> next(HttpResponse<InputStream> response) {
    return response
        .headers()
        .firstValue("NextPageUri")
        .or(() -> response.headers().firstValue("NextPageUrl"));
  }

  private record Page(Listings.Entries entries, Optional<String> next) {
    ListingPage leadingTo(Optional<URI> uri) {
      return new ListingPage(entries.blobs(), entries.unreadable(), uri);
    }
  }

  private static Outcome<ListingPage> foreignPage() {
    return Refusal.of(
            Remedy.RESTART_LISTING, "foreign_link", "the next page's link leads away from the API")
        .toOutcome();
  }

  private URI feed(String rest) {
    return URI.create(tenant.apiUrl() + "/api/v1.0/" + tenant.id() + "/activity/feed" + rest);
  }

  private static HttpRequest.Builder get() {
    return HttpRequest.newBuilder().GET();
  }

  /** Reads an answer; an {@link IOException} means that the transfer was cut. */
  private interface Reading<T> {
    T read(HttpResponse<InputStream> response) throws IOException;
  }

  private interface BodyReading<T> {
    T read(InputStream body) throws IOException;
  }

  private static <T> Reading<T> closing(BodyReading<T> reading) {
    return response -> {
      try (InputStream body = body(response)) {
        return reading.read(body);
      }
    };
  }

  private <T> Outcome<T> call(URI uri, HttpRequest.Builder request, Reading<T> reading)
      throws InterruptedException {
    return call(uri, request, () -> {}, reading);
  }

  private <T> Outcome<T> call(
      URI uri, HttpRequest.Builder request, Runnable asking, Reading<T> reading)
      throws InterruptedException {
    URI whole = Links.withParameter(uri, "PublisherIdentifier", tenant.publisherId());
    request.uri(whole).timeout(patience).header("Accept", "application/json");
    Outcome<T> outcome =
        retries.run(
            () -> {
              Outcome<T> first = once(request, asking, reading);
              // A token that has ended needs no wait, only another one.
              return isStale(first) ? once(request, asking, reading) : first;
            });
    return isStale(outcome)
        ? Refusal.of(
                Remedy.STOP_TENANT,
                ((Refused<T>) outcome).refusal().code(),
                "one fresh token after the other is not accepted")
            .toOutcome()
        : outcome;
  }

  private static boolean isStale(Outcome<?> outcome) {
    return outcome instanceof Refused<?> refused
        && refused.refusal().remedy() == Remedy.SIGN_IN_AGAIN;
  }

  private <T> Outcome<T> once(HttpRequest.Builder request, Runnable asking, Reading<T> reading)
      throws InterruptedException {
    Outcome<String> token = tokens.token();
    if (token instanceof Refused<String> refused) {
      return refused.refusal().toOutcome();
    }
    String bearer = ((Answer<String>) token).value();
    request.setHeader("Authorization", "Bearer " + bearer);
    permits.acquire();
    asking.run();
    try {
      HttpResponse<InputStream> response =
          client.send(request.build(), info -> new StreamedBody(patience));
      if (response.statusCode() == 200) {
        return new Answer<>(reading.read(response));
      }
      Refusal refusal = refusal(response);
      if (refusal.remedy() == Remedy.SIGN_IN_AGAIN) {
        tokens.reject(bearer);
      } else if (refusal.code().equals(ErrorTable.THROTTLED) || response.statusCode() == 429) {
        permits.throttled(refusal.retryAfter().orElse(Duration.ZERO));
      }
      return refusal.toOutcome();
    } catch (InterruptedIOException e) {
      Thread.interrupted();
      throw new InterruptedException(e.getMessage());
    } catch (IOException e) {
      return Refusal.of(
              Remedy.RETRY, "transport", "the transfer failed: " + e.getClass().getSimpleName())
          .toOutcome();
    }
  }

  private Refusal refusal(HttpResponse<InputStream> response) throws IOException {
    try (InputStream body = body(response)) {
      return ErrorTable.classify(
          response.statusCode(),
          body.readNBytes(MAX_ERROR_BYTES),
          response.headers().firstValue("Retry-After").orElse(null),
          clock.instant());
    }
  }

  /** It reads the header at once, and a body that has none is nobody's to close but ours. */
  static InputStream inflated(InputStream body) throws IOException {
    try {
      return new GZIPInputStream(body, 64 * 1024);
    } catch (IOException e) {
      body.close();
      throw e;
    }
  }

  private static InputStream body(HttpResponse<InputStream> response) throws IOException {
    boolean gzip =
        response
            .headers()
            .firstValue("Content-Encoding")
            .filter("gzip"::equalsIgnoreCase)
            .isPresent();
    return gzip ? inflated(response.body()) : response.body();
  }
}
