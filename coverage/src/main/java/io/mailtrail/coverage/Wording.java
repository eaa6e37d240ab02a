package io.mailtrail.coverage;

import io.mailtrail.model.ActionTable;
import io.mailtrail.model.CoverageStatement.Assertion;
import io.mailtrail.model.CoverageStatement.Basis;
import io.mailtrail.model.CoverageStatement.Setting;
import io.mailtrail.model.LogonType;
import io.mailtrail.model.MailboxAction;
import io.mailtrail.model.MailboxAction.Kind;
import java.util.List;
import java.util.stream.Collectors;

/** Judgements as sentences, without the full stop. */
public final class Wording {
  private static final int MAX_VALUES = 30;

  private Wording() {}

  /** Who is meant by a logon type: {@code owners}. */
  public static String who(LogonType logon) {
    return switch (logon) {
      case OWNER -> "owner";
      case DELEGATE -> "delegates";
      default -> "administrators";
    };
  }

  /** The same behind an "of": {@code the owner}. */
  static String whom(LogonType logon) {
    return logon == LogonType.OWNER ? "the owner" : who(logon);
  }

  /** Why it is judged so: {@code AuditEnabled was False, since ...}. */
  public static String because(Judgement judgement, Question question) {
    String said = reason(judgement, question);
    StringBuilder text = new StringBuilder(said);
    judgement
        .because()
        .ifPresent(
            statement -> {
              text.append(" (");
              text.append(
                  statement.basis() == Basis.CHANGE
                      ? statement.summary() + ", " + statement.at() + ", record "
                      : "an export of " + statement.at() + " shows it, ");
              text.append(statement.source()).append(')');
            });
    return text.toString();
  }

  private static String reason(Judgement judgement, Question question) {
    return switch (judgement.recorded()) {
      case YES -> "it was recorded";
      case NO -> negative(judgement.reason(), question);
      case UNKNOWN -> doubt(judgement, question);
    };
  }

  private static String negative(Reason reason, Question question) {
    String list = Settings.LISTS.get(question.logon()).wireName();
    return switch (reason) {
      case RECORDED -> "it was recorded";
      case NO_SUCH_ACTION -> "Exchange did not know the action then, for such a mailbox";
      case NEVER_RECORDED ->
          "Exchange never records "
              + question.action()
              + " of "
              + who(question.logon())
              + note(question);
      case INGESTION -> "the organisation did not let records into the unified audit log";
      case ORGANISATION -> "mailbox auditing was switched off for the organisation (AuditDisabled)";
      case MAILBOX -> "there was no such mailbox";
      case BYPASS -> "the account is exempt from auditing (AuditBypassEnabled)";
      case LICENCE -> licence(question);
      case MAILBOX_AUDITING, AUDITING_BY_DEFAULT ->
          "auditing was switched off for the mailbox (AuditEnabled)";
      case ACTION_SET -> list + " did not hold " + question.action();
    };
  }

  private static String note(Question question) {
    return ActionTable.bundled()
        .newest(question.action(), Kind.USER)
        .map(MailboxAction::note)
        .map(note -> ". " + (note.endsWith(".") ? note.substring(0, note.length() - 1) : note))
        .orElse("");
  }

  private static String licence(Question question) {
    boolean needsIt =
        ActionTable.bundled()
            .newest(question.action(), Kind.USER)
            .filter(row -> row.licence() == MailboxAction.Licence.WITHOUT_PREMIUM)
            .isEmpty();
    return needsIt
        ? "the action is recorded only with Audit (Premium) or an E5-class plan"
        : "the action is recorded only without an E5-class plan";
  }

  private static String doubt(Judgement judgement, Question question) {
    String what = unknown(judgement.reason(), question);
    return switch (judgement.doubt()) {
      case NONE, NEVER_STATED -> "nobody imported " + what;
      case STATED_LATER -> what + " is known only for later";
      case CHANGED_UNSEEN -> what + " changed meanwhile, and no record says when";
      case UNCLEAR -> what + " was changed, and the record does not tell to what";
      case TRUNCATED -> "the export cut " + what + " short";
    };
  }

  private static String unknown(Reason reason, Question question) {
    return switch (reason) {
      case INGESTION -> "UnifiedAuditLogIngestionEnabled";
      case ORGANISATION -> "AuditDisabled of the organisation";
      case MAILBOX -> "whether the mailbox existed";
      case BYPASS -> "the bypass association of the account";
      case LICENCE -> "the licence of the mailbox, on which this action depends";
      case MAILBOX_AUDITING -> "AuditEnabled of the mailbox";
      case AUDITING_BY_DEFAULT ->
          "the licence of the mailbox, on which it depends whether records arrive while"
              + " AuditEnabled is False";
      case RECORDED, NO_SUCH_ACTION, NEVER_RECORDED, ACTION_SET ->
          Settings.LISTS.get(question.logon()).wireName() + " of the mailbox";
    };
  }

  /** What a change says: {@code ann@c.example set AuditEnabled to False}. */
  static String change(String by, List<Assertion> settings) {
    String who = by.isEmpty() ? "somebody" : by;
    return who + " " + settings.stream().map(Wording::changed).collect(Collectors.joining(" and "));
  }

  private static String changed(Assertion assertion) {
    String name = assertion.setting().wireName();
    if (assertion.setting() == Setting.EXISTS) {
      return assertion.values().contains("true") ? "made the mailbox" : "removed the mailbox";
    }
    return switch (assertion.operation()) {
      case IS -> "set " + name + " to " + values(assertion);
      case ADD -> "added " + values(assertion) + " to " + name;
      case REMOVE -> "took " + values(assertion) + " from " + name;
      case INCLUDES, UNCLEAR -> "changed " + name + ", the record does not tell to what";
    };
  }

  /** What an export shows: {@code AuditEnabled is True, AuditOwner is ...}. */
  static String shown(List<Assertion> settings) {
    return settings.stream()
        .map(
            assertion ->
                assertion.setting().wireName()
                    + switch (assertion.operation()) {
                      case INCLUDES -> " includes " + values(assertion);
                      case UNCLEAR -> " cannot be read";
                      case IS, ADD, REMOVE -> " is " + values(assertion);
                    })
        .collect(Collectors.joining(", "));
  }

  private static String values(Assertion assertion) {
    if (assertion.values().isEmpty()) {
      return "nothing";
    }
    return assertion.values().stream().limit(MAX_VALUES).collect(Collectors.joining(", "));
  }

  /** For a period that is not simply recorded: {@code since ...: AuditEnabled ...}. */
  public static String since(Judgement judgement) {
    return judgement.since().map(since -> " since " + since).orElse("");
  }
}
