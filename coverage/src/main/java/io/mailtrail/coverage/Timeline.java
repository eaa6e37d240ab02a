package io.mailtrail.coverage;

import io.mailtrail.coverage.History.Reading;
import io.mailtrail.model.ActionTable;
import io.mailtrail.model.CoverageStatement;
import io.mailtrail.model.CoverageStatement.Setting;
import io.mailtrail.model.CoverageStatement.Subject;
import io.mailtrail.model.LogonType;
import io.mailtrail.model.MailboxAction;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What was being recorded in the mailboxes of one tenant, over time. A pure function of a set of
 * statements: their order and their repeats do not matter. Not thread-safe.
 */
public final class Timeline {
  private final Directory directory;
  private final Settings organisation;
  private final IdentityHashMap<List<CoverageStatement>, Settings> settings =
      new IdentityHashMap<>();

  private Timeline(List<CoverageStatement> statements) {
    directory =
        Directory.of(statements.stream().filter(s -> s.subject() != Subject.ORGANISATION).toList());
    organisation =
        Settings.of(statements.stream().filter(s -> s.subject() == Subject.ORGANISATION).toList());
  }

  /**
   * The timeline of one tenant.
   *
   * @param tenant statements of other tenants are left out; those of none are taken for this one's
   */
  public static Timeline of(String tenant, Collection<CoverageStatement> statements) {
    String lower = tenant.toLowerCase(Locale.ROOT);
    return new Timeline(
        Statements.distinct(statements).stream()
            .filter(s -> s.tenant().isEmpty() || lower.isEmpty() || s.tenant().equals(lower))
            .toList());
  }

  /** Every mailbox that an export or a change named, in the order of their labels. */
  public List<Mailbox> mailboxes() {
    return directory.mailboxes().stream().filter(Mailbox::isMailbox).toList();
  }

  /** Who goes by a name: none, one, or several. Mailboxes where there are any, else accounts. */
  public List<Mailbox> find(String name) {
    List<Mailbox> all = directory.find(name);
    List<Mailbox> mailboxes = all.stream().filter(Mailbox::isMailbox).toList();
    return mailboxes.isEmpty() ? all : mailboxes;
  }

  /** Whose name resembles this one, for a person who mistyped it or whose export lacks it. */
  public List<Mailbox> similar(String name) {
    String squashed = squashed(name);
    return mailboxes().stream()
        .filter(mailbox -> mailbox.names().stream().anyMatch(n -> squashed(n).equals(squashed)))
        .toList();
  }

  private static String squashed(String name) {
    Name parsed = Name.of(name);
    return parsed.plain().orElse(parsed.text()).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  /** Accounts that were exempt from auditing at some time in the span, by their labels. */
  public List<Mailbox> bypassed(Instant from, Instant to) {
    return directory.mailboxes().stream()
        .filter(
            account -> {
              Settings known = settings(account);
              return wasYes(known, from)
                  || account.statements().stream()
                      .map(CoverageStatement::at)
                      .filter(at -> !at.isBefore(from) && at.isBefore(to))
                      .anyMatch(at -> wasYes(known, at));
            })
        .toList();
  }

  private static boolean wasYes(Settings known, Instant at) {
    return known.flag(Setting.BYPASS, at, Collected.unknown()).value() == Recorded.YES;
  }

  /** The AuditLogAgeLimit of a mailbox as it was last seen, as written. */
  public Optional<String> ageLimit(Mailbox mailbox) {
    return settings(mailbox).ageLimit();
  }

  /** Whether the action would have been recorded at one time. */
  public Judgement at(Question question, Instant time, Collected collected) {
    Settings mailbox = settings(question.mailbox());
    Inquiry inquiry = new Inquiry(organisation, mailbox, question, collected);
    return inquiry.at(time, question.actor().map(this::settings).orElse(null));
  }

  /**
   * The same over a span of time: periods without a gap between them, each as long as its judgement
   * holds.
   */
  public List<Period> periods(Question question, Instant from, Instant to, Collected collected) {
    TreeSet<Instant> times = new TreeSet<>(List.of(from));
    times.addAll(organisation.times(question.logon(), question.action()));
    times.addAll(settings(question.mailbox()).times(question.logon(), question.action()));
    question
        .actor()
        .ifPresent(
            actor -> times.addAll(settings(actor).times(question.logon(), question.action())));
    times.addAll(tableTimes());
    collected.gaps(from, to).forEach(gap -> times.add(gap.to()));
    List<Period> periods = new ArrayList<>();
    List<Instant> begins = times.stream().filter(t -> !t.isBefore(from) && t.isBefore(to)).toList();
    for (int i = 0; i < begins.size(); i++) {
      Instant end = i + 1 < begins.size() ? begins.get(i + 1) : to;
      Judgement judgement = at(question, begins.get(i), collected);
      Period last = periods.isEmpty() ? null : periods.get(periods.size() - 1);
      if (last != null && last.judgement().equals(judgement)) {
        periods.set(periods.size() - 1, new Period(last.from(), end, judgement));
      } else {
        periods.add(new Period(begins.get(i), end, judgement));
      }
    }
    return List.copyOf(periods);
  }

  /** When the action table changed. */
  private static List<Instant> tableTimes() {
    return ActionTable.bundled().actions().stream()
        .map(MailboxAction::from)
        .filter(Objects::nonNull)
        .distinct()
        .sorted(Comparator.naturalOrder())
        .map((LocalDate day) -> day.atStartOfDay(ZoneOffset.UTC).toInstant())
        .toList();
  }

  /** How a flag of the organisation stood. */
  Reading organisation(Setting setting, Instant time) {
    return organisation.flag(setting, time, Collected.unknown());
  }

  Reading flag(Mailbox mailbox, Setting setting, Instant time, Collected collected) {
    return settings(mailbox).flag(setting, time, collected);
  }

  /** Whether a row's action stands in the list of a logon type. */
  Recorded listed(Mailbox mailbox, MailboxAction row, LogonType logon, Instant time) {
    boolean byDefault = row.recording(logon) == MailboxAction.Recording.DEFAULT;
    return settings(mailbox)
        .listed(logon, row.action(), byDefault, time, Collected.unknown())
        .value();
  }

  private Settings settings(Mailbox mailbox) {
    return settings.computeIfAbsent(mailbox.statements(), Settings::of);
  }
}
