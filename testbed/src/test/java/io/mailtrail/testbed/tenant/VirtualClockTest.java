package io.mailtrail.testbed.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

final class VirtualClockTest {
  private static final Instant NOON = Instant.parse("2026-03-11T12:00:00Z");

  @Test
  void standsStillUntilItIsMoved() {
    VirtualClock clock = VirtualClock.standingAt(NOON);
    Instant before = clock.instant();
    clock.advance(Duration.ofMinutes(90));

    assertThat(before).isEqualTo(NOON);
    assertThat(clock.instant()).isEqualTo(NOON.plus(Duration.ofMinutes(90)));
  }

  @Test
  void neverGoesBack() {
    VirtualClock clock = VirtualClock.standingAt(NOON);
    clock.advanceTo(NOON.minusSeconds(1));

    assertThat(clock.instant()).isEqualTo(NOON);
    assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void runsAtItsSpeedAndStopsWhereItIs() {
    VirtualClock clock = VirtualClock.runningFrom(NOON, 100_000);
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (clock.instant().isBefore(NOON.plus(Duration.ofHours(1)))
        && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    clock.run(0);
    Instant stopped = clock.instant();

    assertThat(stopped).isAfterOrEqualTo(NOON.plus(Duration.ofHours(1)));
    assertThat(clock.instant()).isEqualTo(stopped);
    assertThatThrownBy(() -> clock.run(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isReadBackAsTheSameInstance() throws Exception {
    VirtualClock clock = VirtualClock.standingAt("read-back", NOON);
    Clock inTokyo = clock.withZone(ZoneId.of("Asia/Tokyo"));

    assertThat(readBack(clock)).isSameAs(clock);
    Clock other = (Clock) readBack((Serializable) inTokyo);
    clock.advance(Duration.ofDays(1));
    assertThat(other.instant()).isEqualTo(NOON.plus(Duration.ofDays(1)));
    assertThat(other.getZone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
  }

  @Test
  void isNotReadWhereNobodyHoldsIt() throws Exception {
    byte[] bytes = write(VirtualClock.standingAt("somewhere", NOON));
    String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("somewhere", "elsewhere");

    assertThatThrownBy(() -> read(text.getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(InvalidObjectException.class)
        .hasMessageContaining("elsewhere");
  }

  @Test
  void hasANameOfItsOwn() {
    VirtualClock clock = VirtualClock.standingAt("mine", NOON);

    assertThat(clock.name()).isEqualTo("mine");
    assertThatThrownBy(() -> VirtualClock.standingAt("mine", NOON))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mine");
  }

  private static Object readBack(Serializable clock) throws Exception {
    return read(write(clock));
  }

  private static byte[] write(Serializable clock) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(clock);
    }
    return bytes.toByteArray();
  }

  private static Object read(byte[] bytes) throws Exception {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    }
  }
}
