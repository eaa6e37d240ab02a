package io.mailtrail.testbed.tenant;

import static io.mailtrail.testbed.tenant.FeedClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.model.ContentType;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each fault really happens, as its description says, and no more often in a row than it may. */
final class FaultTest {
  private static final Instant NOW = TenantPlan.DEFAULT_ANCHOR;
  private static final ScriptedTenant TENANT =
      ScriptedTenant.of(ScriptedPlan.of(11).withBlobs(60, 9).withPageSize(3));
  private static final ContentType TYPE = ContentType.EXCHANGE;

  private final VirtualClock clock = VirtualClock.standingAt(NOW);
  private TenantServer server;
  private FeedClient client;

  /** Signs in and subscribes while all is well, then lets the tenant have its faults. */
  private void serve(Faults faults) throws Exception {
    serve(faults, Quota.none());
  }

  private void serve(Faults faults, Quota quota) throws Exception {
    server = TenantServer.at(clock).tenant(TENANT, Faults.none(), quota).start();
    client = new FeedClient(server.uri(), TENANT);
    client.use(json(client.login(TENANT.clientSecret())).get("access_token").textValue());
    client.post(client.feed("subscriptions/start?contentType=" + TYPE.wireName()), "");
    server.faults(TENANT.tenantId(), faults.withMostInARow(2));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "THROTTLE_403, 403, false",
    "THROTTLE_403_RETRY_AFTER, 403, true",
    "THROTTLE_429, 429, false",
    "THROTTLE_429_RETRY_AFTER, 429, true"
  })
  void throttlesTwiceAndThenAnswers(Fault fault, int status, boolean retryAfter) throws Exception {
    serve(Faults.none().with(fault).withRetryAfter(Duration.ofSeconds(7)));
    HttpResponse<byte[]> first = list();

    assertThat(first.statusCode()).isEqualTo(status);
    assertThat(json(first).at("/error/code").textValue()).isEqualTo("AF429");
    assertThat(first.headers().firstValue("Retry-After").isPresent()).isEqualTo(retryAfter);
    assertThat(first.headers().firstValue("Retry-After").orElse("7")).isEqualTo("7");
    assertThat(list().statusCode()).isEqualTo(status);
    assertThat(list().statusCode()).isEqualTo(200);
    assertThat(server.happened(TENANT.tenantId())).isEqualTo(Map.of(fault, 2L));
    assertThat(server.served().get(2).faults()).containsExactly(fault);
    assertThat(server.beyondQuota()).isEmpty();
  }

  @Test
  void serverErrorsAreOfSeveralKinds() throws Exception {
    serve(Faults.none());
    server.faults(TENANT.tenantId(), Faults.none().with(Fault.SERVER_ERROR).withMostInARow(1_000));
    Set<Integer> statuses = new TreeSet<>();
    for (int i = 0; i < 40; i++) {
      statuses.add(list().statusCode());
    }

    assertThat(statuses).containsExactly(500, 502, 503, 504);
  }

  @Test
  void errorBodiesAreNotAlwaysJson() throws Exception {
    Faults throttled = Faults.none().with(Fault.THROTTLE_403);
    serve(throttled.with(Fault.ERROR_IN_SINGLE_QUOTES));
    HttpResponse<byte[]> quoted = list();
    server.faults(TENANT.tenantId(), throttled.with(Fault.ERROR_IN_HTML));
    HttpResponse<byte[]> page = list();
    server.faults(TENANT.tenantId(), throttled.withMostInARow(9).with(Fault.ERROR_EMPTY));
    HttpResponse<byte[]> empty = list();

    assertThat(text(quoted)).startsWith("{'error':{'code':'AF429'");
    assertThatThrownBy(() -> json(quoted)).isInstanceOf(JsonProcessingException.class);
    assertThat(text(page)).startsWith("<html>");
    assertThat(empty.statusCode()).isEqualTo(403);
    assertThat(empty.body()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"CUT_BY_LENGTH", "CUT_CHUNKED", "RESET_IN_BODY", "STALL"})
  void aTransferThatIsBrokenOffIsNoticedAndWorksInTheEnd(Fault fault) throws Exception {
    serve(Faults.none().with(fault).withStall(Duration.ofMillis(50)));
    String blob = blobUri(TENANT.blobs(TYPE, NOW.minus(Duration.ofDays(6)), NOW, NOW).get(3));

    assertThatThrownBy(() -> client.get(blob)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> client.get(blob)).isInstanceOf(IOException.class);
    assertThat(client.get(blob).statusCode()).isEqualTo(200);
    assertThat(server.happened(TENANT.tenantId())).isEqualTo(Map.of(fault, 2L));
  }

  @Test
  void aConnectionIsResetBeforeTheAnswer() throws Exception {
    serve(Faults.none().with(Fault.RESET));
    int failures = 0;
    // The JDK's client asks again by itself now and then.
    while (failures < 3) {
      try {
        assertThat(list().statusCode()).isEqualTo(200);
        break;
      } catch (IOException e) {
        failures++;
      }
    }

    assertThat(server.served().stream().skip(2).map(TenantServer.Served::status))
        .containsExactly(0, 0, 200);
  }

  @Test
  void aBodyDribblesAndIsWhole() throws Exception {
    serve(Faults.none().with(Fault.DRIBBLE).withPause(Duration.ofMillis(5)));
    ScriptedBlob blob = TENANT.blobs(TYPE, NOW.minus(Duration.ofDays(6)), NOW, NOW).get(3);
    long start = System.nanoTime();

    assertThat(client.get(blobUri(blob)).body()).isEqualTo(blob.json());
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(100));
  }

  @Test
  void aBodyIsCompressedThoughNobodyAsked() throws Exception {
    serve(Faults.none().with(Fault.GZIP_UNASKED));

    assertThat(list().headers().firstValue("Content-Encoding")).hasValue("gzip");
  }

  @Test
  void aTokenExpiresAfterSomeUse() throws Exception {
    serve(Faults.none().with(Fault.TOKEN_EXPIRES));
    int answers = 0;
    while (list().statusCode() == 200) {
      answers++;
    }

    assertThat(answers).isGreaterThanOrEqualTo(9);
    assertThat(list().statusCode()).isEqualTo(401);
    client.use(json(client.login(TENANT.clientSecret())).get("access_token").textValue());
    assertThat(list().statusCode()).isEqualTo(200);
  }

  @Test
  void signingInFailsForAWhileOrForGood() throws Exception {
    serve(Faults.none().with(Fault.SIGN_IN_FAILS));

    assertThat(client.login(TENANT.clientSecret()).statusCode()).isEqualTo(503);
    assertThat(client.login(TENANT.clientSecret()).statusCode()).isEqualTo(503);
    assertThat(client.login(TENANT.clientSecret()).statusCode()).isEqualTo(200);
    server.faults(TENANT.tenantId(), Faults.none().with(Fault.WRONG_SECRET));
    assertThat(json(client.login(TENANT.clientSecret())).get("error").textValue())
        .isEqualTo("invalid_client");
  }

  @Test
  void theNextPageRepeatsOrIsElsewhereOrDies() throws Exception {
    serve(Faults.none().with(Fault.PAGE_REPEATS));
    String repeated = next(list());
    assertThat(json(client.get(repeated))).isEqualTo(json(list()));
    String real = next(list());
    assertThat(json(client.get(real))).isNotEqualTo(json(list()));
    server.faults(TENANT.tenantId(), Faults.none().with(Fault.PAGE_DIES).withMostInARow(1));
    assertThat(text(client.get(real))).contains("AF20031");
    assertThat(client.get(real).statusCode()).isEqualTo(200);
    server.faults(TENANT.tenantId(), Faults.none().with(Fault.PAGE_OFF_ORIGIN).withMostInARow(50));
    Set<String> links = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      links.add(next(list()).replaceAll("\\d{4,}", "N").replaceAll("[?/]api.*", ""));
    }

    assertThat(links).hasSizeGreaterThan(5);
    assertThat(server.strays()).isEmpty();
  }

  @Test
  void whoFollowsALinkElsewhereIsWrittenDown() throws Exception {
    serve(Faults.none().with(Fault.BLOB_OFF_ORIGIN));
    List<String> followed = new ArrayList<>();
    int refused = 0;
    for (JsonNode entry : listAll()) {
      String link = entry.get("contentUri").textValue();
      try {
        client.get(link);
        followed.add(link);
      } catch (IOException | IllegalArgumentException e) {
        refused++;
      }
    }

    assertThat(followed).isNotEmpty();
    assertThat(refused).as("another scheme, or no address at all").isPositive();
    assertThat(server.strays()).hasSizeGreaterThanOrEqualTo(followed.size());
    assertThat(server.strays()).anyMatch(TenantServer.Stray::carriedToken);
    assertThat(server.truth(TENANT.tenantId()).obtainable()).isEmpty();
    assertThat(server.truth(TENANT.tenantId()).unobtainableBlobs().values())
        .containsOnly(Fate.OFF_ORIGIN);
  }

  @Test
  void aListingLeavesOutBlobsOnceAndListsOthersTwiceOrLateOrInAnyOrder() throws Exception {
    serve(Faults.none().with(Fault.WINDOW_IN_PART).withMostInARow(5));
    int inPart = listAll().size();
    List<String> whole = ids(listAll()).stream().distinct().toList();
    assertThat(inPart).isLessThan(whole.size());

    server.faults(TENANT.tenantId(), Faults.none().with(Fault.LISTED_TWICE));
    assertThat(ids(listAll())).hasSizeGreaterThanOrEqualTo(whole.size() * 2);

    server.faults(TENANT.tenantId(), Faults.none().with(Fault.OUT_OF_ORDER));
    assertThat(ids(listAll()).stream().distinct())
        .containsExactlyInAnyOrderElementsOf(whole)
        .isNotEqualTo(whole);

    server.faults(
        TENANT.tenantId(), Faults.none().with(Fault.LISTED_LATE).withMostLate(Duration.ofDays(2)));
    assertThat(ids(listAll())).isNotEmpty().hasSizeLessThan(whole.size());
    clock.advance(Duration.ofHours(60));
    assertThat(server.truth(TENANT.tenantId()).allListed()).isBefore(clock.instant());
  }

  @ParameterizedTest
  @CsvSource({"BLOB_EXPIRED, AF20051, EXPIRED", "BLOB_MISSING, AF20050, MISSING"})
  void aListedBlobCannotBeHad(Fault fault, String code, Fate fate) throws Exception {
    serve(Faults.none().with(fault, 0.4));
    FeedTruth truth = server.truth(TENANT.tenantId());

    assertThat(truth.unobtainableBlobs().values()).hasSizeBetween(60, 140).containsOnly(fate);
    for (ScriptedBlob blob : TENANT.blobs(TYPE, NOW.minus(Duration.ofDays(6)), NOW, NOW)) {
      boolean isLost = truth.unobtainableBlobs().containsKey(blob.contentId());
      assertThat(text(client.get(blobUri(blob))).contains(code)).isEqualTo(isLost);
    }
    assertThat(truth.obtainable()).doesNotContainAnyElementsOf(truth.unobtainable());
  }

  @Test
  void brokenTenantsSaySoInTheirOwnWays() throws Exception {
    serve(Faults.none().with(Fault.AUDITING_OFF));
    assertThat(text(list())).contains("Tenant " + TENANT.tenantId() + " does not exist");
    assertThat(server.truth(TENANT.tenantId()).unobtainableBlobs().values())
        .containsOnly(Fate.SHUT_OUT);
    server.faults(TENANT.tenantId(), Faults.none().with(Fault.NO_PERMISSION));
    assertThat(text(list())).contains("AF10001");
    server.faults(TENANT.tenantId(), Faults.none().with(Fault.SUBSCRIPTION_LOST));
    assertThat(text(list())).contains("AF20022");
    server.faults(TENANT.tenantId(), Faults.none().with(Fault.NEVER_STARTS));
    assertThat(start().statusCode()).isEqualTo(200);
    assertThat(text(list())).contains("AF20022");
    server.faults(TENANT.tenantId(), Faults.none());
    assertThat(start().statusCode()).isEqualTo(200);
    assertThat(list().statusCode()).isEqualTo(200);
    assertThat(server.truth(TENANT.tenantId()).unobtainable()).isEmpty();
  }

  @Test
  void subscriptionsMayBeEnabledAlready() throws Exception {
    serve(Faults.none().with(Fault.ALREADY_ENABLED));
    String path = "subscriptions/start?contentType=Audit.SharePoint";

    assertThat(text(client.post(client.feed(path), ""))).contains("AF20024");
  }

  @Test
  void anAdministratorDisablesEverythingHalfWay() throws Exception {
    serve(Faults.none().with(Fault.ALREADY_ENABLED).with(Fault.DISABLED_HALFWAY));
    List<String> had = new ArrayList<>();
    for (ScriptedBlob blob : TENANT.allBlobs()) {
      HttpResponse<byte[]> answer = client.get(blobUri(blob));
      if (answer.statusCode() == 200) {
        had.addAll(blob.recordIds());
      } else {
        assertThat(text(answer)).contains("AF20023");
      }
    }
    FeedTruth truth = server.truth(TENANT.tenantId());

    assertThat(truth.obtainable()).containsExactlyInAnyOrderElementsOf(Set.copyOf(had));
    assertThat(truth.unobtainableBlobs()).hasSize(120);
    assertThat(truth.unobtainable()).isNotEmpty();
  }

  @Test
  void theServicesClockIsOff() throws Exception {
    serve(Faults.none().with(Fault.CLOCK_SKEW).withSkew(Duration.ofMinutes(-9)));
    String date = list().headers().firstValue("Date").orElseThrow();

    assertThat(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
        .isEqualTo(NOW.minus(Duration.ofMinutes(9)));
  }

  @Test
  void requestsBeyondTheQuotaAreRefusedAndWrittenDown() throws Exception {
    serve(Faults.none(), new Quota(5, Duration.ofMinutes(10)));
    for (int i = 0; i < 4; i++) {
      assertThat(list().statusCode()).isEqualTo(200);
    }

    assertThat(server.beyondQuota()).isEmpty();
    assertThat(text(list())).contains("AF429");
    assertThat(server.beyondQuota()).hasSize(1);
    assertThat(server.beyondQuota().get(0).tenantId()).isEqualTo(TENANT.tenantId());
  }

  @Test
  void manyTenantsHaveTheirOwnFaultsAndSecrets() throws Exception {
    TenantServer.Builder many = TenantServer.at(clock);
    List<ScriptedTenant> tenants = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      ScriptedTenant tenant = ScriptedTenant.of(ScriptedPlan.of(100 + i).withBlobs(2, 3));
      tenants.add(tenant);
      many.tenant(tenant, i < 5 ? Faults.none().with(Fault.WRONG_SECRET) : Faults.none());
    }
    server = many.start();
    int good = 0;
    for (ScriptedTenant tenant : tenants) {
      FeedClient its = new FeedClient(server.uri(), tenant);
      good += its.login(tenant.clientSecret()).statusCode() == 200 ? 1 : 0;
      assertThat(its.login("another").statusCode()).isEqualTo(401);
    }

    assertThat(good).isEqualTo(45);
  }

  private HttpResponse<byte[]> start() throws Exception {
    return client.post(client.feed("subscriptions/start?contentType=" + TYPE.wireName()), "");
  }

  /** The first page of the last day. */
  private HttpResponse<byte[]> list() throws Exception {
    return client.get(client.feed("subscriptions/content?contentType=" + TYPE.wireName()));
  }

  private List<JsonNode> listAll() throws Exception {
    List<JsonNode> entries = new ArrayList<>();
    for (int day = 6; day > 0; day--) {
      Instant from = NOW.minus(Duration.ofDays(day));
      String times = "&startTime=" + from + "&endTime=" + from.plus(Duration.ofDays(1));
      String page = client.feed("subscriptions/content?contentType=" + TYPE.wireName() + times);
      while (page != null) {
        HttpResponse<byte[]> answer = client.get(page);
        json(answer).forEach(entries::add);
        page = next(answer);
      }
    }
    return entries;
  }

  private static List<String> ids(List<JsonNode> entries) {
    return entries.stream().map(entry -> entry.get("contentId").textValue()).toList();
  }

  private static String next(HttpResponse<byte[]> page) {
    return page.headers().firstValue("NextPageUri").orElse(null);
  }

  private String blobUri(FeedBlob blob) {
    return client.feed("audit/" + blob.contentId());
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }
}
