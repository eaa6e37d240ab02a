package io.mailtrail.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));

  @Test
  void doublesUpToTheLimit() {
    assertThat(backoff.delay(0)).isEqualTo(200);
    assertThat(backoff.delay(1)).isEqualTo(400);
    assertThat(backoff.delay(7)).isEqualTo(25_600);
    assertThat(backoff.delay(8)).isEqualTo(30_000);
    assertThat(backoff.delay(Integer.MAX_VALUE)).isEqualTo(30_000);
  }

  @Property
  void staysNearTheDelayAndStartsOverAfterASuccess(@ForAll @IntRange(max = 40) int failures) {
    Backoff mine = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));
    for (int i = 0; i < failures; i++) {
      assertThat(mine.failed()).isBetween(mine.delay(i) * 3 / 4, mine.delay(i));
    }
    assertThat(mine.failures()).isEqualTo(failures);

    mine.succeeded();

    assertThat(mine.failed()).isBetween(150L, 200L);
  }
}
