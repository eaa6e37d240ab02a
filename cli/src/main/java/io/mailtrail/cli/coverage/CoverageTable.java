package io.mailtrail.cli.coverage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.coverage.Collected;
import io.mailtrail.coverage.Judgement;
import io.mailtrail.coverage.Mailbox;
import io.mailtrail.coverage.Question;
import io.mailtrail.coverage.Reason;
import io.mailtrail.coverage.Recorded;
import io.mailtrail.coverage.Timeline;
import io.mailtrail.model.ActionTable;
import io.mailtrail.model.Json;
import io.mailtrail.model.LogonType;
import io.mailtrail.model.MailboxAction;
import io.mailtrail.model.MailboxAction.Kind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Mailboxes by actions, as of one time. */
final class CoverageTable {
  private static final List<LogonType> LOGONS =
      List.of(LogonType.OWNER, LogonType.DELEGATE, LogonType.ADMIN);
  private static final int MAX_NAME = 48;
  private static final int ACTIONS_A_LINE = 4;

  private final Timeline timeline;
  private final Instant time;
  private final Collected collected;
  private final List<String> actions;

  CoverageTable(Timeline timeline, Instant time, Collected collected) {
    this.timeline = timeline;
    this.time = time;
    this.collected = collected;
    LocalDate day = LocalDate.ofInstant(time, ZoneOffset.UTC);
    // An action that Exchange never records would be a column that says nothing.
    actions =
        ActionTable.bundled().actions().stream()
            .filter(row -> row.mailbox() == Kind.USER && row.holdsOn(day))
            .filter(row -> LOGONS.stream().anyMatch(l -> isPossible(row, l)))
            .map(MailboxAction::action)
            .toList();
  }

  private static boolean isPossible(MailboxAction row, LogonType logon) {
    return row.recording(logon) != MailboxAction.Recording.NEVER;
  }

  List<String> lines(List<Mailbox> mailboxes) {
    List<String> lines = new ArrayList<>();
    lines.add("As of " + time + ". For each action: o owner, d delegates, a administrators.");
    lines.add("A letter: recorded. -: not. ?: not known. A dot: Exchange never records it.");
    for (int i = 0; i < actions.size(); i += ACTIONS_A_LINE) {
      StringBuilder legend = new StringBuilder();
      for (int k = i; k < Math.min(i + ACTIONS_A_LINE, actions.size()); k++) {
        legend.append(String.format(Locale.ROOT, "  %2d %-24s", k + 1, actions.get(k)));
      }
      lines.add(legend.toString().stripTrailing());
    }
    int width =
        Math.max(
            "mailbox".length(),
            mailboxes.stream().mapToInt(m -> shown(m).length()).max().orElse(0));
    StringBuilder head = new StringBuilder(padded("mailbox", width));
    for (int i = 1; i <= actions.size(); i++) {
      head.append(String.format(Locale.ROOT, " %3d", i));
    }
    lines.add(head.toString());
    for (Mailbox mailbox : mailboxes) {
      StringBuilder line = new StringBuilder(padded(shown(mailbox), width));
      for (String action : actions) {
        line.append(' ');
        LOGONS.forEach(logon -> line.append(cell(mailbox, action, logon)));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private char cell(Mailbox mailbox, String action, LogonType logon) {
    Judgement judgement = judge(mailbox, action, logon);
    return switch (judgement.recorded()) {
      case YES -> logon.wireName().charAt(0);
      case UNKNOWN -> '?';
      case NO ->
          judgement.reason() == Reason.NEVER_RECORDED || judgement.reason() == Reason.NO_SUCH_ACTION
              ? '.'
              : '-';
    };
  }

  private Judgement judge(Mailbox mailbox, String action, LogonType logon) {
    return timeline.at(new Question(mailbox, action, logon), time, collected);
  }

  /** One mailbox as JSON. */
  byte[] json(Mailbox mailbox) {
    ObjectNode node = Json.mapper().createObjectNode();
    node.put("mailbox", mailbox.label()).put("at", time.toString());
    node.set("names", Json.mapper().valueToTree(mailbox.names()));
    node.put("joinedByName", mailbox.joinedByName()).put("ambiguous", mailbox.ambiguous());
    timeline.ageLimit(mailbox).ifPresent(limit -> node.put("auditLogAgeLimit", limit));
    ObjectNode cells = node.putObject("actions");
    for (String action : actions) {
      ObjectNode cell = cells.putObject(action);
      for (LogonType logon : LOGONS) {
        Judgement judgement = judge(mailbox, action, logon);
        ObjectNode answer = cell.putObject(logon.wireName());
        answer.put("recorded", lower(judgement.recorded()));
        if (judgement.recorded() != Recorded.YES) {
          answer.put("reason", lower(judgement.reason()));
          if (judgement.recorded() == Recorded.UNKNOWN) {
            answer.put("doubt", lower(judgement.doubt()));
          }
        }
        judgement.since().ifPresent(since -> answer.put("since", since.toString()));
      }
    }
    return Json.bytes(node);
  }

  /** What has to be said of names that could not be joined, or only just. */
  static List<String> remarks(List<Mailbox> mailboxes) {
    List<String> remarks = new ArrayList<>();
    long joined = mailboxes.stream().filter(Mailbox::joinedByName).count();
    if (joined > 0) {
      remarks.add(joined + " mailboxes were joined from several sources only by a plain name");
    }
    for (Mailbox mailbox : mailboxes) {
      if (mailbox.ambiguous()) {
        remarks.add(
            "'"
                + Text.visible(mailbox.label())
                + "' is the name of several mailboxes; what goes by it alone belongs to none of"
                + " them here");
      }
    }
    return remarks;
  }

  static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String shown(Mailbox mailbox) {
    String label = Text.visible(mailbox.label());
    return label.length() <= MAX_NAME ? label : label.substring(0, MAX_NAME - 1) + "\u2026";
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
