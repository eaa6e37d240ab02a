package io.mailtrail.model.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.LedgerEntry.Kind;
import io.mailtrail.model.LedgerEntry.State;
import io.mailtrail.model.ledger.Completeness.Stream;
import io.mailtrail.model.ledger.Hour.Gap;
import io.mailtrail.model.ledger.Hour.GapKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CompletenessTest {
  private static final Instant DAY = Instant.parse("2026-03-11T00:00:00Z");
  private static final Stream STREAM = new Stream("t", "Audit.Exchange");
  private static final Duration HORIZON = Duration.ofHours(2);
  private static final int MINUTES = 10 * 60;

  @Test
  void anHourIsCompleteWhenEveryWindowOverItAndItsHorizonIsFinished() {
    assertThat(hour(window(0, 180, State.FINISHED, null)).isComplete()).isTrue();
    Hour early = hour(window(0, 179, State.FINISHED, null));
    assertThat(early.gaps()).containsExactly(gap(GapKind.NOT_LISTED, 179, 180, "", ""));
    assertThat(hour(window(0, 90, State.FINISHED, null), window(90, 180, State.FINISHED, null)))
        .matches(Hour::isComplete);
  }

  @Test
  void anHourNeverListedIsNotAnEmptyHour() {
    LedgerEntry later = window(300, 400, State.FINISHED, null);
    assertThat(hour(later).gaps()).containsExactly(gap(GapKind.NOT_LISTED, 0, 180, "", ""));
  }

  @Test
  void whatWasLostIsNamedWithItsReason() {
    LedgerEntry lost = window(60, 90, State.ABANDONED, "too old");
    Hour hour =
        hour(window(0, 60, State.FINISHED, null), lost, window(90, 180, State.FINISHED, null));
    assertThat(hour.gaps()).containsExactly(gap(GapKind.LOST, 60, 90, lost.id(), "too old"));
  }

  @Test
  void aWindowThatWasReplacedNeitherCoversNorLosesAnything() {
    Hour hour =
        hour(
            window(0, 180, State.ABANDONED, LedgerEntry.REPLACED + " by smaller windows"),
            window(0, 90, State.FINISHED, null));
    assertThat(hour.gaps()).containsExactly(gap(GapKind.NOT_LISTED, 90, 180, "", ""));
  }

  @Test
  void aBlobHoldsItsHoursBackUntilItIsPublishedOrNamed() {
    LedgerEntry all = window(0, 180, State.FINISHED, null);
    LedgerEntry listed = blob("b", 179, State.LISTED);
    assertThat(hour(all, listed).gaps())
        .containsExactly(
            new Gap(GapKind.OUTSTANDING, new Span(at(179), at(10_000)), listed.id(), ""));
    assertThat(hour(all, blob("b", 179, State.FETCHED)).isComplete()).isFalse();
    assertThat(hour(all, listed, blob("b", 179, State.PUBLISHED)).isComplete()).isTrue();
    assertThat(hour(all, blob("b", 180, State.LISTED)).isComplete()).as("is later").isTrue();
    Hour named = hour(all, blob("b", 5, State.EXPIRED));
    assertThat(named.isComplete()).isTrue();
    assertThat(named.named()).extracting(LedgerEntry::name).containsExactly("b");
  }

  @Test
  void streamsAreTakenApartAndFilesAndIdsPassedOver() {
    LedgerEntry ids =
        LedgerEntry.ids("t", "Audit.General", "b", 0, at(0), at(9), List.of("t/1"), at(0));
    Completeness completeness =
        Completeness.of(List.of(window(0, 180, State.FINISHED, null), ids), HORIZON);
    assertThat(completeness.streams()).containsExactly(STREAM);
    assertThat(completeness.known(STREAM)).contains(new Span(at(0), at(180)));
  }

  /** Against the definition, minute by minute. */
  @Property(tries = 300)
  void itIsTheDefinition(@ForAll long seed) {
    Random random = new Random(seed);
    List<LedgerEntry> ledger = new ArrayList<>();
    for (int i = random.nextInt(12); i >= 0; i--) {
      int start = random.nextInt(MINUTES);
      State state =
          List.of(State.FINISHED, State.FINISHED, State.LISTED, State.ABANDONED)
              .get(random.nextInt(4));
      String reason =
          state == State.ABANDONED
              ? random.nextBoolean() ? "gone" : LedgerEntry.REPLACED + " by others"
              : null;
      ledger.add(window(start, start + 1 + random.nextInt(300), state, reason));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      State state = List.of(State.LISTED, State.PUBLISHED, State.MISSING).get(random.nextInt(3));
      ledger.add(blob("b" + i, random.nextInt(MINUTES), state));
    }
    List<Hour> hours =
        Completeness.of(ledger, HORIZON).streams().contains(STREAM)
            ? Completeness.of(ledger, HORIZON).hours(STREAM, at(0), at(MINUTES))
            : List.of();
    assertThat(hours).hasSize(10);
    for (int i = 0; i < hours.size(); i++) {
      assertHour(hours.get(i), last(ledger), i * 60, i * 60 + 180);
    }
  }

  private static List<LedgerEntry> last(List<LedgerEntry> ledger) {
    List<LedgerEntry> last = new ArrayList<>();
    for (LedgerEntry entry : ledger) {
      last.removeIf(before -> before.id().equals(entry.id()));
      last.add(entry);
    }
    return last;
  }

  private static void assertHour(Hour hour, List<LedgerEntry> ledger, int from, int to) {
    TreeSet<Integer> uncovered = new TreeSet<>();
    for (int minute = from; minute < to; minute++) {
      Instant at = at(minute);
      boolean covered =
          ledger.stream()
              .anyMatch(
                  entry ->
                      entry.kind() == Kind.WINDOW
                          && entry.state() == State.FINISHED
                          && !at.isBefore(entry.start())
                          && at.isBefore(entry.end()));
      if (!covered) {
        uncovered.add(minute);
      }
    }
    TreeSet<Integer> named = new TreeSet<>();
    for (Gap gap : hour.gaps()) {
      if (gap.kind() != GapKind.OUTSTANDING) {
        for (Instant at = gap.span().start(); at.isBefore(gap.span().end()); ) {
          assertThat(named.add(minute(at))).as("told once").isTrue();
          at = at.plusSeconds(60);
        }
      }
    }
    assertThat(named).isEqualTo(uncovered);
    long open =
        ledger.stream()
            .filter(entry -> entry.kind() == Kind.BLOB && !entry.state().isFinal())
            .filter(entry -> minute(entry.start()) >= from && minute(entry.start()) < to)
            .count();
    assertThat(hour.gaps().stream().filter(gap -> gap.kind() == GapKind.OUTSTANDING).count())
        .isEqualTo(open);
    assertThat(hour.isComplete()).isEqualTo(uncovered.isEmpty() && open == 0);
  }

  @Test
  void aStreamThatWasNeverListedIsNotListedAndSaysWhy() {
    LedgerEntry stopped = stream(State.LISTED, "AF10001: lacks a permission");
    Completeness completeness = Completeness.of(List.of(stopped), HORIZON);
    assertThat(completeness.streams()).containsExactly(STREAM);
    assertThat(completeness.known(STREAM)).isEmpty();
    assertThat(completeness.trouble(STREAM)).contains(stopped);
    assertThat(hour(stopped).gaps()).extracting(Gap::kind).containsExactly(GapKind.NOT_LISTED);
  }

  @Test
  void aStreamThatWorksAgainIsNoTrouble() {
    List<LedgerEntry> ledger =
        List.of(stream(State.LISTED, "auditing_off: x"), stream(State.FINISHED, null));
    assertThat(Completeness.of(ledger, HORIZON).trouble(STREAM)).isEmpty();
  }

  @Test
  void aWindowInDoubtIsNotFinishedWhateverOthersSay() {
    LedgerEntry doubtful = window(0, 30, State.LISTED, LedgerEntry.UNREADABLE + ": 1");
    Hour hour = hour(window(0, 500, State.FINISHED, null), doubtful);
    assertThat(hour.gaps())
        .containsExactly(gap(GapKind.LISTING, 0, 30, doubtful.id(), doubtful.reason()));
    LedgerEntry lost = window(0, 30, State.ABANDONED, LedgerEntry.UNREADABLE + ": 1");
    assertThat(hour(window(0, 500, State.FINISHED, null), lost).gaps())
        .extracting(Gap::kind)
        .containsExactly(GapKind.LOST);
    LedgerEntry read = window(0, 30, State.FINISHED, null);
    assertThat(hour(window(0, 500, State.FINISHED, null), read).isComplete()).isTrue();
  }

  private static LedgerEntry stream(State state, String reason) {
    return LedgerEntry.stream("t", "Audit.Exchange", state, reason, 1, DAY);
  }

  private static Hour hour(LedgerEntry... ledger) {
    return Completeness.of(List.of(ledger), HORIZON).hours(STREAM, at(0), at(1)).get(0);
  }

  private static Gap gap(GapKind kind, int from, int to, String id, String reason) {
    return new Gap(kind, new Span(at(from), at(to)), id, reason);
  }

  private static Instant at(int minute) {
    return DAY.plusSeconds(60L * minute);
  }

  private static int minute(Instant at) {
    return (int) Duration.between(DAY, at).toMinutes();
  }

  private static LedgerEntry window(int from, int to, State state, String reason) {
    String id = LedgerEntry.windowId("t", "Audit.Exchange", at(from), at(to));
    return entry(id, Kind.WINDOW, state, null, at(from), at(to), reason);
  }

  private static LedgerEntry blob(String name, int created, State state) {
    String id = LedgerEntry.blobId("t", name);
    String reason = state.isNamed() ? "why" : null;
    return entry(id, Kind.BLOB, state, name, at(created), at(10_000), reason);
  }

  private static LedgerEntry entry(
      String id, Kind kind, State state, String name, Instant start, Instant end, String reason) {
    return new LedgerEntry(
        id,
        kind,
        state,
        "t",
        "Audit.Exchange",
        name,
        start,
        end,
        0,
        0,
        0,
        null,
        0,
        0,
        null,
        null,
        null,
        reason,
        0,
        DAY);
  }
}
