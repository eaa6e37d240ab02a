package io.mailtrail.coverage;

import io.mailtrail.model.ActionTable;
import io.mailtrail.model.CoverageStatement.Setting;
import io.mailtrail.model.LogonType;
import io.mailtrail.model.MailboxAction;
import io.mailtrail.model.MailboxAction.Kind;
import io.mailtrail.model.MailboxAction.Licence;
import io.mailtrail.model.MailboxAction.Recording;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The PowerShell that would close the gaps. It is printed, never run: whoever runs it reads it
 * first. Actions that only some licences record are asked for only where the licence is known,
 * because Exchange refuses the whole command otherwise.
 */
public final class Remedy {
  /** Which actions should be recorded. */
  public enum Goal {
    /** What Microsoft records by default. */
    DEFAULT,
    /** Everything that can be recorded. */
    ALL
  }

  private static final List<LogonType> LOGONS =
      List.of(LogonType.OWNER, LogonType.DELEGATE, LogonType.ADMIN);

  /** What a mailbox lacks. */
  private record Lack(boolean auditing, Map<LogonType, Set<String>> actions) {
    boolean isNothing() {
      return !auditing && actions.isEmpty();
    }
  }

  private final Timeline timeline;
  private final Instant time;
  private final Predicate<Cell> wanted;

  private record Cell(MailboxAction row, LogonType logon) {}

  private Remedy(Timeline timeline, Instant time, Predicate<Cell> wanted) {
    this.timeline = timeline;
    this.time = time;
    this.wanted = wanted;
  }

  /** For a goal, as of a time. */
  public static Remedy of(Timeline timeline, Instant time, Goal goal) {
    return new Remedy(
        timeline,
        time,
        cell -> goal == Goal.ALL || cell.row.recording(cell.logon) == Recording.DEFAULT);
  }

  /** For one action of one logon type, as of a time. */
  public static Remedy of(Timeline timeline, Instant time, String action, LogonType logon) {
    return new Remedy(
        timeline, time, cell -> cell.logon == logon && cell.row.action().equalsIgnoreCase(action));
  }

  /** What stands in the way of every mailbox. */
  public List<String> organisation() {
    List<String> commands = new ArrayList<>();
    if (timeline.organisation(Setting.INGESTION, time).value() == Recorded.NO) {
      commands.add("Set-AdminAuditLogConfig -UnifiedAuditLogIngestionEnabled $true");
    }
    if (timeline.organisation(Setting.AUDIT_DISABLED, time).value() == Recorded.YES) {
      commands.add("Set-OrganizationConfig -AuditDisabled $false");
    }
    for (Mailbox account : timeline.bypassed(time, time)) {
      commands.add(
          identity(account)
              .map(
                  name ->
                      "Set-MailboxAuditBypassAssociation -Identity "
                          + name
                          + " -AuditBypassEnabled $false")
              .orElse("# An account that is exempt has a name that cannot be written safely."));
    }
    return commands;
  }

  /** What a mailbox lacks; nothing for one that lacks nothing. */
  public List<String> mailbox(Mailbox mailbox) {
    Lack lack = lack(mailbox);
    if (lack.isNothing()) {
      return List.of();
    }
    return List.of(
        identity(mailbox)
            .map(name -> "Set-Mailbox -Identity " + name + parameters(lack))
            .orElse("# A mailbox has a name that cannot be written safely: set it by hand."));
  }

  /** One command for all user mailboxes, with what any of these lacks. */
  public List<String> all(List<Mailbox> mailboxes) {
    boolean auditing = false;
    Map<LogonType, Set<String>> actions = new EnumMap<>(LogonType.class);
    for (Mailbox mailbox : mailboxes) {
      Lack lack = lack(mailbox);
      auditing |= lack.auditing;
      lack.actions.forEach(
          (logon, more) -> actions.computeIfAbsent(logon, key -> new TreeSet<>()).addAll(more));
    }
    Lack lack = new Lack(auditing, actions);
    return lack.isNothing()
        ? List.of()
        : List.of(
            "Get-Mailbox -ResultSize Unlimited -Filter {RecipientTypeDetails -eq \"UserMailbox\"} |"
                + " Set-Mailbox"
                + parameters(lack));
  }

  private Lack lack(Mailbox mailbox) {
    Collected nothing = Collected.unknown();
    if (timeline.flag(mailbox, Setting.GROUP, time, nothing).value() == Recorded.YES) {
      return new Lack(false, Map.of());
    }
    Recorded premium = timeline.flag(mailbox, Setting.PREMIUM, time, nothing).value();
    Map<LogonType, Set<String>> actions = new EnumMap<>(LogonType.class);
    for (MailboxAction row : ActionTable.bundled().actions()) {
      if (row.mailbox() != Kind.USER || !row.holdsOn(Settings.day(time)) || !isFor(row, premium)) {
        continue;
      }
      for (LogonType logon : LOGONS) {
        boolean isLacking =
            row.recording(logon) != Recording.NEVER
                && wanted.test(new Cell(row, logon))
                && timeline.listed(mailbox, row, logon, time) != Recorded.YES;
        if (isLacking) {
          actions.computeIfAbsent(logon, key -> new TreeSet<>()).add(row.action());
        }
      }
    }
    boolean isOn =
        timeline.flag(mailbox, Setting.AUDIT_ENABLED, time, nothing).value() == Recorded.YES;
    return new Lack(!isOn, actions);
  }

  private static boolean isFor(MailboxAction row, Recorded premium) {
    return row.licence() == Licence.ANY
        || (row.licence() == Licence.PREMIUM && premium == Recorded.YES)
        || (row.licence() == Licence.WITHOUT_PREMIUM && premium == Recorded.NO);
  }

  private static String parameters(Lack lack) {
    StringBuilder parameters = new StringBuilder();
    if (lack.auditing) {
      parameters.append(" -AuditEnabled $true");
    }
    lack.actions.forEach(
        (logon, actions) ->
            parameters
                .append(" -")
                .append(Settings.LISTS.get(logon).wireName())
                .append(" @{Add=")
                .append(
                    actions.stream()
                        .map(action -> '"' + action + '"')
                        .collect(Collectors.joining(",")))
                .append('}'));
    return parameters.toString();
  }

  private static Optional<String> identity(Mailbox mailbox) {
    return PowerShell.quoted(mailbox.label());
  }
}
