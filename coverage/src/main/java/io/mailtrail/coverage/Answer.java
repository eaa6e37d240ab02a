package io.mailtrail.coverage;

import io.mailtrail.model.ActionTable;
import io.mailtrail.model.LogonType;
import io.mailtrail.model.MailboxAction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What "nothing was found" means.
 *
 * @param found how many records were found
 * @param periods how the action stood over the span that was asked for
 * @param gaps the parts of the span whose records are not all here
 * @param sentences for a person: the answer first, then what it rests on
 */
public record Answer(
    Kind kind,
    long found,
    List<Period> periods,
    List<Collected.Gap> gaps,
    Set<Assumption> assumptions,
    List<String> sentences) {

  /** The answers there are. */
  public enum Kind {
    FOUND,
    /** None, and it would have been recorded. */
    NONE,
    /** It was not recorded, for a part of the span at least. */
    NOT_AUDITED,
    /** The mailbox or actor is known by nothing that records hold. */
    NAME_UNKNOWN,
    /** Not every record of the span has been collected. */
    COLLECTION_INCOMPLETE,
    /** What would have been recorded is not known, for a part of the span at least. */
    CONFIGURATION_UNKNOWN
  }

  private static final int MAX_GAPS = 10;

  public Answer {
    periods = List.copyOf(periods);
    gaps = List.copyOf(gaps);
    assumptions = Set.copyOf(assumptions);
    sentences = List.copyOf(sentences);
  }

  /**
   * Answers a question.
   *
   * @param found how many records of the action, logon type and mailbox there are in the span
   */
  public static Answer of(
      Question question,
      long found,
      Timeline timeline,
      Instant from,
      Instant to,
      Collected collected) {
    List<Period> periods = timeline.periods(question, from, to, collected);
    List<Collected.Gap> gaps = collected.gaps(from, to);
    Kind kind = kind(found, question, periods, gaps);
    Set<Assumption> assumptions =
        periods.stream()
            .flatMap(period -> period.judgement().assumptions().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> sentences = new ArrayList<>();
    sentences.add(first(kind, found, question, periods));
    for (Period period : periods) {
      if (period.judgement().recorded() != Recorded.YES || periods.size() > 1) {
        sentences.add(line(period, question));
      }
    }
    gaps.stream()
        .limit(MAX_GAPS)
        .forEach(
            gap ->
                sentences.add(
                    "Not completely collected from "
                        + gap.from()
                        + " to "
                        + gap.to()
                        + ": "
                        + gap.why()
                        + "."));
    if (gaps.size() > MAX_GAPS) {
      sentences.add("... and " + (gaps.size() - MAX_GAPS) + " more such gaps.");
    }
    if (!collected.isKnown() && kind != Kind.FOUND) {
      sentences.add("How completely records were collected is not known here: there is no ledger.");
    }
    assumptions.forEach(
        assumption -> sentences.add("Taken for granted: " + assumption.sentence() + "."));
    if (kind == Kind.NONE && isConsolidated(question, to)) {
      sentences.add(
          "Repeats on one folder within 24 hours make one record: it may stand before this time.");
    }
    others(question, timeline, from, to, sentences);
    return new Answer(kind, found, periods, gaps, assumptions, sentences);
  }

  private static boolean isConsolidated(Question question, Instant time) {
    return ActionTable.bundled()
        .action(question.action(), MailboxAction.Kind.USER, Settings.day(time))
        .filter(row -> row.recording(question.logon()) == MailboxAction.Recording.CONSOLIDATED)
        .isPresent();
  }

  private static Kind kind(
      long found, Question question, List<Period> periods, List<Collected.Gap> gaps) {
    if (found > 0) {
      return Kind.FOUND;
    }
    if (any(periods, Recorded.NO)) {
      return Kind.NOT_AUDITED;
    }
    if (question.nameless().isPresent()) {
      return Kind.NAME_UNKNOWN;
    }
    if (!gaps.isEmpty()) {
      return Kind.COLLECTION_INCOMPLETE;
    }
    return any(periods, Recorded.UNKNOWN) ? Kind.CONFIGURATION_UNKNOWN : Kind.NONE;
  }

  private static boolean any(List<Period> periods, Recorded recorded) {
    return periods.stream().anyMatch(period -> period.judgement().recorded() == recorded);
  }

  private static String first(Kind kind, long found, Question question, List<Period> periods) {
    return switch (kind) {
      case FOUND -> "Found " + found + ".";
      case NONE -> "None, and it would have been recorded.";
      case NOT_AUDITED -> notAudited(question, periods);
      case NAME_UNKNOWN ->
          "Unknown, because records go by addresses and GUIDs, and none is known of '"
              + question.nameless().map(Mailbox::label).orElse("")
              + "': name it by its user principal name, or import an export that has it.";
      case COLLECTION_INCOMPLETE -> "Unknown: collection is incomplete for these hours.";
      case CONFIGURATION_UNKNOWN -> unknown(question, periods);
    };
  }

  private static String notAudited(Question question, List<Period> periods) {
    Judgement judgement = firstWith(periods, Recorded.NO);
    boolean isAll = periods.stream().allMatch(p -> p.judgement().recorded() == Recorded.NO);
    return (isAll ? "Not audited" : "None found, and for a part of the time not audited")
        + Wording.since(judgement)
        + ", because "
        + Wording.because(judgement, question)
        + ".";
  }

  private static String unknown(Question question, List<Period> periods) {
    return "Unknown, because "
        + Wording.because(firstWith(periods, Recorded.UNKNOWN), question)
        + ".";
  }

  private static Judgement firstWith(List<Period> periods, Recorded recorded) {
    return periods.stream()
        .map(Period::judgement)
        .filter(judgement -> judgement.recorded() == recorded)
        .findFirst()
        .orElseThrow();
  }

  private static String line(Period period, Question question) {
    String what =
        switch (period.judgement().recorded()) {
          case YES -> "recorded";
          case NO -> "not recorded: " + Wording.because(period.judgement(), question);
          case UNKNOWN -> "unknown: " + Wording.because(period.judgement(), question);
        };
    return period.from() + " to " + period.to() + ": " + what + ".";
  }

  private static void others(
      Question question, Timeline timeline, Instant from, Instant to, List<String> sentences) {
    if (question.actor().isPresent() || question.logon() == LogonType.OWNER) {
      return;
    }
    List<Mailbox> bypassed = timeline.bypassed(from, to);
    if (!bypassed.isEmpty()) {
      sentences.add(
          "What these accounts do is not recorded in any mailbox: "
              + bypassed.stream().map(Mailbox::label).collect(Collectors.joining(", "))
              + ".");
    }
  }
}
