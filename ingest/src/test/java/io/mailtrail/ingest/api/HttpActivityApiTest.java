package io.mailtrail.ingest.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailtrail.ingest.TenantConfig;
import io.mailtrail.ingest.api.ActivityApi.BlobBody;
import io.mailtrail.ingest.api.ActivityApi.ListingPage;
import io.mailtrail.ingest.api.Outcome.Answer;
import io.mailtrail.ingest.api.Outcome.Refusal;
import io.mailtrail.ingest.api.Outcome.Refused;
import io.mailtrail.model.ContentType;
import io.mailtrail.model.config.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpActivityApiTest {
  private static final String ID = "11111111-2222-3333-4444-555555555555";
  private static final String PUBLISHER = "99999999-2222-3333-4444-555555555555";
  private static final Instant START = Instant.parse("2026-03-10T15:00:00Z");
  private static final String THROTTLED =
      "{'error':{'code':'AF429','message':'Too many requests. Method=GetBlob'}}";

  private final CountedPermits permits = new CountedPermits();
  private ScriptedServer server;
  private ActivityApi api;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedServer();
    api = api(Duration.ofSeconds(5));
  }

  @AfterEach
  void stop() {
    api.close();
    server.close();
  }

  private static final class CountedPermits implements Permits {
    final AtomicInteger taken = new AtomicInteger();
    final List<Duration> throttled = new CopyOnWriteArrayList<>();

    @Override
    public void acquire() {
      taken.incrementAndGet();
    }

    @Override
    public void throttled(Duration retryAfter) {
      throttled.add(retryAfter);
    }
  }

  private ActivityApi api(Duration patience) {
    TenantConfig tenant =
        new TenantConfig(
            "t",
            ID,
            ID,
            new Secret("s"),
            server.uri(),
            server.uri(),
            PUBLISHER,
            List.of(ContentType.EXCHANGE));
    Retries quick = new Retries(2, Duration.ofMillis(1), Duration.ofMillis(50));
    return ActivityApis.http(quick, patience).connect(tenant, Clock.systemUTC(), permits);
  }

  @Test
  void asksForAWindowAndNamesThePublisherOnEveryCall() throws Exception {
    server
        .then(200, "[]", Map.of("NextPageUri", server.uri() + "/next?nextPage=2"))
        .then(200, "[]")
        .then(200, "[]")
        .then(200, "[]")
        .then(200, "{}");
    ListingPage page = answer(api.list(ContentType.EXCHANGE, START, START.plusSeconds(60)));
    answer(api.nextPage(page.next().orElseThrow()));
    answer(api.open(URI.create(server.uri() + "/blob/1"), () -> {})).close();
    answer(api.enabledSubscriptions());
    answer(api.startSubscription(ContentType.EXCHANGE));
    assertThat(server.requests.get(0))
        .contains("/api/v1.0/" + ID + "/activity/feed/subscriptions/content")
        .contains("contentType=Audit.Exchange")
        .contains("startTime=2026-03-10T15:00:00&endTime=2026-03-10T15:01:00");
    assertThat(server.requests.get(1)).contains("/next?nextPage=2");
    assertThat(server.requests)
        .hasSize(5)
        .allMatch(request -> request.contains("PublisherIdentifier=" + PUBLISHER));
  }

  @Test
  void readsWhatAListingSays() throws Exception {
    server.then(
        200,
        "[{\"contentId\":\"a\",\"contentUri\":\"https://x/a\","
            + "\"contentCreated\":\"2026-03-10T15:00:01.500Z\","
            + "\"contentExpiration\":\"2026-03-17T15:00:01.500Z\"},"
            + "{\"contentId\":\"b\",\"contentUri\":\"https://x/b\","
            + "\"contentCreated\":\"2026-03-10T15:00:02\"}]");
    ListingPage page = answer(api.list(ContentType.EXCHANGE, START, START.plusSeconds(60)));
    assertThat(page.next()).isEmpty();
    assertThat(page.blobs()).extracting(ActivityApi.Listed::contentId).containsExactly("a", "b");
    assertThat(page.blobs().get(1).expiration()).isEqualTo("2026-03-17T15:00:02Z");
  }

  @Test
  void whatIsNoListingIsAskedForAgain() throws Exception {
    server.then(200, "{}").then(200, "[").then(200, "[]");
    assertThat(answer(api.list(ContentType.EXCHANGE, START, START.plusSeconds(60))).blobs())
        .isEmpty();
    assertThat(server.requests).hasSize(3);
  }

  @Test
  void throttlingAsForbiddenIsWaitedOut() throws Exception {
    server.then(403, THROTTLED, Map.of("Retry-After", "0")).then(403, THROTTLED).then(200, "[]");
    answer(api.enabledSubscriptions());
    assertThat(server.requests).hasSize(3);
    assertThat(permits.throttled).containsExactly(Duration.ZERO, Duration.ZERO);
  }

  @Test
  void everyRequestTakesAPermitAndSigningInTakesNone() throws Exception {
    server.then(401, "").then(500, "").then(200, "[]");
    answer(api.enabledSubscriptions());
    assertThat(permits.taken).hasValue(3);
    server.tokenStatuses.add(401);
    assertThat(refusal(api(Duration.ofSeconds(5)).enabledSubscriptions()).remedy())
        .isEqualTo(Remedy.STOP_TENANT);
    assertThat(permits.taken).hasValue(3);
  }

  @Test
  void theNextPageIsFoundUnderEitherName() throws Exception {
    URI next = URI.create(server.uri() + "/next?nextPage=2");
    server.then(200, "[]", Map.of("NEXTPAGEURL", next.toString()));
    assertThat(answer(api.list(ContentType.EXCHANGE, START, START.plusSeconds(60))).next())
        .contains(next);
  }

  @Test
  void aLongRetryAfterIsLeftToTheCaller() throws Exception {
    server.then(429, THROTTLED, Map.of("Retry-After", "120"));
    Refusal refusal = refusal(api.enabledSubscriptions());
    assertThat(refusal.retryAfter()).isEqualTo(Optional.of(Duration.ofMinutes(2)));
    assertThat(server.requests).hasSize(1);
  }

  @Test
  void givesUpAfterItsRetries() throws Exception {
    server.then(500, "").then(502, "").then(503, "").then(200, "[]");
    assertThat(refusal(api.enabledSubscriptions()).code()).isEqualTo("http_503");
    assertThat(server.requests).hasSize(3);
  }

  @Test
  void signsInAgainOnceWhenTheTokenIsNoLongerTaken() throws Exception {
    server.then(401, "").then(200, "[]");
    answer(api.enabledSubscriptions());
    assertThat(server.authorizations).containsExactly("Bearer token1", "Bearer token2");
    for (int i = 0; i < 6; i++) {
      server.then(401, "");
    }
    assertThat(refusal(api.enabledSubscriptions()).remedy()).isEqualTo(Remedy.STOP_TENANT);
  }

  @Test
  void aWrongSecretStopsTheTenantWithoutAskingTheApi() throws Exception {
    server.tokenStatuses.add(401);
    assertThat(refusal(api.enabledSubscriptions()).remedy()).isEqualTo(Remedy.STOP_TENANT);
    assertThat(server.requests).isEmpty();
  }

  @Test
  void anEnabledSubscriptionIsAsWished() throws Exception {
    server.then(400, "{\"error\":{\"code\":\"AF20024\",\"message\":\"already enabled\"}}");
    assertThat(answer(api.startSubscription(ContentType.EXCHANGE))).isFalse();
  }

  @Test
  void aSubscriptionWithoutStatusIsNotTakenForEnabled() throws Exception {
    server.then(
        200,
        "[{\"contentType\":\"Audit.Exchange\",\"webhook\":null},"
            + "{\"contentType\":\"Audit.General\",\"status\":\"enabled\"}]");
    assertThat(answer(api.enabledSubscriptions())).containsExactly("Audit.General");
  }

  @Test
  void linksThatLeadAwayAreNeverFollowed() throws Exception {
    try (ScriptedServer foreign = new ScriptedServer()) {
      server.then(200, "[]", Map.of("NextPageUri", foreign.uri() + "/next"));
      assertThat(refusal(api.list(ContentType.EXCHANGE, START, START.plusSeconds(9))).remedy())
          .isEqualTo(Remedy.RESTART_LISTING);
      assertThat(refusal(api.nextPage(URI.create(foreign.uri() + "/next"))).remedy())
          .isEqualTo(Remedy.RESTART_LISTING);
      String at = server.uri().toString().replace("http://", "http://user@");
      for (String link :
          List.of(foreign.uri() + "/b", "file:///etc/passwd", "/relative", at + "/b")) {
        assertThat(refusal(api.open(URI.create(link), () -> {})).remedy())
            .isEqualTo(Remedy.SKIP_FOREIGN);
      }
      assertThat(foreign.requests).isEmpty();
    }
  }

  @Test
  void redirectsAreNotFollowed() throws Exception {
    try (ScriptedServer foreign = new ScriptedServer()) {
      for (int i = 0; i < 3; i++) {
        server.then(302, "", Map.of("Location", foreign.uri() + "/b"));
      }
      assertThat(refusal(api.open(URI.create(server.uri() + "/b"), () -> {})).code())
          .isEqualTo("http_302");
      assertThat(foreign.requests).isEmpty();
    }
  }

  @Test
  void aCompressedBodyIsUnpacked() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("[1,2]".getBytes(UTF_8));
    }
    server.then(
        exchange -> {
          exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          exchange.sendResponseHeaders(200, packed.size());
          exchange.getResponseBody().write(packed.toByteArray());
        });
    try (BlobBody body = answer(api.open(URI.create(server.uri() + "/b"), () -> {}))) {
      assertThat(new String(body.stream().readAllBytes(), UTF_8)).isEqualTo("[1,2]");
    }
  }

  @Test
  void aBodyCutShortIsAnErrorAndNotAnEnd() throws Exception {
    server.then(
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write("[{".getBytes(UTF_8));
          exchange.getResponseBody().flush();
        });
    try (BlobBody body = answer(api.open(URI.create(server.uri() + "/b"), () -> {}))) {
      assertThatThrownBy(() -> body.stream().readAllBytes()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aBodyThatStandsStillIsGivenUp() throws Exception {
    ActivityApi impatient = api(Duration.ofMillis(300));
    java.util.concurrent.CountDownLatch read = new java.util.concurrent.CountDownLatch(1);
    server.then(
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write("[{".getBytes(UTF_8));
          exchange.getResponseBody().flush();
          try {
            read.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    try (BlobBody body = answer(impatient.open(URI.create(server.uri() + "/b"), () -> {}))) {
      assertThatThrownBy(() -> body.stream().readAllBytes())
          .isInstanceOf(java.net.http.HttpTimeoutException.class);
    } finally {
      read.countDown();
    }
  }

  @Test
  void aBodyThatDribblesIsGivenUp() throws Exception {
    ActivityApi impatient = api(Duration.ofMillis(400));
    java.util.concurrent.CountDownLatch given = new java.util.concurrent.CountDownLatch(1);
    server.then(
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000_000);
          try {
            // Never still for long, and never done.
            while (!given.await(50, java.util.concurrent.TimeUnit.MILLISECONDS)) {
              exchange.getResponseBody().write(' ');
              exchange.getResponseBody().flush();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    try (BlobBody body = answer(impatient.open(URI.create(server.uri() + "/b"), () -> {}))) {
      assertThatThrownBy(() -> body.stream().readAllBytes())
          .isInstanceOf(java.net.http.HttpTimeoutException.class)
          .hasMessageContaining("slowly");
    } finally {
      given.countDown();
    }
  }

  @Test
  void aBodyThatOnlyClaimsToBeCompressedIsClosed() {
    boolean[] closed = new boolean[1];
    java.io.InputStream body =
        new java.io.ByteArrayInputStream("[]".getBytes(UTF_8)) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    assertThatThrownBy(() -> HttpActivityApi.inflated(body)).isInstanceOf(IOException.class);
    assertThat(closed[0]).isTrue();
  }

  @Test
  void everyRequestForABlobIsCounted() throws Exception {
    server.then(503, "").then(503, "").then(200, "[]");
    int[] requests = new int[1];
    answer(api.open(URI.create(server.uri() + "/b"), () -> requests[0]++)).close();
    assertThat(requests[0]).isEqualTo(3);
  }

  @Test
  void oneEntryThatCannotBeReadCostsNoOther() throws Exception {
    server.then(
        200,
        "[{\"contentId\":\"a\",\"contentUri\":\"u\",\"contentCreated\":\"2026-03-11T15:00:00Z\"},"
            + "{\"contentId\":\"b\",\"contentUri\":\"u\",\"contentCreated\":\"noon\"},"
            + "{\"contentId\":\"c\",\"contentCreated\":\"2026-03-11T15:00:00Z\"},7]");
    ActivityApi.ListingPage page =
        answer(
            api.list(
                ContentType.EXCHANGE,
                Instant.parse("2026-03-11T15:00:00Z"),
                Instant.parse("2026-03-11T16:00:00Z")));
    assertThat(page.blobs()).extracting(ActivityApi.Listed::contentId).containsExactly("a");
    assertThat(page.unreadable())
        .extracting(ActivityApi.Unreadable::contentId)
        .containsExactly("b", "c", "");
  }

  private static <T> T answer(Outcome<T> outcome) {
    assertThat(outcome).isInstanceOf(Answer.class);
    return ((Answer<T>) outcome).value();
  }

  private static <T> Refusal refusal(Outcome<T> outcome) {
    assertThat(outcome).isInstanceOf(Refused.class);
    return ((Refused<T>) outcome).refusal();
  }
}
