package io.mailtrail.cli.coverage;

import io.mailtrail.cli.offline.RecordInput;
import io.mailtrail.coverage.Collected;
import io.mailtrail.coverage.ConfigurationChanges;
import io.mailtrail.coverage.EventQueries;
import io.mailtrail.coverage.Mailbox;
import io.mailtrail.coverage.Question;
import io.mailtrail.model.AccessType;
import io.mailtrail.model.CoverageStatement;
import io.mailtrail.model.EventFields;
import io.mailtrail.model.FailedRecord;
import io.mailtrail.model.LogonType;
import io.mailtrail.model.RawRecord;
import io.mailtrail.normalise.Lookups;
import io.mailtrail.normalise.Normaliser;
import io.mailtrail.normalise.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Exported records: each is normalised, as the live pipeline would. */
final class FileEvidence implements Evidence, RecordInput.Receiver {
  private final Normaliser normaliser = new Normaliser(Lookups.none());
  private final List<CoverageStatement> statements = new ArrayList<>();
  private final Map<String, Seen> seen = new HashMap<>();
  private long refused;

  void add(List<CoverageStatement> more) {
    statements.addAll(more);
  }

  /** How many records could not be read. */
  long refused() {
    return refused;
  }

  @Override
  public void record(RawRecord record) {
    if (normaliser.normalise(record) instanceof Outcome.Normalised normalised) {
      EventFields event = normalised.event();
      ConfigurationChanges.of(event).ifPresent(statements::add);
      Seen.of(event, Instant.ofEpochMilli(event.time()))
          .ifPresent(each -> seen.put(event.recordId(), each));
    } else {
      refused++;
    }
  }

  @Override
  public void refused(FailedRecord failed) {
    refused++;
  }

  @Override
  public List<CoverageStatement> statements() {
    return statements;
  }

  @Override
  public Optional<Mailbox> mailbox(String tenant, Mailbox mailbox) {
    if (EventQueries.isKnown(mailbox)) {
      Set<String> names = new TreeSet<>();
      of(tenant).filter(each -> each.isOf(mailbox)).forEach(each -> names.addAll(each.mailbox()));
      return mailbox.addresses().isEmpty() && names.isEmpty()
          ? Optional.empty()
          : Optional.of(mailbox.linkedTo(names));
    }
    Set<String> owners = new TreeSet<>();
    of(tenant)
        .filter(each -> each.access.equals(AccessType.OWNER.wireName()))
        .filter(each -> !each.owner.isEmpty() && mailbox.names().contains(each.fullName))
        .forEach(each -> owners.add(each.owner));
    return owners.size() == 1 ? mailbox(tenant, mailbox.linkedTo(owners)) : Optional.empty();
  }

  @Override
  public Optional<Mailbox> actor(String tenant, Mailbox account) {
    Set<String> emails = new TreeSet<>();
    Set<String> ids = new TreeSet<>();
    of(tenant)
        .filter(each -> each.isBy(account))
        .forEach(
            each -> {
              add(emails, each.email);
              add(ids, each.id);
            });
    if (account.addresses().isEmpty() && (emails.size() > 1 || emails.size() + ids.size() == 0)) {
      return Optional.empty();
    }
    emails.addAll(ids);
    return Optional.of(account.linkedTo(emails));
  }

  private static void add(Set<String> names, String name) {
    if (!name.isEmpty()) {
      names.add(name);
    }
  }

  private java.util.stream.Stream<Seen> of(String tenant) {
    return seen.values().stream()
        .filter(each -> tenant.isEmpty() || each.tenant.equalsIgnoreCase(tenant));
  }

  @Override
  public long count(String tenant, Question question, Instant from, Instant to) {
    return of(tenant)
        .filter(each -> each.action.equalsIgnoreCase(question.action()))
        .filter(each -> each.isLoggedOnAs(question.logon()))
        .filter(each -> each.isOf(question.mailbox()))
        .filter(each -> question.actor().filter(who -> !each.isBy(who)).isEmpty())
        .filter(each -> !each.time.isBefore(from) && each.time.isBefore(to))
        .count();
  }

  /** Files do not tell what is missing from them. */
  @Override
  public Collected collected(String tenant, Instant from, Instant to) {
    return Collected.unknown();
  }

  /** What a question can ask of a mailbox record; names in lower case, empty where it has none. */
  private record Seen(
      String tenant,
      String action,
      String logon,
      String access,
      String owner,
      String guid,
      String email,
      String id,
      String name,
      String fullName,
      String sid,
      String token,
      Instant time) {

    /** Empty for what is no mailbox record. */
    static Optional<Seen> of(EventFields event, Instant time) {
      String action = value(event, "mailtrail.mailbox.action");
      if (action.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new Seen(
              value(event, "organization.id"),
              action,
              value(event, "mailtrail.mailbox.logon_type"),
              value(event, "mailtrail.mailbox.access_type"),
              value(event, EventQueries.OWNER),
              lower(event, "MailboxGuid"),
              value(event, EventQueries.EMAIL),
              value(event, EventQueries.USER_ID),
              value(event, "user.name"),
              lower(event, "user.full_name"),
              lower(event, "LogonUserSid"),
              lower(event, "TokenObjectId"),
              time));
    }

    Set<String> mailbox() {
      Set<String> names = new TreeSet<>();
      add(names, owner);
      add(names, guid);
      return names;
    }

    boolean isOf(Mailbox mailbox) {
      return has(mailbox, owner) || has(mailbox, guid);
    }

    boolean isBy(Mailbox account) {
      boolean is =
          has(account, email) || has(account, id) || has(account, sid) || has(account, token);
      return is
          || (account.addresses().isEmpty() && (has(account, name) || has(account, fullName)));
    }

    boolean isLoggedOnAs(LogonType type) {
      return logon.isEmpty()
          ? access.isEmpty() || EventQueries.accesses(type).contains(access)
          : EventQueries.logons(type).contains(logon);
    }

    private static boolean has(Mailbox mailbox, String name) {
      return !name.isEmpty() && mailbox.names().contains(name);
    }

    private static String lower(EventFields event, String field) {
      return value(event, field).toLowerCase(Locale.ROOT);
    }

    private static String value(EventFields event, String field) {
      List<String> values = event.values(field);
      return values.isEmpty() ? "" : values.get(0);
    }
  }
}
