package io.mailtrail.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.LedgerEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ForecastTest {
  private static final Instant NOW = Instant.parse("2026-03-11T15:00:00Z");
  private static final Duration LIFE = Duration.ofDays(7);

  @Test
  void saysFromWhenOnContentWillExpireUnread() {
    WaitingBlobs blobs = new WaitingBlobs();
    // 100 blobs that expire in one to 100 minutes; one is fetched in two minutes.
    for (int i = 1; i <= 100; i++) {
      blobs.add(blob("b" + i, NOW.plus(Duration.ofMinutes(i))));
    }
    Forecast forecast = Forecast.of(List.of(blobs), List.of(), 1 / 120.0, NOW);
    assertThat(forecast.loss()).isPresent();
    assertThat(forecast.loss().get().blobs()).isBetween(50, 51);
    assertThat(forecast.loss().get().from()).isEqualTo(NOW.plus(Duration.ofMinutes(1)).minus(LIFE));
    assertThat(forecast.behind()).isTrue();
    LedgerEntry entry = forecast.entry("t", NOW);
    assertThat(entry.state()).isEqualTo(LedgerEntry.State.LISTED);
    assertThat(entry.reason()).contains("2026-03-04T15:01:00Z");
  }

  @Test
  void whoHasTimeIsNotBehind() {
    WaitingBlobs blobs = new WaitingBlobs();
    for (int i = 0; i < 100; i++) {
      blobs.add(blob("b" + i, NOW.plus(Duration.ofHours(5))));
    }
    assertThat(Forecast.of(List.of(blobs), List.of(), 1, NOW))
        .matches(f -> !f.behind() && f.loss().isEmpty());
    assertThat(Forecast.of(List.of(blobs), List.of(), 0.01, NOW)).matches(f -> f.behind());
    assertThat(Forecast.of(List.of(), List.of(), 1, NOW)).isEqualTo(Forecast.NOTHING);
  }

  /** Against doing it, blob after blob. */
  @Property(tries = 100)
  void itComesTrue(@ForAll long seed) {
    Random random = new Random(seed);
    List<WaitingBlobs> streams = List.of(new WaitingBlobs(), new WaitingBlobs());
    TreeMap<Long, BlobSplit> byExpiration = new TreeMap<>();
    for (int i = 0; i < 50; i++) {
      long seconds = 1 + random.nextInt(1_000) * 50L + i;
      BlobSplit blob = blob("b" + i, NOW.plusSeconds(seconds));
      byExpiration.put(seconds, blob);
      streams.get(random.nextInt(2)).add(blob);
    }
    double each = 1 + random.nextInt(2_000);
    double time = 0;
    int lost = 0;
    for (long expires : byExpiration.keySet()) {
      if (time + each < expires) {
        time += each;
      } else {
        lost++;
      }
    }
    Forecast forecast = Forecast.of(streams, List.of(), 1 / each, NOW);
    assertThat((double) forecast.loss().map(Forecast.Loss::blobs).orElse(0))
        .isCloseTo(lost, org.assertj.core.data.Offset.offset(1.0));
  }

  @Test
  void whatIsNotListedYetIsForeseenToo() {
    // Six days of ten blobs an hour; the oldest expires in a day.
    Forecast.Expected expected =
        new Forecast.Expected(
            NOW.minus(Duration.ofDays(6)), NOW, 10 / (double) Duration.ofHours(1).toSeconds());
    Forecast fast = Forecast.of(List.of(), List.of(expected), 1, NOW);
    assertThat(fast.backlog()).isEqualTo(1_440);
    assertThat(fast.loss()).isEmpty();
    // Five an hour: after a day 120 are fetched, and each day ten an hour expire.
    Forecast slow = Forecast.of(List.of(), List.of(expected), 5 / 3_600.0, NOW);
    assertThat(slow.loss()).isPresent();
    assertThat(slow.loss().get().blobs()).isBetween(1_440 - 7 * 120 - 10, 1_440 - 7 * 120 + 10);
    assertThat(slow.loss().get().at()).isAfter(NOW.plus(Duration.ofDays(1)));
  }

  private static BlobSplit blob(String id, Instant expiration) {
    return BlobSplit.unread(
        new StreamId("t", "Audit.Exchange"), id, "u", expiration.minus(LIFE), expiration);
  }
}
