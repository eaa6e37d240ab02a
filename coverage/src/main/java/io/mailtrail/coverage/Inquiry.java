package io.mailtrail.coverage;

import io.mailtrail.coverage.History.Reading;
import io.mailtrail.model.ActionTable;
import io.mailtrail.model.CoverageStatement.Setting;
import io.mailtrail.model.LogonType;
import io.mailtrail.model.MailboxAction;
import io.mailtrail.model.MailboxAction.Kind;
import io.mailtrail.model.MailboxAction.Licence;
import io.mailtrail.model.MailboxAction.Recording;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One question put to the settings. Conditions are asked in the order of {@link Reason}; one that
 * does not hold decides, whatever is unknown of the others.
 */
final class Inquiry {
  private final Settings organisation;
  private final Settings mailbox;
  private final Question question;
  private final Collected collected;

  private record Condition(Reason reason, Reading reading) {}

  Inquiry(Settings organisation, Settings mailbox, Question question, Collected collected) {
    this.organisation = organisation;
    this.mailbox = mailbox;
    this.question = question;
    this.collected = collected;
  }

  /**
   * @param actor null where nobody is named
   */
  Judgement at(Instant time, Settings actor) {
    boolean isGroup = mailbox.flag(Setting.GROUP, time, collected).value() == Recorded.YES;
    Optional<MailboxAction> found =
        ActionTable.bundled()
            .action(question.action(), isGroup ? Kind.GROUP : Kind.USER, Settings.day(time));
    if (found.isEmpty()) {
      return fixed(Reason.NO_SUCH_ACTION);
    }
    MailboxAction row = found.get();
    if (row.recording(question.logon()) == Recording.NEVER) {
      return fixed(Reason.NEVER_RECORDED);
    }
    boolean isCurrent = row.table() == MailboxAction.Table.CURRENT;
    Set<Assumption> assumptions = EnumSet.noneOf(Assumption.class);
    List<Condition> conditions = new ArrayList<>();
    conditions.add(
        new Condition(
            Reason.INGESTION,
            noted(
                organisation.untouched(Setting.INGESTION, true, time, collected),
                Assumption.INGESTION,
                assumptions)));
    if (isCurrent) {
      conditions.add(
          new Condition(
              Reason.ORGANISATION,
              noted(
                      organisation.untouched(Setting.AUDIT_DISABLED, false, time, collected),
                      Assumption.ORGANISATION,
                      assumptions)
                  .negated()));
    }
    conditions.add(new Condition(Reason.MAILBOX, exists(time)));
    Settings who = question.logon() == LogonType.OWNER ? mailbox : actor;
    if (who != null) {
      conditions.add(
          new Condition(
              Reason.BYPASS,
              noted(
                      who.untouched(Setting.BYPASS, false, time, collected),
                      Assumption.BYPASS,
                      assumptions)
                  .negated()));
    }
    if (!isGroup) {
      Reading premium = mailbox.flag(Setting.PREMIUM, time, collected);
      if (row.licence() != Licence.ANY) {
        boolean needsIt = row.licence() == Licence.PREMIUM;
        conditions.add(new Condition(Reason.LICENCE, needsIt ? premium : premium.negated()));
      }
      conditions.add(set(row, isCurrent, premium, time));
    }
    if (question.mailbox().joinedByName()) {
      assumptions.add(Assumption.NAME);
    }
    return judgement(conditions, assumptions);
  }

  private static Reading noted(Reading reading, Assumption assumption, Set<Assumption> noted) {
    if (reading.doubt() == Doubt.NONE && reading.by().isEmpty()) {
      noted.add(assumption);
    }
    return reading;
  }

  /**
   * A mailbox of which nothing else is known is taken to exist; one that was made later did not.
   */
  private Reading exists(Instant time) {
    return mailbox.untouched(Setting.EXISTS, true, time, collected).doubt() == Doubt.STATED_LATER
        ? new Reading(
            Recorded.NO,
            Doubt.NONE,
            Optional.empty(),
            mailbox.flag(Setting.EXISTS, time, collected).by(),
            false)
        : mailbox.untouched(Setting.EXISTS, true, time, collected);
  }

  /**
   * Whether the mailbox's own settings, or auditing by default, record the action. Since auditing
   * is on by default, AuditEnabled False no longer keeps the default actions from being recorded,
   * but without an E5-class plan their records stay in the mailbox and do not reach the unified
   * audit log.
   */
  private Condition set(MailboxAction row, boolean isCurrent, Reading premium, Instant time) {
    boolean byDefault = row.recording(question.logon()) == Recording.DEFAULT;
    Reading enabled = mailbox.flag(Setting.AUDIT_ENABLED, time, collected);
    Reading listed =
        mailbox.listed(question.logon(), question.action(), byDefault, time, collected);
    Reading always = isCurrent && byDefault ? premium : Reading.taken(false);
    return switch (enabled.value()) {
      case YES -> new Condition(Reason.ACTION_SET, listed);
      case NO ->
          always.value() == Recorded.YES
              ? new Condition(Reason.MAILBOX_AUDITING, always)
              : new Condition(
                  always.value() == Recorded.NO
                      ? Reason.MAILBOX_AUDITING
                      : Reason.AUDITING_BY_DEFAULT,
                  new Reading(
                      always.value(),
                      always.doubt(),
                      enabled.since(),
                      enabled.by(),
                      enabled.isInferred()));
      case UNKNOWN ->
          listed.value() == always.value() && listed.value() != Recorded.UNKNOWN
              ? new Condition(Reason.ACTION_SET, listed)
              : new Condition(Reason.MAILBOX_AUDITING, enabled);
    };
  }

  private static Judgement judgement(List<Condition> conditions, Set<Assumption> assumptions) {
    for (Recorded wanted : List.of(Recorded.NO, Recorded.UNKNOWN)) {
      for (Condition condition : conditions) {
        Reading reading = condition.reading();
        if (reading.value() == wanted) {
          // What is taken for granted of the others does not matter to a condition that fails.
          Set<Assumption> mattering =
              wanted == Recorded.NO ? EnumSet.noneOf(Assumption.class) : assumptions;
          return judgement(wanted, condition, mattering);
        }
      }
    }
    boolean isInferred = conditions.stream().anyMatch(c -> c.reading().isInferred());
    if (isInferred) {
      assumptions.add(Assumption.UNCHANGED);
    }
    Condition last = conditions.get(conditions.size() - 1);
    return new Judgement(
        Recorded.YES,
        Reason.RECORDED,
        Doubt.NONE,
        last.reading().since(),
        last.reading().by(),
        assumptions);
  }

  private static Judgement judgement(
      Recorded value, Condition condition, Set<Assumption> assumptions) {
    Reading reading = condition.reading();
    Set<Assumption> all = EnumSet.noneOf(Assumption.class);
    all.addAll(assumptions);
    if (reading.isInferred()) {
      all.add(Assumption.UNCHANGED);
    }
    return new Judgement(
        value, condition.reason(), reading.doubt(), reading.since(), reading.by(), all);
  }

  private static Judgement fixed(Reason reason) {
    return new Judgement(
        Recorded.NO, reason, Doubt.NONE, Optional.empty(), Optional.empty(), Set.of());
  }
}
