package io.mailtrail.testbed.tenant;

import java.time.Duration;

/**
 * How many requests to the feed a tenant may get within any span of this length, by the real clock.
 * One that goes beyond gets AF429 and is written down.
 */
public record Quota(int requests, Duration span) {
  public Quota {
    if (requests < 1 || span.isNegative() || span.isZero()) {
      throw new IllegalArgumentException("a quota is at least one request: " + requests);
    }
  }

  public static Quota perMinute(int requests) {
    return new Quota(requests, Duration.ofMinutes(1));
  }

  public static Quota none() {
    return new Quota(Integer.MAX_VALUE, Duration.ofMinutes(1));
  }
}
