package io.mailtrail.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.CoverageStatement;
import io.mailtrail.model.CoverageStatement.Operation;
import io.mailtrail.model.CoverageStatement.Setting;
import io.mailtrail.model.CoverageStatement.Subject;
import io.mailtrail.model.LogonType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What may be concluded between and before statements, and what may not. */
class HistoryTest {
  private static final Instant JANUARY = Instant.parse("2026-01-15T00:00:00Z");
  private static final Instant FEBRUARY = Instant.parse("2026-02-15T00:00:00Z");
  private static final Instant MARCH = Instant.parse("2026-03-15T00:00:00Z");
  private static final String FIRST = "2026-02-01T00:00:00Z";
  private static final String SECOND = "2026-03-01T00:00:00Z";
  private static final CoverageStatement WITH =
      Said.annShown(
          FIRST, Said.is(Setting.AUDIT_ENABLED, true), Said.is(Setting.OWNER, "HardDelete"));

  @Test
  void whatAnExportShowsHoldsUntilARecordChangesItAndTheRecordIsTheReason() {
    CoverageStatement change =
        Said.annChanged(SECOND, Said.does(Operation.REMOVE, Setting.OWNER, "HardDelete"));
    Timeline timeline = Timeline.of("t", List.of(change, WITH));

    assertThat(at(timeline, FEBRUARY).recorded()).isEqualTo(Recorded.YES);
    Judgement after = at(timeline, MARCH);
    assertThat(after.recorded()).isEqualTo(Recorded.NO);
    assertThat(after.reason()).isEqualTo(Reason.ACTION_SET);
    assertThat(after.since()).contains(Instant.parse(SECOND));
    assertThat(after.because()).contains(change);
  }

  @Test
  void notAuditedIsSaidToBeSoSinceTheFirstStatementThatSaysIt() {
    CoverageStatement off =
        Said.annShown(FIRST, Said.is(Setting.AUDIT_ENABLED, true), Said.is(Setting.OWNER));
    CoverageStatement still =
        Said.annShown(SECOND, Said.is(Setting.AUDIT_ENABLED, true), Said.is(Setting.OWNER));
    Timeline timeline = Timeline.of("t", List.of(off, still));

    assertThat(at(timeline, MARCH).since()).contains(Instant.parse(FIRST));
    assertThat(at(timeline, MARCH).because()).contains(off);
  }

  @Test
  void twoExportsThatDisagreeLeaveTheTimeBetweenThemUnknown() {
    CoverageStatement without =
        Said.annShown(SECOND, Said.is(Setting.AUDIT_ENABLED, true), Said.is(Setting.OWNER));
    Timeline timeline = Timeline.of("t", List.of(WITH, without));

    Judgement between = at(timeline, FEBRUARY);
    assertThat(between.recorded()).isEqualTo(Recorded.UNKNOWN);
    assertThat(between.doubt()).isEqualTo(Doubt.CHANGED_UNSEEN);
    assertThat(at(timeline, MARCH).recorded()).isEqualTo(Recorded.NO);
    assertThat(at(timeline, Instant.parse(FIRST).plusSeconds(1)).recorded())
        .isEqualTo(Recorded.UNKNOWN);
  }

  @Test
  void anExportSpeaksOfTheTimeBeforeItOnlyIfAChangeWouldBeKnown() {
    Timeline timeline = Timeline.of("t", List.of(WITH));
    Collected.Gap gap =
        new Collected.Gap(
            Instant.parse("2026-01-20T00:00:00Z"), Instant.parse("2026-01-20T01:00:00Z"), "why");

    Judgement blind = at(timeline, JANUARY);
    assertThat(blind.recorded()).isEqualTo(Recorded.UNKNOWN);
    assertThat(blind.doubt()).isEqualTo(Doubt.STATED_LATER);
    Judgement complete = at(timeline, JANUARY, Collected.allBut(List.of()));
    assertThat(complete.recorded()).isEqualTo(Recorded.YES);
    assertThat(complete.assumptions()).contains(Assumption.UNCHANGED);
    assertThat(at(timeline, JANUARY, Collected.allBut(List.of(gap))).recorded())
        .isEqualTo(Recorded.UNKNOWN);
    assertThat(
            at(timeline, Instant.parse("2026-01-25T00:00:00Z"), Collected.allBut(List.of(gap)))
                .recorded())
        .isEqualTo(Recorded.YES);
    assertThat(at(timeline, JANUARY, Collected.unknown().assumingNoUnseenChange()).recorded())
        .isEqualTo(Recorded.YES);
  }

  @Test
  void aChangeDoesNotSayHowItWasBefore() {
    Timeline timeline =
        Timeline.of("t", List.of(Said.annChanged(FIRST, Said.is(Setting.AUDIT_ENABLED, true))));

    assertThat(at(timeline, JANUARY, Collected.allBut(List.of())).doubt())
        .isEqualTo(Doubt.STATED_LATER);
  }

  @Test
  void whatARecordDoesNotTellIsUnknownUntilAnExportShowsIt() {
    CoverageStatement unclear =
        Said.annChanged("2026-02-10T00:00:00Z", Said.does(Operation.UNCLEAR, Setting.OWNER));
    CoverageStatement shown =
        Said.annShown(
            SECOND, Said.is(Setting.AUDIT_ENABLED, true), Said.is(Setting.OWNER, "Update"));
    Timeline timeline = Timeline.of("t", List.of(WITH, unclear, shown));

    assertThat(at(timeline, Instant.parse("2026-02-05T00:00:00Z")).recorded())
        .isEqualTo(Recorded.YES);
    assertThat(at(timeline, FEBRUARY).doubt()).isEqualTo(Doubt.UNCLEAR);
    assertThat(at(timeline, MARCH).recorded()).isEqualTo(Recorded.NO);
    assertThat(at(timeline, FEBRUARY, Collected.allBut(List.of())).recorded())
        .as("nothing happened between the change and the export, so the export shows its effect")
        .isEqualTo(Recorded.NO);
  }

  @Test
  void anOrganisationThatWasSwitchedOffWasOnBeforeAndOneThatWasSwitchedOnIsInDoubt() {
    CoverageStatement off =
        Said.changed(FIRST, Subject.ORGANISATION, "", Said.is(Setting.INGESTION, false));
    CoverageStatement on =
        Said.changed(FIRST, Subject.ORGANISATION, "", Said.is(Setting.INGESTION, true));
    CoverageStatement mailbox =
        Said.annShown(
            "2026-01-01T00:00:00Z",
            Said.is(Setting.AUDIT_ENABLED, true),
            Said.is(Setting.OWNER, "HardDelete"));

    assertThat(at(Timeline.of("t", List.of(off, mailbox)), JANUARY).recorded())
        .isEqualTo(Recorded.YES);
    assertThat(at(Timeline.of("t", List.of(off, mailbox)), FEBRUARY).reason())
        .isEqualTo(Reason.INGESTION);
    assertThat(at(Timeline.of("t", List.of(on, mailbox)), JANUARY).recorded())
        .isEqualTo(Recorded.UNKNOWN);
  }

  @Test
  void aMailboxIsNotThereBeforeItIsMadeAndBeginsWithDefaults() {
    CoverageStatement made = Said.annChanged(FIRST, Said.is(Setting.EXISTS, true));
    Timeline timeline = Timeline.of("t", List.of(made));

    assertThat(at(timeline, JANUARY).reason()).isEqualTo(Reason.MAILBOX);
    assertThat(at(timeline, FEBRUARY).recorded()).isEqualTo(Recorded.YES);
  }

  @Test
  void addingToMicrosoftsSetKeepsItAsItWasThen() {
    CoverageStatement defaults =
        Said.annShown(
            FIRST, Said.is(Setting.AUDIT_ENABLED, true), Said.is(Setting.DEFAULT_SET, "Owner"));
    CoverageStatement add =
        Said.annChanged(SECOND, Said.does(Operation.ADD, Setting.OWNER, "MailboxLogin"));
    Timeline timeline = Timeline.of("t", List.of(defaults, add));

    assertThat(at(timeline, "MailboxLogin", FEBRUARY).recorded()).isEqualTo(Recorded.NO);
    assertThat(at(timeline, "MailboxLogin", MARCH).recorded()).isEqualTo(Recorded.YES);
    assertThat(at(timeline, "HardDelete", MARCH).recorded()).isEqualTo(Recorded.YES);
    assertThat(at(timeline, "Move", MARCH).recorded()).isEqualTo(Recorded.NO);
  }

  @Test
  void aBypassExemptsTheOneWhoActsNotTheMailbox() {
    CoverageStatement bypass =
        Said.shown(FIRST, Subject.ACCOUNT, "bob@c.example", Said.is(Setting.BYPASS, true));
    CoverageStatement mailbox =
        Said.annShown(
            FIRST, Said.is(Setting.AUDIT_ENABLED, true), Said.is(Setting.DELEGATE, "SendAs"));
    Timeline timeline = Timeline.of("t", List.of(bypass, mailbox));
    Mailbox ann = Said.find(timeline, Said.ANN);
    Question byAnybody = new Question(ann, "SendAs", LogonType.DELEGATE);
    Question byBob =
        new Question(
            ann, "SendAs", LogonType.DELEGATE, Optional.of(Said.find(timeline, "bob@c.example")));

    assertThat(timeline.at(byAnybody, FEBRUARY, Collected.unknown()).recorded())
        .isEqualTo(Recorded.YES);
    assertThat(timeline.at(byBob, FEBRUARY, Collected.unknown()).reason()).isEqualTo(Reason.BYPASS);
    assertThat(timeline.bypassed(FEBRUARY, MARCH))
        .extracting(Mailbox::label)
        .containsExactly("bob@c.example");
    assertThat(timeline.mailboxes()).extracting(Mailbox::label).containsExactly(Said.ANN);
  }

  private static Judgement at(Timeline timeline, Instant time) {
    return at(timeline, time, Collected.unknown());
  }

  private static Judgement at(Timeline timeline, Instant time, Collected collected) {
    return timeline.at(
        new Question(Said.find(timeline, Said.ANN), "HardDelete", LogonType.OWNER),
        time,
        collected);
  }

  private static Judgement at(Timeline timeline, String action, Instant time) {
    return timeline.at(
        new Question(Said.find(timeline, Said.ANN), action, LogonType.OWNER),
        time,
        Collected.unknown());
  }
}
