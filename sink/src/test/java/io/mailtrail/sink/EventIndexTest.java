package io.mailtrail.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventIndexTest {
  @ParameterizedTest
  @CsvSource({
    "2026-03-31T23:59:59.999Z, mailtrail-events-2026.03",
    "2026-04-01T00:00:00Z,     mailtrail-events-2026.04",
    "2025-12-31T23:59:59Z,     mailtrail-events-2025.12",
    "2000-01-01T00:00:00Z,     mailtrail-events-2000.01",
    "2099-12-31T23:59:59Z,     mailtrail-events-2099.12",
  })
  void isTheMonthOfTheEventInUtc(Instant time, String index) {
    assertThat(EventIndex.of(time.toEpochMilli())).isEqualTo(index);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1999-12-31T23:59:59.999Z", "2100-01-01T00:00:00Z", "9999-01-01T00:00:00Z"})
  void noIndexForATimeOutsideTheCentury(Instant time) {
    assertThatThrownBy(() -> EventIndex.of(time.toEpochMilli()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
