package io.mailtrail.dashboards;

import io.mailtrail.dashboards.query.Filter;
import io.mailtrail.dashboards.query.QueryText;
import io.mailtrail.dashboards.query.SearchState;
import io.mailtrail.model.ActionTable;
import io.mailtrail.model.LogonType;
import io.mailtrail.model.MailboxAction;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a search asks of a mailbox, where it asks for one mailbox and one action that mailboxes
 * audit. Pure.
 *
 * @param action as in the action table
 * @param logons as whom it was done; those that the search leaves open
 * @param actor who did it, where the search names somebody else than the owner
 * @param ownMailbox the search names who did it and no mailbox, so their own is meant
 */
record MailboxQuestion(
    String mailbox,
    String action,
    List<LogonType> logons,
    Optional<String> actor,
    boolean ownMailbox) {
  private static final List<LogonType> ALL =
      List.of(LogonType.OWNER, LogonType.DELEGATE, LogonType.ADMIN);

  /** Empty where the search asks for something else, or for more than one. */
  static Optional<MailboxQuestion> of(SearchState state) {
    Optional<List<Filter>> typed = QueryText.filters(state.query());
    if (typed.isEmpty()) {
      return Optional.empty();
    }
    List<Filter> filters = new ArrayList<>(state.includes());
    filters.addAll(typed.get());
    Optional<String> action =
        one(filters, "event.action", "mailtrail.mailbox.action").flatMap(MailboxQuestion::known);
    Optional<String> mailbox = one(filters, "mailtrail.mailbox.owner");
    Optional<String> account = one(filters, "user.email");
    if (action.isEmpty() || (mailbox.isEmpty() && account.isEmpty())) {
      return Optional.empty();
    }
    if (mailbox.isEmpty() || mailbox.equals(account)) {
      return Optional.of(
          new MailboxQuestion(
              account.orElseThrow(),
              action.get(),
              List.of(LogonType.OWNER),
              Optional.empty(),
              mailbox.isEmpty()));
    }
    return Optional.of(
        new MailboxQuestion(mailbox.get(), action.get(), logons(filters, account), account, false));
  }

  private static List<LogonType> logons(List<Filter> filters, Optional<String> account) {
    Optional<LogonType> asked =
        one(filters, "mailtrail.mailbox.logon_type")
            .flatMap(LogonType::of)
            .or(
                () ->
                    one(filters, "mailtrail.mailbox.access_type").flatMap(MailboxQuestion::logon));
    if (asked.filter(ALL::contains).isPresent()) {
      return List.of(asked.get());
    }
    // Somebody else than the owner does not log on as the owner.
    return account.isPresent() ? List.of(LogonType.DELEGATE, LogonType.ADMIN) : ALL;
  }

  private static Optional<LogonType> logon(String accessType) {
    return switch (accessType) {
      case "owner" -> Optional.of(LogonType.OWNER);
      case "delegate" -> Optional.of(LogonType.DELEGATE);
      case "administrator", "datacentre", "application" -> Optional.of(LogonType.ADMIN);
      default -> Optional.empty();
    };
  }

  /** The action as the table writes it. */
  private static Optional<String> known(String action) {
    return ActionTable.bundled().newest(action, MailboxAction.Kind.USER).map(MailboxAction::action);
  }

  /** The one value that these fields are asked for; empty for none and for several. */
  private static Optional<String> one(List<Filter> filters, String... fields) {
    Set<String> values = new LinkedHashSet<>();
    for (Filter filter : filters) {
      if (List.of(fields).contains(filter.field())) {
        values.add(filter.value());
      }
    }
    return values.size() == 1 ? Optional.of(values.iterator().next()) : Optional.empty();
  }
}
