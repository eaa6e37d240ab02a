package io.mailtrail.coverage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.model.AccessType;
import io.mailtrail.model.LogonType;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Searches, in OpenSearch's query language, for the mailbox records that a question is about. */
public final class EventQueries {
  public static final String OWNER = "mailtrail.mailbox.owner";
  public static final String MAILBOX_GUID = "o365.audit.MailboxGuid";
  public static final String EMAIL = "user.email";
  public static final String USER_ID = "user.id";
  private static final String ACTION = "mailtrail.mailbox.action";
  private static final String LOGON = "mailtrail.mailbox.logon_type";
  private static final String ACCESS = "mailtrail.mailbox.access_type";
  private static final String FULL_NAME = "user.full_name";

  private EventQueries() {}

  /** Whether it has a name by which records call a mailbox. */
  public static boolean isKnown(Mailbox mailbox) {
    return !mailbox.addresses().isEmpty() || !mailbox.guids().isEmpty();
  }

  /**
   * The values of {@code mailtrail.mailbox.logon_type} that a logon type of settings stands for.
   * Who is neither owner nor delegate counts as an administrator, as in the action table.
   */
  public static List<String> logons(LogonType logon) {
    if (logon != LogonType.ADMIN) {
      return List.of(logon.wireName());
    }
    Set<LogonType> others = Set.of(LogonType.OWNER, LogonType.DELEGATE);
    return Arrays.stream(LogonType.values())
        .filter(type -> !others.contains(type))
        .map(LogonType::wireName)
        .toList();
  }

  /** The same for {@code mailtrail.mailbox.access_type}, where a record has no logon type. */
  public static List<String> accesses(LogonType logon) {
    return switch (logon) {
      case OWNER -> List.of(AccessType.OWNER.wireName());
      case DELEGATE -> List.of(AccessType.DELEGATE.wireName());
      default ->
          List.of(
              AccessType.ADMINISTRATOR.wireName(),
              AccessType.DATACENTRE.wireName(),
              AccessType.APPLICATION.wireName());
    };
  }

  /**
   * The records that answer a question.
   *
   * @param tenant empty for any
   * @param from inclusive
   * @param to exclusive
   */
  public static ObjectNode of(Question question, String tenant, Instant from, Instant to) {
    return Conditions.query(
        all -> {
          tenant(all, tenant)
              .range("@timestamp", "gte", from)
              .range("@timestamp", "lt", to)
              .texts(ACTION, List.of(question.action()))
              .anyOf(any -> logon(any, question.logon()));
          whose(all, question.mailbox());
          question.actor().ifPresent(actor -> who(all, actor));
        });
  }

  /** Every record of a mailbox. */
  public static ObjectNode of(Mailbox mailbox, String tenant) {
    return Conditions.query(all -> whose(tenant(all, tenant), mailbox));
  }

  /** Every record of people in their own mailbox who are called so. */
  public static ObjectNode ownersCalled(List<String> names, String tenant) {
    return Conditions.query(
        all ->
            tenant(all, tenant)
                .terms(ACCESS, List.of(AccessType.OWNER.wireName()))
                .texts(FULL_NAME, names));
  }

  /** Every record of what somebody did. */
  public static ObjectNode by(Mailbox account, String tenant) {
    return Conditions.query(all -> who(tenant(all, tenant), account));
  }

  private static Conditions tenant(Conditions all, String tenant) {
    return tenant.isEmpty() ? all : all.terms("organization.id", List.of(tenant));
  }

  /** What does not say how somebody was logged on could be what is asked for. */
  private static void logon(Conditions any, LogonType logon) {
    any.terms(LOGON, logons(logon))
        .allOf(
            all ->
                all.absent(LOGON)
                    .anyOf(other -> other.terms(ACCESS, accesses(logon)).absent(ACCESS)));
  }

  private static void whose(Conditions all, Mailbox mailbox) {
    all.anyOf(any -> any.terms(OWNER, mailbox.names()).texts(MAILBOX_GUID, mailbox.guids()));
  }

  /** People by address, applications and services by id or account, whoever by display name. */
  private static void who(Conditions all, Mailbox actor) {
    all.anyOf(
        any -> {
          any.terms(EMAIL, actor.names())
              .terms(USER_ID, actor.names())
              .texts("o365.audit.LogonUserSid", actor.names())
              .texts("o365.audit.TokenObjectId", actor.guids());
          if (actor.addresses().isEmpty()) {
            any.terms("user.name", actor.names()).texts(FULL_NAME, actor.names());
          }
        });
  }
}
