package io.mailtrail.cli.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.cli.backtest.Report.Entity;
import io.mailtrail.cli.backtest.Report.RuleReport;
import io.mailtrail.cli.backtest.Report.Window;
import io.mailtrail.detect.Rule;
import io.mailtrail.model.Alert;
import io.mailtrail.model.Alert.Evidence;
import io.mailtrail.model.Alert.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Instant DAY = Instant.parse("2026-03-02T00:00:00Z");
  private static final Rule RULE =
      new Rule(
          "r", null, "Rule", null, "high", List.of(), List.of(), Rule.Kind.EVENT, "r.yml", true);

  @Test
  void theWindowHasItsFirstMomentAndNotItsLast() {
    Window window = new Window(DAY, DAY.plus(Duration.ofDays(1)));

    RuleReport rule =
        report(
            window,
            alert("r", "a", DAY.minusMillis(1), "ann"),
            alert("r", "b", DAY, "ann"),
            alert("r", "c", DAY.plus(Duration.ofDays(1)).minusMillis(1), "ann"),
            alert("r", "d", DAY.plus(Duration.ofDays(1)), "ann"));

    assertThat(rule.samples()).extracting(Alert::id).containsExactly("b", "c");
    assertThat(rule.alerts()).isEqualTo(2);
    assertThat(rule.perDay()).isEqualTo(2);
    assertThat(rule.days()).isEqualTo(Map.of(LocalDate.of(2026, 3, 2), 2L));
  }

  @Test
  void withoutAWindowItIsThatOfTheEvents() {
    RuleReport rule =
        report(new Window(null, null), alert("r", "a", DAY, "ann"), alert("r", "b", DAY, "bob"));

    assertThat(rule.alerts()).isEqualTo(2);
    assertThat(rule.perDay()).as("four days of events").isEqualTo(0.5);
    assertThat(rule.entities())
        .containsExactly(new Entity("user.email", "ann", 1), new Entity("user.email", "bob", 1));
  }

  @Test
  void samplesAreSpreadOverAllAlerts() {
    Alert[] alerts = new Alert[9];
    for (int i = 0; i < alerts.length; i++) {
      alerts[i] = alert("r", "a" + i, DAY.plusSeconds(i), "ann");
    }

    assertThat(report(new Window(null, null), alerts).samples())
        .extracting(Alert::id)
        .containsExactly("a0", "a4", "a8");
  }

  @Test
  void overlapIsASharedRecordOrAnEntityWithinAnHour() {
    RuleReport rule =
        report(
            new Window(null, null),
            alert("r", "a", DAY, "ann", "record-1"),
            alert("r", "b", DAY.plus(Duration.ofHours(5)), "ann", "record-2"),
            alert("r", "c", DAY, "cem", "record-3"),
            alert("x", "x1", DAY, "ann", "record-1"),
            alert("y", "y1", DAY.plus(Duration.ofHours(6)), "ann", "record-9"),
            alert("z", "z1", DAY.plus(Duration.ofHours(6)).plusMillis(1), "ann", "record-9"));

    assertThat(rule.overlap())
        .containsExactly(
            new Overlap("x", "title of x", 1, 1), new Overlap("y", "title of y", 0, 1));
  }

  @Test
  void versionsDifferInWhatOnlyOneOfThemFinds() {
    Alert moved = alert("r", "moved", DAY.minusSeconds(60), "ann", "record-0", "record-1");

    Difference difference =
        Difference.of(
            List.of(
                alert("r", "same", DAY, "ann", "record-7"),
                alert("r", "before", DAY, "ann", "record-1"),
                alert("r", "old", DAY, "ann", "record-8")),
            List.of(
                alert("r", "same", DAY, "ann", "record-7"),
                moved,
                alert("r", "new", DAY, "ann", "record-9")),
            Set.of("r"));

    assertThat(difference.inBoth()).isEqualTo(2);
    assertThat(difference.changed()).as("the one that begins earlier").isEqualTo(1);
    assertThat(difference.onlyNew()).extracting(Alert::id).containsExactly("new");
    assertThat(difference.onlyOld()).extracting(Alert::id).containsExactly("old");
  }

  @Test
  void anAlertOfOneRuleIsNoAlertOfAnotherThatBothVersionsHave() {
    List<Alert> before = List.of(alert("r", "one", DAY, "ann", "record-1"));
    List<Alert> after = List.of(alert("s", "two", DAY, "ann", "record-1"));

    assertThat(Difference.of(before, after, Set.of("r", "s")).inBoth()).isZero();
    assertThat(Difference.of(before, after, Set.of()).inBoth()).isEqualTo(1);
  }

  @Test
  void theTextSaysAllOfItAndNoRecordCanBreakItsLines() {
    Alert odd = alert("r", "a", DAY, "ann", "record-1\nforged");
    Report report = whole(new Window(null, null), odd, alert("x", "x1", DAY, "ann", "record-2"));

    assertThat(ReportText.lines(report))
        .noneMatch(line -> line.contains("\n"))
        .anyMatch(line -> line.startsWith("1,000 records in 2.0 s, 500 a second"))
        .anyMatch(line -> line.contains("1 alert, 0.25 a day"))
        .anyMatch(line -> line.contains("2026-03-02      1"))
        .anyMatch(line -> line.contains("user.email ann"))
        .anyMatch(line -> line.contains("Because of record-1 forged"))
        .anyMatch(line -> line.contains("title of x (x)"))
        .anyMatch(line -> line.contains("r: 2 keys, 5 facts, 900 bytes; of one key at most"));
  }

  @Test
  void whatIsSettledCountsInWhateverOrderVersionsAreRead() {
    Alert settled = alert("r", "a", DAY, "ann", "record-1");
    Alert provisional =
        settled.with(Status.PROVISIONAL, List.of(), settled.explanation(), settled.coverage());
    Alert retracted =
        settled.with(Status.RETRACTED, List.of(), settled.explanation(), settled.coverage());

    assertThat(BacktestRun.later(provisional, settled)).isEqualTo(settled);
    assertThat(BacktestRun.later(settled, provisional)).isEqualTo(settled);
    assertThat(BacktestRun.later(settled, retracted)).isEqualTo(retracted);
    assertThat(BacktestRun.later(provisional, retracted)).isEqualTo(retracted);
  }

  private static RuleReport report(Window window, Alert... alerts) {
    return whole(window, alerts).rules().get(0);
  }

  private static Report whole(Window window, Alert... alerts) {
    BacktestRun.Result result =
        new BacktestRun.Result(
            Arrays.asList(alerts),
            new EventCount(
                1_000, DAY.minus(Duration.ofDays(2)), DAY.plus(Duration.ofDays(2)).minusMillis(1)),
            0,
            List.of(
                new FamilyState("*", 2, 5, 900, 4, 700), new FamilyState("r", 2, 5, 900, 4, 700)),
            Duration.ofSeconds(2));
    return Report.of(window, result, List.of(RULE), 3, null);
  }

  private static Alert alert(String rule, String id, Instant at, String user, String... records) {
    List<Evidence> evidence =
        Arrays.stream(records).map(r -> new Evidence(r, at, "step", "did " + r, null)).toList();
    return new Alert(
        id,
        rule,
        "title of " + rule,
        null,
        "high",
        Status.SETTLED,
        false,
        "t",
        Map.of(),
        at,
        at,
        at,
        evidence,
        List.of(),
        "Because of " + String.join(", ", records),
        List.of(),
        List.of(),
        null,
        Map.of("user.email", List.of(user)),
        Map.of(),
        0,
        null,
        null);
  }
}
