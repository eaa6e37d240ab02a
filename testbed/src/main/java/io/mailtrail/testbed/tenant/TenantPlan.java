package io.mailtrail.testbed.tenant;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;

/**
 * What a simulated tenant is made from. Two plans that are equal give the same tenant, byte for
 * byte.
 *
 * @param seed everything that is left to chance follows from it
 * @param anchor where history ends: "now" when the tenant is first polled; whole seconds
 * @param users people in the company, from 60 to 5,000
 * @param days of history before the anchor, from 15 to 90
 * @param domain of the mail addresses, in lower case
 * @param live whether life goes on after the anchor; else the anchor is the end of it
 */
public record TenantPlan(
    long seed, Instant anchor, int users, int days, String domain, boolean live) {

  /** A Wednesday afternoon in the past; what the demo and the tests stand on. */
  public static final Instant DEFAULT_ANCHOR = Instant.parse("2026-03-11T15:00:00Z");

  public TenantPlan {
    Objects.requireNonNull(domain, "domain");
    anchor = anchor.truncatedTo(ChronoUnit.SECONDS);
    require(users >= 60 && users <= 5_000, "users must be from 60 to 5000, not " + users);
    // Seven days to learn everybody's places, six of stories, and some in between.
    require(days >= 15 && days <= 90, "days must be from 15 to 90, not " + days);
    require(
        domain.equals(domain.toLowerCase(Locale.ROOT)) && domain.indexOf('.') > 0,
        "domain must be in lower case and have a dot: " + domain);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Three hundred people, thirty days, and an end at the default anchor. */
  public static TenantPlan of(long seed) {
    return new TenantPlan(seed, DEFAULT_ANCHOR, 300, 30, "northfell.example", false);
  }

  public TenantPlan withAnchor(Instant newAnchor) {
    return new TenantPlan(seed, newAnchor, users, days, domain, live);
  }

  public TenantPlan withUsers(int newUsers) {
    return new TenantPlan(seed, anchor, newUsers, days, domain, live);
  }

  public TenantPlan withDays(int newDays) {
    return new TenantPlan(seed, anchor, users, newDays, domain, live);
  }

  public TenantPlan withLive(boolean newLive) {
    return new TenantPlan(seed, anchor, users, days, domain, newLive);
  }

  /** Start of history. */
  public Instant start() {
    return anchor.minus(Duration.ofDays(days));
  }

  /** The tenant's GUID: the {@code OrganizationId} of its records. */
  public String tenantId() {
    return Dice.of(seed, "tenant").guid();
  }

  /** What Exchange calls the organisation, such as {@code northfell.onmicrosoft.com}. */
  public String organization() {
    return domain.substring(0, domain.indexOf('.')) + ".onmicrosoft.com";
  }

  /** Client id of the application that may read the tenant's audit records. */
  public String clientId() {
    return Dice.of(seed, "client").guid();
  }

  /** Its secret. It opens nothing but this simulation, yet is kept out of {@link #toString}. */
  public String clientSecret() {
    return "sim~" + Dice.of(seed, "secret").hex(32);
  }
}
