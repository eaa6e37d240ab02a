package io.mailtrail.testbed.tenant;

import io.mailtrail.testbed.tenant.Mischief.Turn;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Entra's token endpoint, for one application that shows its secret (the client credentials grant),
 * in both versions. Tokens live by the real clock, as the client counts. Thread-safe.
 */
final class TokenEndpoint {
  private static final Duration LIFE = Duration.ofSeconds(3_599);
  private static final String DEFAULT_RESOURCE = "https://manage.office.com";

  /**
   * So often a token is good before it may expire. One that expired at once would look like a
   * tenant whose tokens are never good.
   */
  private static final int GOOD_FOR = 10;

  private final FeedTenant tenant;
  private final Mischief mischief;
  private final InstantSource realTime;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Given> given = new ConcurrentHashMap<>();

  private record Given(Instant expiration, AtomicInteger uses) {}

  TokenEndpoint(FeedTenant tenant, Mischief mischief, InstantSource realTime) {
    this.tenant = tenant;
    this.mischief = mischief;
    this.realTime = realTime;
  }

  /**
   * @param v2 the endpoint that takes a scope and gives numbers; the other takes a resource and
   *     gives numbers as text
   */
  Reply token(Request request, boolean v2, Turn turn) {
    if (turn.spoils(Fault.SIGN_IN_FAILS)) {
      return error(503, "temporarily_unavailable", 90033, "A transient error has occurred.");
    }
    Map<String, String> form = request.form();
    if (!"client_credentials".equals(form.get("grant_type"))) {
      return error(
          400, "unsupported_grant_type", 70003, "The grant type must be client_credentials.");
    }
    if (!tenant.clientId().equalsIgnoreCase(form.get("client_id"))) {
      return error(
          400, "unauthorized_client", 700016, "The application was not found in the directory.");
    }
    if (mischief.has(Fault.WRONG_SECRET)) {
      turn.strike(Fault.WRONG_SECRET);
      return wrongSecret();
    }
    if (!tenant.clientSecret().equals(form.get("client_secret"))) {
      return wrongSecret();
    }
    if (v2 && !form.getOrDefault("scope", "").endsWith("/.default")) {
      return error(400, "invalid_scope", 1002012, "The scope must end in /.default.");
    }
    return v2 ? grantV2() : grantV1(form.getOrDefault("resource", DEFAULT_RESOURCE));
  }

  private static Reply wrongSecret() {
    return error(401, "invalid_client", 7000215, "Invalid client secret provided.");
  }

  /** Whether this token was given here and has not expired. */
  boolean isValid(String token) {
    Given known = token == null ? null : given.get(token);
    return known != null && realTime.instant().isBefore(known.expiration());
  }

  /** Takes a valid token for a request; false where it expires at this very moment. */
  boolean accepts(String token, Turn turn) {
    Given known = given.get(token);
    if (known == null) {
      return false;
    }
    if (known.uses().getAndIncrement() >= GOOD_FOR && turn.spoils(Fault.TOKEN_EXPIRES)) {
      given.remove(token);
      return false;
    }
    return true;
  }

  /** Makes every token given so far worthless. */
  void expireAll() {
    given.clear();
  }

  private Reply grantV2() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("token_type", "Bearer");
    body.put("expires_in", LIFE.toSeconds());
    body.put("ext_expires_in", LIFE.toSeconds());
    body.put("access_token", newToken());
    return Reply.json(200, body).with("Cache-Control", "no-store, no-cache");
  }

  private Reply grantV1(String resource) {
    Instant now = realTime.instant();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("token_type", "Bearer");
    body.put("expires_in", Long.toString(LIFE.toSeconds()));
    body.put("ext_expires_in", Long.toString(LIFE.toSeconds()));
    body.put("expires_on", Long.toString(now.plus(LIFE).getEpochSecond()));
    body.put("not_before", Long.toString(now.getEpochSecond()));
    body.put("resource", resource);
    body.put("access_token", newToken());
    return Reply.json(200, body).with("Cache-Control", "no-store, no-cache");
  }

  private String newToken() {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    String token = "sim." + HexFormat.of().formatHex(bytes);
    Instant now = realTime.instant();
    given.values().removeIf(known -> !now.isBefore(known.expiration()));
    given.put(token, new Given(now.plus(LIFE), new AtomicInteger()));
    return token;
  }

  /** Where the path names a tenant that is not there. */
  static Reply noSuchTenant(String named) {
    return error(400, "invalid_request", 90002, "Tenant '" + named + "' not found.");
  }

  private static Reply error(int status, String error, int number, String message) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", error);
    body.put("error_description", "AADSTS" + number + ": " + message);
    body.put("error_codes", List.of(number));
    body.put("timestamp", Instant.now().toString());
    body.put("trace_id", UUID.randomUUID().toString());
    body.put("correlation_id", UUID.randomUUID().toString());
    return Reply.json(status, body);
  }
}
