package io.mailtrail.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SeenIdsTest {
  private static final Instant NOW = Instant.parse("2026-03-11T15:20:00Z");

  @Property(tries = 50)
  void knowsWhatASetKnows(@ForAll Set<String> ids, @ForAll Set<String> others) {
    SeenIds seen = new SeenIds();
    Set<String> set = new HashSet<>();
    for (Set<String> some : List.of(ids, others, ids)) {
      for (String id : some) {
        Instant until = NOW.plusSeconds(Math.floorMod(id.hashCode(), 100_000));
        assertThat(seen.add(id, until)).isEqualTo(set.add(id));
      }
    }
    assertThat(seen.size()).isEqualTo(set.size());
    assertThat(set).allMatch(seen::contains);
  }

  @Test
  void theSameIdWithAnotherExpirationIsTheSame() {
    SeenIds seen = new SeenIds();
    assertThat(seen.add("a", NOW)).isTrue();
    assertThat(seen.add("a", NOW.plus(Duration.ofDays(3)))).isFalse();
  }

  @Test
  void forgetsNothingBeforeItsTimeAndAllOfItAnHourLater() {
    SeenIds seen = new SeenIds();
    seen.add("a", NOW);
    seen.forget(NOW);
    assertThat(seen.contains("a")).isTrue();
    seen.forget(NOW.plus(Duration.ofHours(1)));
    assertThat(seen.contains("a")).isFalse();
  }

  /** The bound that is stated, for two days of a hundred thousand blobs. */
  @Test
  void takesSixteenBytesAnId() throws IOException {
    SeenIds seen = new SeenIds();
    int count = 200_000;
    for (int i = 0; i < count; i++) {
      seen.add(
          "20260311150000000000000$20260311150000000$audit_exchange$na" + i, NOW.plusSeconds(i));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    seen.writeTo(new DataOutputStream(bytes));
    assertThat(bytes.size()).isLessThan(16 * count + 10_000);
    SeenIds again =
        SeenIds.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertThat(again).isEqualTo(seen).isEqualTo(seen.copy());
    again.add("another", NOW);
    assertThat(again).isNotEqualTo(seen);
  }
}
