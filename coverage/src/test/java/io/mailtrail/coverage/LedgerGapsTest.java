package io.mailtrail.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.LedgerEntry.Kind;
import io.mailtrail.model.LedgerEntry.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerGapsTest {
  private static final Instant DAY = Instant.parse("2026-03-01T00:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration HORIZON = Duration.ofHours(2);

  @Test
  void anHourIsCollectedWhenTheHorizonBehindItIs() {
    Collected collected = of(windows(0, 6, -1));

    assertThat(collected.isKnown()).isTrue();
    assertThat(collected.gaps(hour(0), hour(4))).isEmpty();
    assertThat(collected.gaps(hour(0), hour(6)))
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.from()).isEqualTo(hour(4));
              assertThat(gap.to()).isEqualTo(hour(6));
              assertThat(gap.why()).contains("nobody has asked");
            });
  }

  @Test
  void aWindowThatIsNotFinishedIsAGapOfEveryHourThatItMayHoldEventsOf() {
    Collected collected = of(windows(0, 8, 4));

    assertThat(collected.gaps(hour(0), hour(5)))
        .singleElement()
        .satisfies(gap -> assertThat(gap.from()).isEqualTo(hour(2)));
    assertThat(collected.wouldShowChange(hour(0), hour(2))).isTrue();
    assertThat(collected.wouldShowChange(hour(0), hour(3))).isFalse();
  }

  @Test
  void aBlobThatCouldNotBeObtainedIsAGap() {
    List<LedgerEntry> ledger = windows(0, 8, -1);
    ledger.add(entry(Kind.BLOB, State.EXPIRED, "blob/t/b", hour(1), hour(100)));

    assertThat(of(ledger).gaps(hour(0), hour(5)))
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.to()).isEqualTo(hour(2));
              assertThat(gap.why()).contains("could not be obtained");
            });
  }

  @Test
  void aTenantThatTheLedgerDoesNotKnowIsOneGap() {
    assertThat(of(List.of()).gaps(hour(1), hour(2))).hasSize(1);
  }

  private static Collected of(List<LedgerEntry> ledger) {
    return LedgerGaps.of(ledger, "t", hour(0), hour(7), HORIZON);
  }

  private static List<LedgerEntry> windows(int first, int end, int unfinished) {
    List<LedgerEntry> windows = new ArrayList<>();
    for (int i = first; i < end; i++) {
      State state = i == unfinished ? State.LISTED : State.FINISHED;
      windows.add(entry(Kind.WINDOW, state, "window/" + i, hour(i), hour(i + 1)));
    }
    return windows;
  }

  private static LedgerEntry entry(Kind kind, State state, String id, Instant from, Instant to) {
    return new LedgerEntry(
        id,
        kind,
        state,
        "t",
        "Audit.Exchange",
        null,
        from,
        to,
        0,
        0,
        0,
        null,
        0,
        0,
        null,
        null,
        null,
        state.isNamed() ? "why" : null,
        1,
        DAY);
  }

  private static Instant hour(int number) {
    return DAY.plus(HOUR.multipliedBy(number));
  }
}
