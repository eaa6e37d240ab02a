package io.mailtrail.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.cli.ledger.LedgerReport.Range;
import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.LedgerEntry.Kind;
import io.mailtrail.model.LedgerEntry.State;
import io.mailtrail.model.ledger.Hour.GapKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LedgerReportTest {
  private static final Instant DAY = Instant.parse("2026-03-11T00:00:00Z");
  private static final Duration HORIZON = Duration.ofHours(2);

  @Test
  void hoursInARowOfWhichTheSameIsToBeSaidAreOneRange() {
    LedgerReport report =
        report(
            window(0, 10, State.FINISHED, null),
            window(10, 11, State.ABANDONED, "too old"),
            window(11, 24, State.FINISHED, null));
    List<Range> ranges = report.streams().get(0).ranges();
    assertThat(ranges).extracting(Range::from).containsExactly(hour(0), hour(8), hour(11));
    assertThat(ranges).extracting(Range::isComplete).containsExactly(true, false, true);
    assertThat(ranges.get(1).gaps())
        .singleElement()
        .matches(gap -> gap.kind() == GapKind.LOST && gap.reason().equals("too old"));
    assertThat(report.isComplete()).isFalse();
    assertThat(LedgerTable.lines(report))
        .contains(
            "  2026-03-11 00:00  to  2026-03-11 08:00  complete",
            "  2026-03-11 08:00  to  2026-03-11 11:00  not complete",
            "      lost: 2026-03-11 10:00 to 2026-03-11 11:00, too old");
  }

  @Test
  void whatCouldNotBeObtainedIsNamedAndDoesNotMakeItIncomplete() {
    LedgerReport report =
        report(window(0, 24, State.FINISHED, null), blob("gone", 3, State.EXPIRED));
    assertThat(report.isComplete()).isTrue();
    assertThat(LedgerTable.lines(report))
        .contains("  listed and not obtainable: 1 blobs", "      gone: EXPIRED, why");
  }

  @Test
  void anEmptyLedgerIsNotACompleteOne() {
    assertThat(report().isComplete()).isFalse();
    assertThat(LedgerTable.lines(report())).isEmpty();
  }

  @Test
  void theBeginningOfAnHourBeforeCollectionBeganIsNotAskedFor() {
    LedgerEntry first =
        entry(
            LedgerEntry.windowId("t", "Audit.Exchange", hour(0).plusSeconds(60), hour(24)),
            Kind.WINDOW,
            State.FINISHED,
            null,
            hour(0).plusSeconds(60),
            hour(24),
            null);
    assertThat(report(first).streams().get(0).ranges().get(0).from()).isEqualTo(hour(1));
    assertThat(report(first).isComplete()).isTrue();
  }

  @Test
  void whatIsAboutToBeLostIsSaid() {
    LedgerEntry forecast =
        entry(
            LedgerEntry.forecastId("t"),
            Kind.FORECAST,
            State.LISTED,
            null,
            hour(1),
            hour(5),
            "at this rate content will expire unread");
    LedgerReport report = report(window(0, 24, State.FINISHED, null), forecast);
    assertThat(LedgerTable.lines(report))
        .last()
        .asString()
        .contains("will expire unread, the first at 2026-03-11 05:00");
  }

  @Test
  void aStreamThatNeverGotGoingIsShownAndIsNotComplete() {
    LedgerEntry stopped =
        LedgerEntry.stream("t", "DLP.All", State.LISTED, "AF10001: lacks a permission", 3, DAY);
    LedgerReport report = report(window(0, 24, State.FINISHED, null), stopped);
    assertThat(report.isComplete()).isFalse();
    assertThat(LedgerTable.lines(report))
        .containsSequence(
            "t  DLP.All", "  not collected since 2026-03-11 00:00: AF10001: lacks a permission");
    LedgerEntry works = LedgerEntry.stream("t", "DLP.All", State.FINISHED, null, 0, DAY);
    assertThat(report(window(0, 24, State.FINISHED, null), works).isComplete()).isTrue();
  }

  @Test
  void aStreamThatWasStoppedIsNotCompleteThoughWhatWasListedIs() {
    LedgerEntry stopped =
        LedgerEntry.stream("t", "Audit.Exchange", State.LISTED, "invalid_client: refused", 9, DAY);
    LedgerReport report = report(window(0, 24, State.FINISHED, null), stopped);
    assertThat(report.streams()).hasSize(1);
    assertThat(report.streams().get(0).ranges()).allMatch(Range::isComplete);
    assertThat(report.isComplete()).isFalse();
  }

  @Test
  void aBlobThatDoesNotComeSaysWhy() {
    assertThat(
            LedgerTable.lines(
                report(window(0, 24, State.FINISHED, null), blob("slow", 3, State.LISTED))))
        .contains("      outstanding: blob/t/slow, why, attempts: 0");
  }

  @Test
  void importedFilesAreShownAndOneCutOffIsNotComplete() {
    LedgerEntry done = file("a.csv", State.PUBLISHED);
    LedgerReport report = report(done);
    assertThat(report.isComplete()).isTrue();
    assertThat(LedgerTable.lines(report))
        .containsExactly("imported: 1 files", "      a.csv: PUBLISHED, 7 records, 2 refused");
    assertThat(report(done, file("b.csv", State.FETCHED)).isComplete()).isFalse();
  }

  private static LedgerEntry file(String name, State state) {
    return new LedgerEntry(
        LedgerEntry.fileId("t", name),
        Kind.FILE,
        state,
        "t",
        null,
        name,
        null,
        null,
        0,
        0,
        100,
        "ab",
        7,
        2,
        null,
        null,
        null,
        null,
        0,
        DAY);
  }

  private static LedgerReport report(LedgerEntry... ledger) {
    return LedgerReport.of(
        List.of(ledger), HORIZON, Optional.empty(), Optional.empty(), Optional.empty(), hour(21));
  }

  private static Instant hour(int hour) {
    return DAY.plus(Duration.ofHours(hour));
  }

  private static LedgerEntry window(int from, int to, State state, String reason) {
    String id = LedgerEntry.windowId("t", "Audit.Exchange", hour(from), hour(to));
    return entry(id, Kind.WINDOW, state, null, hour(from), hour(to), reason);
  }

  private static LedgerEntry blob(String name, int created, State state) {
    String id = LedgerEntry.blobId("t", name);
    return entry(id, Kind.BLOB, state, name, hour(created), hour(200), "why");
  }

  private static LedgerEntry entry(
      String id, Kind kind, State state, String name, Instant start, Instant end, String reason) {
    String type = kind == Kind.FORECAST ? null : "Audit.Exchange";
    return new LedgerEntry(
        id, kind, state, "t", type, name, start, end, 0, 0, 0, null, 0, 0, null, null, null, reason,
        0, DAY);
  }
}
