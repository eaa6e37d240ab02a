package io.mailtrail.cli.coverage;

import io.mailtrail.model.ActionTable;
import io.mailtrail.model.LogonType;
import io.mailtrail.model.MailboxAction;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is asked, and of which time. */
final class QuestionOptions {
  private static final int MAX_LATENESS_HOURS = 24 * 366;
  private static final Duration USUAL_SPAN = Duration.ofDays(30);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--mailbox", paramLabel = "NAME", description = "Whose mailbox, by any name.")
  private String mailbox;

  @Option(names = "--action", paramLabel = "ACTION", description = "Such as HardDelete.")
  private String action;

  @Option(names = "--logon", paramLabel = "TYPE", description = "owner, delegate or admin.")
  private String logon;

  @Option(names = "--actor", paramLabel = "NAME", description = "Who did it, if not the owner.")
  private String actor;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = Times.class,
      description = "Beginning (default: 30 days before --to). A day alone is its beginning, UTC.")
  private Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = Times.class,
      description = "End, exclusive; the table is as of then (default: now).")
  private Instant to;

  @Option(
      names = "--assume-unchanged",
      description =
          "Take what an export shows as valid before it, too, where no record says otherwise.")
  private boolean assumeUnchanged;

  @Option(
      names = "--lateness",
      paramLabel = "HOURS",
      defaultValue = "24",
      description =
          "How late a record may come; a younger hour is not complete (default:"
              + " ${DEFAULT-VALUE}).")
  private int latenessHours;

  Optional<String> mailbox() {
    return Optional.ofNullable(mailbox);
  }

  Optional<String> action() {
    return Optional.ofNullable(action);
  }

  Optional<String> actor() {
    return Optional.ofNullable(actor);
  }

  Instant end(Instant now) {
    return to == null ? now : to;
  }

  Instant begin(Instant end) {
    return from == null ? end.minus(USUAL_SPAN) : from;
  }

  Duration lateness() {
    return Duration.ofHours(latenessHours);
  }

  boolean assumeUnchanged() {
    return assumeUnchanged;
  }

  /**
   * @throws ParameterException if what was typed is no question
   */
  void check() {
    boolean isQuestion = action != null || logon != null;
    if (isQuestion && (action == null || logon == null || mailbox == null)) {
      throw usage("a question needs --mailbox, --action and --logon");
    }
    if (actor != null && action == null) {
      throw usage("--actor belongs to a question");
    }
    if (action != null && isUnknown(action)) {
      throw usage(
          "Exchange has no mailbox action '"
              + action
              + "'; there are "
              + ActionTable.bundled().actions().stream()
                  .map(MailboxAction::action)
                  .distinct()
                  .sorted()
                  .collect(Collectors.joining(", ")));
    }
    if (logon != null) {
      logonType();
    }
    if (latenessHours < 0 || latenessHours > MAX_LATENESS_HOURS) {
      throw usage("--lateness must be from 0 to " + MAX_LATENESS_HOURS);
    }
    if (from != null && to != null && !from.isBefore(to)) {
      throw usage("--from must be before --to");
    }
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  private static boolean isUnknown(String action) {
    return ActionTable.bundled().actions().stream()
        .noneMatch(row -> row.action().equalsIgnoreCase(action));
  }

  LogonType logonType() {
    return LogonType.of(logon)
        .filter(Set.of(LogonType.OWNER, LogonType.DELEGATE, LogonType.ADMIN)::contains)
        .orElseThrow(() -> usage("--logon must be owner, delegate or admin, is '" + logon + "'"));
  }
}
