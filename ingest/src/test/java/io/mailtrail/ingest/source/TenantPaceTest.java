package io.mailtrail.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TenantPaceTest {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final int LISTERS = 2;

  private long now;

  /** Permits are used up to the last moment, some late, and runs end and begin at any time. */
  @Property(tries = 200)
  void noMinuteHasMoreRequestsThanTheQuota(
      @ForAll long seed,
      @ForAll @IntRange(min = 10, max = 3000) int quota,
      @ForAll @IntRange(min = 1, max = 64) int fetches) {
    TenantPaceTest test = new TenantPaceTest();
    Random random = new Random(seed);
    TenantPace pace = new TenantPace(quota, fetches, LISTERS, () -> test.now);
    Deque<Long> requests = new ArrayDeque<>();
    int unused = 0;
    for (int step = 0; step < 400; step++) {
      test.now += (long) (random.nextDouble() * MINUTE / (1 + random.nextInt(20)));
      if (random.nextInt(20) == 0) {
        // A restart: permits that were not used are gone.
        pace = new TenantPace(quota, fetches, LISTERS, () -> test.now);
        unused = 0;
      }
      while (pace.tryTake()) {
        unused++;
        int mayWait = Math.min(fetches, Math.max(1, Math.min(fetches, quota / 5)));
        if (unused > mayWait) {
          unused--;
          requests.add(test.now);
        }
      }
      if (random.nextBoolean()) {
        for (; unused > 0; unused--) {
          requests.add(test.now);
        }
      }
      while (!requests.isEmpty() && requests.peek() <= test.now - MINUTE) {
        requests.remove();
      }
      assertThat(requests.size()).isLessThanOrEqualTo(quota);
    }
  }

  @Test
  void mostOfTheQuotaCanBeUsed() {
    TenantPace pace = new TenantPace(2000, 4, LISTERS, () -> now);
    int taken = 0;
    for (int second = 0; second < 600; second++) {
      now += Duration.ofSeconds(1).toNanos();
      while (pace.tryTake()) {
        taken++;
      }
    }
    assertThat(taken).isBetween(18_000, 20_000);
  }

  @Test
  void throttlingHalvesBothAndTimeBringsThemBack() {
    TenantPace pace = new TenantPace(2000, 8, LISTERS, () -> now);
    now += MINUTE;
    double full = pace.perSecond();
    assertThat(pace.fetches()).isEqualTo(8);
    pace.throttled(Duration.ZERO);
    pace.throttled(Duration.ZERO);
    assertThat(pace.perSecond()).as("one answer of many says all").isEqualTo(full / 2);
    assertThat(pace.fetches()).isEqualTo(4);
    assertThat(pace.tryTake()).isFalse();
    now += Duration.ofSeconds(2).toNanos();
    pace.throttled(Duration.ZERO);
    assertThat(pace.fetches()).isEqualTo(2);
    now += Duration.ofMinutes(3).toNanos();
    assertThat(pace.perSecond()).isEqualTo(full);
    assertThat(pace.fetches()).isEqualTo(8);
  }

  @Test
  void nothingIsAskedBeforeTheTimeTheServerNamed() {
    TenantPace pace = new TenantPace(2000, 8, LISTERS, () -> now);
    now += MINUTE;
    pace.throttled(Duration.ofSeconds(30));
    now += Duration.ofSeconds(29).toNanos();
    assertThat(pace.tryTake()).isFalse();
    now += Duration.ofSeconds(3).toNanos();
    assertThat(pace.tryTake()).isTrue();
  }

  @Test
  void whoeverWaitsIsServedInRealTime() throws Exception {
    TenantPace pace = new TenantPace(6000, 4, LISTERS, System::nanoTime);
    CountDownLatch done = new CountDownLatch(20);
    Thread thread =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < 20; i++) {
                  pace.acquire();
                  done.countDown();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.start();
    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    thread.join();
  }
}
