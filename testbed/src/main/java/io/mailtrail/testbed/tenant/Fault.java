package io.mailtrail.testbed.tenant;

import java.util.EnumSet;
import java.util.Set;

/**
 * What a simulated tenant can do wrong. How often is said by {@link Faults}; what a rate is a share
 * of is said here.
 *
 * <p>A <i>passing</i> fault spoils one answer: whoever asks again gets the answer in the end, since
 * no one thing is refused more than {@link Faults#mostInARow} times in a row. A <i>lasting</i> one
 * is a property of a blob or of the tenant. Only those that {@link #costsRecords} make records
 * unobtainable, and {@link FeedTruth} says which.
 */
public enum Fault {
  /** AF429 with HTTP status 403, as documented. Share of requests to the feed. Passing. */
  THROTTLE_403,
  /** The same with {@code Retry-After}. */
  THROTTLE_403_RETRY_AFTER,
  /** AF429 with HTTP status 429. Share of requests to the feed. Passing. */
  THROTTLE_429,
  /** The same with {@code Retry-After}. */
  THROTTLE_429_RETRY_AFTER,
  /** Status 500 (AF50000), 502, 503 or 504. Share of requests to the feed. Passing. */
  SERVER_ERROR,
  /** The connection is reset before an answer. Share of requests to the feed. Passing. */
  RESET,

  /** Error bodies with single quotes, which is not JSON. Share of all error answers. Passing. */
  ERROR_IN_SINGLE_QUOTES,
  /** Web pages as error bodies. Share of throttled answers and server errors. Passing. */
  ERROR_IN_HTML,
  /** Error answers without a body. Share of throttled answers and server errors. Passing. */
  ERROR_EMPTY,

  /** The body ends before its {@code Content-Length}. Share of listings and blobs. Passing. */
  CUT_BY_LENGTH,
  /** A chunked body ends without its last chunk. Share of listings and blobs. Passing. */
  CUT_CHUNKED,
  /** The connection is reset in the middle of a body. Share of listings and blobs. Passing. */
  RESET_IN_BODY,
  /** The body comes in small pieces with pauses between them. Share of listings and blobs. */
  DRIBBLE,
  /**
   * The body stands still in the middle for {@link Faults#stall}, then the connection ends. Share
   * of listings and blobs. Passing. Costs real time, so it is in no mix.
   */
  STALL,
  /** Listings and blobs come compressed though nobody asked. Share of listings and blobs. */
  GZIP_UNASKED,

  /** The access token is worthless from now on (401). Share of requests to the feed. Passing. */
  TOKEN_EXPIRES,
  /** The token endpoint answers 503. Share of sign-ins. Passing. */
  SIGN_IN_FAILS,

  /** {@code NextPageUri} leads back to this page. Share of pages that have a next one. Passing. */
  PAGE_REPEATS,
  /**
   * {@code NextPageUri} leads to another origin: other port, host, scheme, or one hidden behind
   * user information. Share of pages that have a next one. Passing.
   */
  PAGE_OFF_ORIGIN,
  /** AF20031 for a page token that was given. Share of requests for a next page. Passing. */
  PAGE_DIES,
  /** A window's listing leaves out its later blobs and says nothing. Share of listings. Passing. */
  WINDOW_IN_PART,
  /** The blob is listed again, on the next page or the same one. Share of blobs. Lasting. */
  LISTED_TWICE,
  /**
   * The blob is listed up to {@link Faults#mostLate} later than its {@code contentCreated} says, in
   * windows that may have been listed already. Share of blobs. Lasting.
   */
  LISTED_LATE,
  /** Blobs of a window are listed in any order. Share of windows, by their start. Lasting. */
  OUT_OF_ORDER,

  /** AF20051 although the listing says it has not expired. Share of blobs. Lasting, costs them. */
  BLOB_EXPIRED,
  /** AF20050 although it is listed. Share of blobs. Lasting, costs them. */
  BLOB_MISSING,
  /** Its {@code contentUri} leads to another origin. Share of blobs. Lasting, costs them. */
  BLOB_OFF_ORIGIN,

  /**
   * Subscriptions are enabled already, which their list does not say: starting one gives AF20024.
   * Any rate above 0. Lasting.
   */
  ALREADY_ENABLED,
  /** A subscription is off all of a sudden (AF20022) until started. Share of listings. Passing. */
  SUBSCRIPTION_LOST,
  /** Starting a subscription does nothing (AF20022 ever after). Any rate. Lasting, costs all. */
  NEVER_STARTS,
  /**
   * Once half of the tenant's blobs have been handed out, an administrator disables everything
   * (AF20023). Any rate above 0. Lasting, costs what had not been handed out.
   */
  DISABLED_HALFWAY,
  /** Unified auditing is off: "Tenant ... does not exist". Any rate. Lasting, costs all. */
  AUDITING_OFF,
  /** The application's secret is refused. Any rate above 0. Lasting, costs all. */
  WRONG_SECRET,
  /** The application lacks {@code ActivityFeed.Read} (AF10001). Any rate. Lasting, costs all. */
  NO_PERMISSION,
  /** The service's clock is off by {@link Faults#skew}. Any rate above 0. Lasting. */
  CLOCK_SKEW;

  private static final Set<Fault> COST_BLOBS =
      Set.copyOf(EnumSet.of(BLOB_EXPIRED, BLOB_MISSING, BLOB_OFF_ORIGIN));
  private static final Set<Fault> COST_THE_TENANT =
      Set.copyOf(
          EnumSet.of(NEVER_STARTS, DISABLED_HALFWAY, AUDITING_OFF, WRONG_SECRET, NO_PERMISSION));

  /** Whether records become unobtainable by it. */
  public boolean costsRecords() {
    return COST_BLOBS.contains(this) || stopsTheTenant();
  }

  /** Whether it is the tenant that is broken, so that collecting it cannot go on. */
  public boolean stopsTheTenant() {
    return COST_THE_TENANT.contains(this);
  }

  /** Whether {@link Faults#mix(long)} may choose it: a collection that goes on reaches its end. */
  public boolean isMixable() {
    return !stopsTheTenant() && this != STALL && this != SUBSCRIPTION_LOST;
  }
}
