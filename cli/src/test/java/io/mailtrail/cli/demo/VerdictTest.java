package io.mailtrail.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.cli.demo.Observed.Copy;
import io.mailtrail.model.Alert;
import io.mailtrail.model.Alert.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The demo's proof can fail: each thing that could be wrong is told. */
class VerdictTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Expected EXPECTED =
      new Expected(
          Set.of("t/1", "t/2", "t/3", "t/bad"),
          Set.of("t/bad"),
          List.of(
              new Expected.Story(
                  "forwarding",
                  "ann@c.example",
                  List.of(new Expected.Due("flag", "takeover", Set.of("t/1", "t/2"))),
                  Set.of("by"),
                  Set.of("t/1", "t/2")),
              new Expected.Story(
                  "a traveller", "bob@c.example", List.of(), Set.of("by"), Set.of("t/3"))),
          Set.of("reset"),
          1);

  private static final Copy ONE = new Copy("t/1", "blob#1");
  private static final Copy TWO = new Copy("t/2", "blob#2");
  private static final Copy THREE = new Copy("t/3", "blob#3");
  private static final Copy BAD = new Copy("t/bad", "blob#4");
  private static final List<Copy> ALL = List.of(ONE, TWO, THREE, BAD);
  private static final List<Copy> READABLE = List.of(ONE, TWO, THREE);
  private static final Alert TRUE_ALERT =
      alert("flag", "ann@c.example", Status.SETTLED, "t/1", "t/2");

  private static Alert alert(String rule, String user, Status status, String... records) {
    return new Alert(
        rule + user + status,
        rule,
        "Title of " + rule,
        null,
        "high",
        status,
        false,
        "t",
        Map.of("user.email", user),
        NOON,
        NOON,
        NOON,
        List.of(records).stream().map(id -> new Alert.Evidence(id, NOON, "s", "s", "r")).toList(),
        null,
        null,
        null,
        null);
  }

  private static Observed observed(List<Copy> published, List<Copy> documents, List<Copy> failed) {
    return new Observed(published, documents, failed, List.of(), List.of(TRUE_ALERT));
  }

  private static List<String> problems(List<Alert> alerts) {
    return problems(new Observed(ALL, READABLE, List.of(BAD), List.of(), alerts));
  }

  private static List<String> problems(Observed observed) {
    return Verdict.of(EXPECTED, observed, 0).problems();
  }

  private static List<Copy> with(List<Copy> list, Copy... more) {
    return Stream.concat(list.stream(), Stream.of(more)).toList();
  }

  private static List<Copy> without(List<Copy> list, Copy gone) {
    List<Copy> left = new ArrayList<>(list);
    left.remove(gone);
    return left;
  }

  @Test
  void passesWhenAllIsThereOnceAndEveryTakeoverHasItsAlert() {
    Copy again = new Copy("t/1", "other-blob#7");
    Observed observed =
        new Observed(
            with(ALL, again),
            READABLE,
            List.of(BAD),
            List.of(),
            List.of(TRUE_ALERT, alert("flag", "bob@c.example", Status.RETRACTED, "t/3")));

    Verdict verdict = Verdict.of(EXPECTED, observed, 7);

    assertThat(verdict.problems()).isEmpty();
    assertThat(verdict.passed()).isTrue();
    assertThat(verdict.summary().toString())
        .isEqualTo(
            "{listed=4, published=5, searchable=3, failed=1, duplicates=1, alerts=1, seconds=7}");
  }

  /** After a restart ingest publishes again what its last checkpoint did not cover. */
  @Test
  void passesWhenCopiesWerePublishedAgainWhateverBecameOfThem() {
    Observed replayed = observed(with(ALL, ONE, BAD, TWO), READABLE, List.of(BAD));

    assertThat(problems(replayed)).isEmpty();
    assertThat(Verdict.of(EXPECTED, replayed, 0).summary()).containsEntry("duplicates", 3L);
  }

  @Test
  void tellsARecordThatNeverCame() {
    assertThat(problems(observed(without(ALL, THREE), without(READABLE, THREE), List.of(BAD))))
        .containsExactly("1 record is listed by the tenant, but never published: t/3.");
  }

  @Test
  void tellsADocumentThatIsGone() {
    Observed deleted = observed(ALL, without(READABLE, THREE), List.of(BAD));

    assertThat(problems(deleted))
        .containsExactly("1 record is published, but neither searchable nor failed: t/3.");
    assertThat(Verdict.of(EXPECTED, deleted, 0).summary()).containsEntry("duplicates", 0L);
  }

  /** Adding up counts would take the one for the other. */
  @Test
  void tellsADocumentThatIsGoneThoughAnotherRecordCameTwice() {
    assertThat(
            problems(
                observed(
                    with(ALL, new Copy("t/1", "blob#9")), without(READABLE, THREE), List.of(BAD))))
        .containsExactly("1 record is published, but neither searchable nor failed: t/3.");
  }

  @Test
  void tellsARecordThatStandsInTwoDocuments() {
    Copy again = new Copy("t/1", "other-blob#7");
    assertThat(problems(observed(with(ALL, again), with(READABLE, again), List.of(BAD))))
        .containsExactly("1 record is searchable more than once: t/1.");
  }

  @Test
  void tellsADocumentOfACopyThatNobodyPublished() {
    Copy elsewhere = new Copy("t/3", "nowhere#1");
    assertThat(problems(observed(ALL, with(without(READABLE, THREE), elsewhere), List.of(BAD))))
        .containsExactly("1 record is found in a copy that was never published: t/3.");
  }

  @Test
  void tellsAReadableRecordThatFailedAndARecordOutOfNowhere() {
    Copy invented = new Copy("t/x", "blob#8");
    assertThat(
            problems(
                observed(with(ALL, invented), List.of(ONE, TWO, invented), List.of(BAD, THREE))))
        .containsExactly(
            "1 record is never listed by the tenant, but found: t/x.",
            "1 record is readable, but failed: t/3.");
  }

  @Test
  void tellsAnUnreadableRecordThatBecameSearchable() {
    assertThat(problems(observed(ALL, ALL, List.of())))
        .containsExactly("1 record is unreadable, but searchable: t/bad.");
    assertThat(problems(observed(ALL, ALL, List.of(BAD))))
        .contains("1 record is searchable and failed as well: t/bad.");
  }

  @Test
  void tellsAFailureOfWhichNobodyKnowsTheRecord() {
    assertThat(problems(observed(ALL, READABLE, List.of(BAD, new Copy("", "blob#5")))))
        .containsExactly("1 record is never listed by the tenant, but found: (no id).");
  }

  @Test
  void tellsARuleThatWasSwitchedOff() {
    assertThat(
            problems(
                new Observed(
                    ALL, READABLE, List.of(BAD), List.of("Rule x was off."), List.of(TRUE_ALERT))))
        .containsExactly("A rule did not run: Rule x was off.");
  }

  @Test
  void tellsATakeoverWithoutAlertAndAnAlertWithoutTakeover() {
    assertThat(problems(List.of(alert("flag", "bob@c.example", Status.SETTLED, "t/3"))))
        .containsExactly(
            "The takeover \"forwarding\" of ann@c.example has no alert of takeover.",
            "An alert that no story explains: Title of flag, {user.email=bob@c.example} (the near"
                + " miss \"a traveller\").");
  }

  @Test
  void tellsAnAlertWhoseEvidenceIsNotTheStorys() {
    assertThat(problems(List.of(alert("flag", "ann@c.example", Status.SETTLED, "t/1"))))
        .containsExactly("The takeover \"forwarding\" of ann@c.example has no alert of takeover.");
  }

  @Test
  void tellsASecondAlertOfTheSameTakeover() {
    assertThat(
            problems(
                List.of(TRUE_ALERT, alert("flag", "ann@c.example", Status.REOPENED, "t/1", "t/2"))))
        .containsExactly(
            "The takeover \"forwarding\" of ann@c.example has 2 alerts, not one, of takeover.");
  }

  @Test
  void tellsAnAlertOfAnyRuleThatNeverSettled() {
    assertThat(
            problems(
                List.of(
                    alert("flag", "ann@c.example", Status.PROVISIONAL, "t/1", "t/2"),
                    alert("by", "bob@c.example", Status.PROVISIONAL, "t/3"))))
        .hasSize(2)
        .allMatch(problem -> problem.contains("is not settled"));
  }

  @Test
  void aRuleThatIsAllowedMayFireOnRecordsOfItsStoryAndNowhereElse() {
    assertThat(problems(List.of(TRUE_ALERT, alert("by", "bob@c.example", Status.SETTLED, "t/3"))))
        .isEmpty();
    assertThat(problems(List.of(TRUE_ALERT, alert("by", "eve@c.example", Status.SETTLED, "t/bad"))))
        .containsExactly(
            "An alert that no story explains: Title of by, {user.email=eve@c.example}.");
  }

  @Test
  void aRuleOnSingleRecordsMayHaveAnAlertForEach() {
    Expected expected =
        new Expected(
            EXPECTED.listedIds(),
            EXPECTED.unreadableIds(),
            List.of(
                new Expected.Story(
                    "sync",
                    "ann@c.example",
                    List.of(new Expected.Due("sync", "sync", Set.of())),
                    Set.of(),
                    Set.of("t/1", "t/2"))),
            Set.of(),
            0);
    List<Alert> each =
        List.of(
            alert("sync", "ann@c.example", Status.SETTLED, "t/1"),
            alert("sync", "ann@c.example", Status.SETTLED, "t/2"));

    Verdict verdict =
        Verdict.of(expected, new Observed(ALL, READABLE, List.of(BAD), List.of(), each), 0);

    assertThat(verdict.problems()).isEmpty();
    assertThat(verdict.summary()).containsEntry("alerts", 1L);
  }

  /** Evidence of a takeover does not make an alert on a near miss right. */
  @Test
  void anAlertHasToBeExplainedByAllStoriesThatItStandsOn() {
    assertThat(
            problems(List.of(alert("flag", "ann@c.example", Status.SETTLED, "t/1", "t/2", "t/3"))))
        .containsExactly(
            "An alert that no story explains: Title of flag, {user.email=ann@c.example} (the near"
                + " miss \"a traveller\").");
  }

  @Test
  void aCoincidenceOnAnOrdinaryPersonIsToldAndNoProblemUntilThereAreTooMany() {
    Alert once = alert("reset", "eve@c.example", Status.SETTLED, "t/bad");
    Observed one = new Observed(ALL, READABLE, List.of(BAD), List.of(), List.of(TRUE_ALERT, once));

    Verdict verdict = Verdict.of(EXPECTED, one, 0);
    assertThat(verdict.problems()).isEmpty();
    assertThat(verdict.notes())
        .containsExactly("A false alarm that can be: Title of reset, {user.email=eve@c.example}.");

    Alert again = alert("reset", "zoe@c.example", Status.SETTLED, "t/bad");
    assertThat(problems(List.of(TRUE_ALERT, once, again)))
        .containsExactly(
            "An alert that no story explains: Title of reset, {user.email=zoe@c.example}.");
    Alert onANearMiss = alert("reset", "bob@c.example", Status.SETTLED, "t/3");
    assertThat(problems(List.of(TRUE_ALERT, onANearMiss)))
        .containsExactly(
            "An alert that no story explains: Title of reset, {user.email=bob@c.example} (the near"
                + " miss \"a traveller\").");
  }

  @Test
  void anyOtherRuleMayFireOnNobody() {
    assertThat(
            problems(List.of(TRUE_ALERT, alert("other", "ann@c.example", Status.SETTLED, "t/1"))))
        .containsExactly(
            "An alert that no story explains: Title of other, {user.email=ann@c.example} (the"
                + " takeover \"forwarding\").");
  }

  @Test
  void aRuleThatCriesWolfGetsFiveSentencesAndACount() {
    List<Alert> wolves = new ArrayList<>(List.of(TRUE_ALERT));
    for (int i = 0; i < 9; i++) {
      wolves.add(alert("wolf", "user" + i + "@c.example", Status.SETTLED, "t/bad"));
    }
    assertThat(problems(wolves)).hasSize(6).last().isEqualTo("And 4 more of \"Title of wolf\".");
  }
}
