package io.mailtrail.testbed.tenant;

import java.time.Duration;
import java.time.Instant;

/** How long after it happened a record can be had from the API. */
enum Availability {
  /** As the real service: an hour or a little more; some take hours, a few most of a day. */
  HISTORY {
    @Override
    Duration delay(Dice dice) {
      int kind = dice.below(1_000);
      if (kind < 950) {
        return Duration.ofSeconds(dice.between(60 * 60, 72 * 60));
      }
      return kind < 990
          ? Duration.ofSeconds(dice.between(2 * 3_600, 8 * 3_600))
          : Duration.ofSeconds(dice.between(8 * 3_600, 20 * 3_600));
    }
  },
  /** Seconds, for those who watch. */
  LIVE {
    @Override
    Duration delay(Dice dice) {
      return Duration.ofMillis(dice.between(1_500, 6_000));
    }
  };

  abstract Duration delay(Dice dice);

  TenantRecord publish(Draft draft, Dice dice) {
    return TenantRecord.of(draft, draft.created().plus(delay(dice)));
  }

  static TenantRecord publish(Draft draft, Instant available) {
    return TenantRecord.of(draft, available);
  }
}
