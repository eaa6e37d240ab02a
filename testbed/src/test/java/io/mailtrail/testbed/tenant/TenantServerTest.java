package io.mailtrail.testbed.tenant;

import static io.mailtrail.testbed.tenant.FeedClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.model.ContentType;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TenantServerTest {
  private static final TenantPlan PLAN = TenantPlan.of(9).withUsers(200).withDays(15);
  private static final SimulatedTenant TENANT = SimulatedTenant.of(PLAN);
  private static final String PUBLISHER = "PublisherIdentifier=" + PLAN.tenantId();

  private final VirtualClock clock = VirtualClock.standingAt(PLAN.anchor());
  private TenantServer server;
  private FeedClient client;

  @BeforeEach
  void start() throws Exception {
    server = TenantServer.start(TENANT, clock);
    client = new FeedClient(server.uri(), TENANT);
    client.use(json(client.login(PLAN.clientSecret())).get("access_token").textValue());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void givesATokenForTheRightSecretOnly() throws Exception {
    JsonNode granted = json(client.login(PLAN.clientSecret()));
    HttpResponse<byte[]> refused = client.login("wrong");

    assertThat(granted.get("token_type").textValue()).isEqualTo("Bearer");
    assertThat(granted.get("expires_in").intValue()).isEqualTo(3_599);
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(json(refused).get("error").textValue()).isEqualTo("invalid_client");
    assertThat(json(refused).at("/error_codes/0").intValue()).isEqualTo(7_000_215);
    assertThat(new String(refused.body(), StandardCharsets.UTF_8))
        .doesNotContain(PLAN.clientSecret());
  }

  @Test
  void theOlderTokenEndpointWritesNumbersAsText() throws Exception {
    JsonNode granted = json(client.loginV1(PLAN.clientSecret()));

    assertThat(granted.get("expires_in").textValue()).isEqualTo("3599");
    assertThat(granted.get("resource").textValue()).isEqualTo("https://manage.office.com");
    client.use(granted.get("access_token").textValue());
    assertThat(get(feed("subscriptions/list?" + PUBLISHER)).statusCode()).isEqualTo(200);
  }

  @Test
  void refusesWhoShowsNoTokenOrAnExpiredOne() throws Exception {
    HttpResponse<byte[]> good = get(feed("subscriptions/list"));
    server.expireTokens();
    HttpResponse<byte[]> expired = get(feed("subscriptions/list"));
    client.use(null);

    assertThat(good.statusCode()).isEqualTo(200);
    assertThat(expired.statusCode()).isEqualTo(401);
    assertThat(get(feed("subscriptions/list")).statusCode()).isEqualTo(401);
  }

  @Test
  void aTokenIsForItsTenantOnly() throws Exception {
    String other = "/api/v1.0/00000000-0000-4000-8000-000000000000/activity/feed/";

    assertError(get(server.uri() + other + "subscriptions/list"), "AF20010");
  }

  @Test
  void subscriptionsAreStartedListedAndStopped() throws Exception {
    JsonNode before = json(get(feed("subscriptions/list")));
    JsonNode started = json(subscription("start", ContentType.EXCHANGE));
    HttpResponse<byte[]> again = subscription("start", ContentType.EXCHANGE);
    JsonNode listed = json(get(feed("subscriptions/list")));
    HttpResponse<byte[]> stopped = subscription("stop", ContentType.EXCHANGE);

    assertThat(before).isEmpty();
    assertThat(started.get("status").textValue()).isEqualTo("enabled");
    assertThat(started.get("webhook").isNull()).isTrue();
    assertThat(again.statusCode()).isEqualTo(400);
    assertError(again, "AF20024");
    assertThat(listed.at("/0/contentType").textValue()).isEqualTo("Audit.Exchange");
    assertThat(stopped.statusCode()).isEqualTo(200);
    assertThat(stopped.body()).isEmpty();
    assertThat(json(get(feed("subscriptions/list"))).at("/0/status").textValue())
        .isEqualTo("disabled");
    assertError(client.post(feed("subscriptions/start?contentType=Audit.None"), ""), "AF20020");
    assertError(client.post(feed("subscriptions/start"), ""), "AF20001");
  }

  @Test
  void contentNeedsASubscription() throws Exception {
    assertError(get(feed("subscriptions/content?contentType=Audit.Exchange")), "AF20022");
    ContentBlob blob = TENANT.indispensableBlob();
    assertError(get(feed("audit/" + blob.contentId())), "AF20022");
  }

  @Test
  void aWindowIsWithinADayAndAWeek() throws Exception {
    subscription("start", ContentType.EXCHANGE);
    Instant now = PLAN.anchor();
    Instant dayAgo = now.minus(Duration.ofHours(24));
    Instant weekAgo = now.minus(Duration.ofDays(7));

    assertThat(window(dayAgo, now).statusCode()).isEqualTo(200);
    assertThat(window(weekAgo, weekAgo.plusSeconds(60)).statusCode()).isEqualTo(200);
    assertError(window(dayAgo.minusSeconds(1), now), "AF20030");
    assertError(window(weekAgo.minusSeconds(1), weekAgo.plusSeconds(60)), "AF20030");
    assertError(window(now, now), "AF20055");
    assertError(window(now, dayAgo), "AF20055");
    assertError(content("startTime=2026-03-11"), "AF20030");
    assertError(content("endTime=2026-03-11"), "AF20030");
    assertError(content("startTime=soon&endTime=later"), "AF20030");
    assertThat(content("startTime=2026-03-10T10:30&endTime=2026-03-11").statusCode())
        .isEqualTo(200);
  }

  @Test
  void pagesHoldEveryBlobOfTheWindowAndSomeTwice() throws Exception {
    boolean someTwice = false;
    boolean manyPages = false;
    for (ContentType type : ContentType.values()) {
      subscription("start", type);
      for (int day = 1; day <= 7; day++) {
        Instant start = PLAN.anchor().minus(Duration.ofDays(day));
        Instant end = start.plus(Duration.ofDays(1));
        List<JsonNode> entries = new ArrayList<>();
        int pages = list(type, start, end, entries);
        List<String> ids =
            entries.stream().map(entry -> entry.get("contentId").textValue()).toList();
        Set<String> distinct = new HashSet<>(ids);
        manyPages |= pages > 1;
        someTwice |= ids.size() > distinct.size();

        assertThat(distinct).isEqualTo(announced(type, start, end));
        assertThat(ids).isSorted();
        assertThat(entries).allSatisfy(entry -> assertEntry(entry, type, start, end));
      }
    }
    assertThat(manyPages).isTrue();
    assertThat(someTwice).isTrue();
  }

  private static Set<String> announced(ContentType type, Instant start, Instant end) {
    Set<String> ids = new HashSet<>();
    for (ContentBlob blob : TENANT.allBlobs()) {
      boolean inWindow = !blob.created().isBefore(start) && blob.created().isBefore(end);
      if (blob.contentType() == type && inWindow) {
        ids.add(blob.contentId());
      }
    }
    return ids;
  }

  private static void assertEntry(JsonNode entry, ContentType type, Instant start, Instant end) {
    Instant created = Instant.parse(entry.get("contentCreated").textValue());
    Instant expiration = Instant.parse(entry.get("contentExpiration").textValue());

    assertThat(entry.get("contentType").textValue()).isEqualTo(type.wireName());
    assertThat(created).isAfterOrEqualTo(start).isBefore(end);
    assertThat(expiration).isEqualTo(created.plus(Duration.ofDays(7)));
  }

  @Test
  void aPageTokenThatWasNotGivenIsRefused() throws Exception {
    subscription("start", ContentType.EXCHANGE);
    HttpResponse<byte[]> page = content("");
    String next = page.headers().firstValue("NextPageUri").orElseThrow();

    assertThat(next).contains("/api/v1/" + PLAN.tenantId() + "/").contains("startTime=");
    assertThat(get(next).statusCode()).isEqualTo(200);
    assertError(get(next + "x"), "AF20031");
    assertError(content("nextPage=2026031100R1"), "AF20031");
  }

  @Test
  void theFutureIsNotListedUntilItHasCome() throws Exception {
    subscription("start", ContentType.EXCHANGE);
    Instant end = PLAN.anchor().plus(Duration.ofHours(6));
    List<JsonNode> now = new ArrayList<>();
    list(ContentType.EXCHANGE, PLAN.anchor().minusSeconds(1), end, now);
    clock.advance(Duration.ofHours(6));
    List<JsonNode> later = new ArrayList<>();
    list(ContentType.EXCHANGE, PLAN.anchor().minusSeconds(1), end, later);

    assertThat(now).isEmpty();
    assertThat(later).hasSizeGreaterThan(3);
  }

  @Test
  void aBlobIsHandedOutForSevenDays() throws Exception {
    ContentBlob blob = TENANT.indispensableBlob();
    subscription("start", blob.contentType());
    String uri = feed("audit/" + blob.contentId() + "?" + PUBLISHER);

    assertThat(get(uri).body()).isEqualTo(blob.json());
    clock.advanceTo(blob.expiration().minusMillis(1));
    assertThat(get(uri).statusCode()).isEqualTo(200);
    clock.advanceTo(blob.expiration());
    assertError(get(uri), "AF20051");
    assertError(get(feed("audit/none")), "AF20050");
  }

  @Test
  void theAddressInAListingLeadsToTheBlob() throws Exception {
    subscription("start", ContentType.AZURE_ACTIVE_DIRECTORY);
    List<JsonNode> entries = new ArrayList<>();
    Instant start = PLAN.anchor().minus(Duration.ofHours(20));
    list(ContentType.AZURE_ACTIVE_DIRECTORY, start, PLAN.anchor(), entries);
    JsonNode entry = entries.get(0);
    HttpResponse<byte[]> plain = get(entry.get("contentUri").textValue());
    HttpResponse<byte[]> packed = client.getCompressed(entry.get("contentUri").textValue());

    assertThat(json(plain).isArray()).isTrue();
    assertThat(packed.headers().firstValue("Content-Encoding")).isEqualTo(Optional.of("gzip"));
    assertThat(packed.body().length).isLessThan(plain.body().length);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
      assertThat(in.readAllBytes()).isEqualTo(plain.body());
    }
  }

  @Test
  void requestsAreLoggedWithTheirPublisher() throws Exception {
    get(feed("subscriptions/list?" + PUBLISHER));
    get(server.uri() + "/nowhere");

    assertThat(server.requests()).isEqualTo(3);
    assertThat(server.served())
        .extracting(TenantServer.Served::status)
        .containsExactly(200, 200, 404);
    assertThat(server.served().get(1).publisher()).isEqualTo(PLAN.tenantId());
    assertThat(server.served().toString()).doesNotContain(PLAN.clientSecret());
  }

  /** Follows all pages; the number of them. */
  private int list(ContentType type, Instant start, Instant end, List<JsonNode> entries)
      throws Exception {
    String query = "subscriptions/content?contentType=" + type.wireName() + times(start, end);
    Optional<String> uri = Optional.of(feed(query));
    int pages = 0;
    while (uri.isPresent()) {
      HttpResponse<byte[]> page = get(uri.get());
      assertThat(page.statusCode()).isEqualTo(200);
      json(page).forEach(entries::add);
      uri = page.headers().firstValue("NextPageUri");
      pages++;
    }
    return pages;
  }

  private HttpResponse<byte[]> window(Instant start, Instant end) throws Exception {
    return content(times(start, end).substring(1));
  }

  private static String times(Instant start, Instant end) {
    return "&startTime=" + withoutZone(start) + "&endTime=" + withoutZone(end);
  }

  private static String withoutZone(Instant at) {
    return at.toString().replace("Z", "");
  }

  private HttpResponse<byte[]> content(String query) throws Exception {
    return get(feed("subscriptions/content?contentType=Audit.Exchange&" + query));
  }

  private HttpResponse<byte[]> subscription(String verb, ContentType type) throws Exception {
    String path = "subscriptions/" + verb + "?contentType=" + type.wireName() + "&" + PUBLISHER;
    return client.post(feed(path), "");
  }

  private String feed(String operation) {
    return client.feed(operation);
  }

  private HttpResponse<byte[]> get(String uri) throws Exception {
    return client.get(uri);
  }

  private static void assertError(HttpResponse<byte[]> response, String code) throws Exception {
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).at("/error/code").textValue()).isEqualTo(code);
    assertThat(json(response).at("/error/message").textValue()).isNotEmpty();
  }
}
