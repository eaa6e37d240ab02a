package io.mailtrail.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Objects;

/**
 * One row of the action table: what the mailbox audit log makes of one action.
 *
 * @param action as in {@code Operation}
 * @param activity the name by which the audit search page lists it
 * @param from first day (UTC) on which the row holds; null: from the beginning
 * @param until last day (UTC) on which the row holds; null: until further notice
 * @param licence the licence of the mailbox on which recording depends
 * @param note what else to know; null: nothing
 */
public record MailboxAction(
    Table table,
    Kind mailbox,
    String action,
    String activity,
    String description,
    LocalDate from,
    LocalDate until,
    Recording admin,
    Recording delegate,
    Recording owner,
    Licence licence,
    String note) {

  /** Microsoft's two tables. */
  public enum Table {
    /** Auditing is off until an administrator switches it on. */
    @JsonProperty("classic")
    CLASSIC,
    /** Auditing is on by default. */
    @JsonProperty("current")
    CURRENT
  }

  /** Whose mailbox. */
  public enum Kind {
    /** User and shared mailboxes. */
    @JsonProperty("user")
    USER,
    /** Mailboxes of Microsoft 365 groups. */
    @JsonProperty("group")
    GROUP
  }

  /** Whether an action is recorded for one kind of logon, once auditing is on. */
  public enum Recording {
    /** With no further setting. */
    @JsonProperty("default")
    DEFAULT,
    /** If it is added to the settings; repeats on a folder within 24 hours make one record. */
    @JsonProperty("consolidated")
    CONSOLIDATED,
    /** If it is added to the settings. */
    @JsonProperty("available")
    AVAILABLE,
    /** Never. */
    @JsonProperty("never")
    NEVER
  }

  /** Which mailboxes an action is recorded for, by their licence. */
  public enum Licence {
    /** Whatever the licence. */
    @JsonProperty("any")
    ANY,
    /** Only with Audit (Premium) or an E5-class plan. */
    @JsonProperty("premium")
    PREMIUM,
    /** Only without an E5-class plan. */
    @JsonProperty("without-premium")
    WITHOUT_PREMIUM
  }

  public MailboxAction {
    Objects.requireNonNull(table, "table");
    Objects.requireNonNull(mailbox, "mailbox");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(activity, "activity");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(admin, "admin");
    Objects.requireNonNull(delegate, "delegate");
    Objects.requireNonNull(owner, "owner");
    licence = licence == null ? Licence.ANY : licence;
  }

  /** Whether the row speaks for a day. */
  public boolean holdsOn(LocalDate day) {
    return (from == null || !day.isBefore(from)) && (until == null || !day.isAfter(until));
  }

  /**
   * How the action is recorded for somebody who uses the mailbox in this way. Microsoft's own
   * people, services and applications log on as administrators do.
   */
  public Recording recording(AccessType access) {
    return switch (access) {
      case OWNER -> owner;
      case DELEGATE -> delegate;
      case ADMINISTRATOR, DATACENTRE, APPLICATION -> admin;
    };
  }

  /**
   * How the action is recorded for somebody logged on to the mailbox in this way: as its owner, as
   * a delegate, or otherwise, which Exchange takes as an administrator.
   */
  public Recording recording(LogonType logon) {
    return switch (logon) {
      case OWNER -> owner;
      case DELEGATE -> delegate;
      case ADMIN, TRANSPORT, SYSTEM_SERVICE, BEST_ACCESS, DELEGATED_ADMIN -> admin;
    };
  }

  String key() {
    return action.toLowerCase(Locale.ROOT);
  }
}
