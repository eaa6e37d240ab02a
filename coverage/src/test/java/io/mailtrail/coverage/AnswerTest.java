package io.mailtrail.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.coverage.Answer.Kind;
import io.mailtrail.model.CoverageStatement;
import io.mailtrail.model.CoverageStatement.Setting;
import io.mailtrail.model.LogonType;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerTest {
  private static final Instant FROM = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2026-03-08T00:00:00Z");
  private static final Collected COMPLETE = Collected.allBut(List.of());
  private static final Collected INCOMPLETE =
      Collected.allBut(
          List.of(
              new Collected.Gap(
                  Instant.parse("2026-03-02T00:00:00Z"),
                  Instant.parse("2026-03-02T01:00:00Z"),
                  "a listing window is not finished")));
  private static final CoverageStatement ON =
      Said.annShown(
          "2026-01-01T00:00:00Z",
          Said.is(Setting.AUDIT_ENABLED, true),
          Said.is(Setting.OWNER, "HardDelete"));
  private static final CoverageStatement OFF =
      Said.annChanged("2026-03-03T09:15:07Z", Said.is(Setting.OWNER, "Update"));

  @Test
  void foundIsFoundWhateverTheSettings() {
    assertThat(answer(2, INCOMPLETE, OFF).kind()).isEqualTo(Kind.FOUND);
    assertThat(answer(2, INCOMPLETE, OFF).sentences()).first().isEqualTo("Found 2.");
  }

  @Test
  void aMailboxOfWhichNoRecordSpeaksByNameIsNeverNone() {
    CoverageStatement shown =
        Said.shown(
            "2026-01-01T00:00:00Z",
            CoverageStatement.Subject.MAILBOX,
            "Ann Lee",
            Said.is(Setting.AUDIT_ENABLED, true),
            Said.is(Setting.OWNER, "HardDelete"));
    Timeline timeline = Timeline.of("t", List.of(shown));
    Mailbox ann = Said.find(timeline, "Ann Lee");
    Answer answer =
        Answer.of(
            new Question(ann, "HardDelete", LogonType.OWNER), 0, timeline, FROM, TO, COMPLETE);

    assertThat(answer.periods()).hasSize(1);
    assertThat(answer.kind()).isEqualTo(Kind.NAME_UNKNOWN);
    assertThat(answer.sentences()).first().asString().contains("'ann lee'", "user principal name");
    Mailbox linked = ann.linkedTo(java.util.Set.of(Said.ANN));
    assertThat(
            Answer.of(
                    new Question(linked, "HardDelete", LogonType.OWNER),
                    0,
                    timeline,
                    FROM,
                    TO,
                    COMPLETE)
                .kind())
        .isEqualTo(Kind.NONE);
  }

  @Test
  void noneAndItWouldHaveBeenRecorded() {
    Answer answer = answer(0, COMPLETE, ON);

    assertThat(answer.kind()).isEqualTo(Kind.NONE);
    assertThat(answer.sentences()).first().isEqualTo("None, and it would have been recorded.");
    assertThat(answer.assumptions())
        .containsExactlyInAnyOrder(
            Assumption.INGESTION, Assumption.ORGANISATION, Assumption.BYPASS);
  }

  @Test
  void notAuditedSinceAndWhy() {
    Answer answer = answer(0, INCOMPLETE, ON, OFF);

    assertThat(answer.kind()).isEqualTo(Kind.NOT_AUDITED);
    assertThat(answer.sentences())
        .first()
        .isEqualTo(
            "None found, and for a part of the time not audited since 2026-03-03T09:15:07Z,"
                + " because AuditOwner did not hold HardDelete (admin@c.example set AuditOwner to"
                + " Update, 2026-03-03T09:15:07Z, record source).");
    assertThat(answer.periods()).hasSize(2);
    assertThat(answer.periods().get(1).from()).isEqualTo(OFF.at());
    assertThat(answer.sentences()).anyMatch(s -> s.contains("a listing window is not finished"));
  }

  @Test
  void unknownBecauseCollectionIsIncomplete() {
    assertThat(answer(0, INCOMPLETE, ON).kind()).isEqualTo(Kind.COLLECTION_INCOMPLETE);
  }

  @Test
  void unknownBecauseNobodyImportedTheConfiguration() {
    Answer answer = answer(0, COMPLETE);

    assertThat(answer.kind()).isEqualTo(Kind.CONFIGURATION_UNKNOWN);
    assertThat(answer.sentences())
        .first()
        .isEqualTo("Unknown, because nobody imported AuditEnabled of the mailbox.");
  }

  @Test
  void whatExchangeNeverRecordsIsKnownWithoutAnyConfiguration() {
    Timeline timeline = Timeline.of("t", List.of());
    Answer answer =
        Answer.of(
            new Question(Mailbox.named(Said.ANN), "MessageBind", LogonType.OWNER),
            0,
            timeline,
            FROM,
            TO,
            COMPLETE);

    assertThat(answer.kind()).isEqualTo(Kind.NOT_AUDITED);
    assertThat(answer.sentences())
        .first()
        .asString()
        .contains("never records MessageBind of owner");
  }

  @Test
  void switchedOffButAuditedByDefaultDependsOnTheLicence() {
    CoverageStatement off =
        Said.annShown("2026-01-01T00:00:00Z", Said.is(Setting.AUDIT_ENABLED, false));
    CoverageStatement plan =
        Said.shown(
            "2026-01-01T00:00:00Z",
            CoverageStatement.Subject.ACCOUNT,
            Said.ANN,
            Said.is(Setting.PREMIUM, true));
    CoverageStatement none =
        Said.shown(
            "2026-01-01T00:00:00Z",
            CoverageStatement.Subject.ACCOUNT,
            Said.ANN,
            Said.is(Setting.PREMIUM, false));

    assertThat(answer(0, COMPLETE, off).sentences())
        .first()
        .asString()
        .startsWith("Unknown, because nobody imported the licence")
        .contains("while AuditEnabled is False (an export of 2026-01-01T00:00:00Z shows it");
    assertThat(answer(0, COMPLETE, off, plan).kind()).isEqualTo(Kind.NONE);
    assertThat(answer(0, COMPLETE, off, none).sentences())
        .first()
        .asString()
        .startsWith(
            "Not audited since 2026-01-01T00:00:00Z, because auditing was switched off for the"
                + " mailbox");
  }

  @Test
  void oneFolderBindOfADelegateStandsForADay() {
    Timeline timeline =
        Timeline.of(
            "t",
            List.of(
                Said.annShown(
                    "2026-01-01T00:00:00Z",
                    Said.is(Setting.AUDIT_ENABLED, true),
                    Said.is(Setting.DELEGATE, "FolderBind"))));
    Answer answer =
        Answer.of(
            new Question(Said.find(timeline, Said.ANN), "FolderBind", LogonType.DELEGATE),
            0,
            timeline,
            FROM,
            TO,
            COMPLETE);

    assertThat(answer.kind()).isEqualTo(Kind.NONE);
    assertThat(answer.sentences()).anyMatch(sentence -> sentence.contains("within 24 hours"));
  }

  @Test
  void withoutALedgerThatIsSaid() {
    assertThat(answer(0, Collected.unknown(), ON).sentences())
        .anyMatch(sentence -> sentence.contains("there is no ledger"));
  }

  private static Answer answer(long found, Collected collected, CoverageStatement... statements) {
    Timeline timeline = Timeline.of("t", List.of(statements));
    List<Mailbox> mailboxes = timeline.find(Said.ANN);
    Mailbox ann = mailboxes.isEmpty() ? Mailbox.named(Said.ANN) : mailboxes.get(0);
    return Answer.of(
        new Question(ann, "HardDelete", LogonType.OWNER), found, timeline, FROM, TO, collected);
  }
}
