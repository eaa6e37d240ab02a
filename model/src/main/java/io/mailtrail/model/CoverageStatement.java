package io.mailtrail.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;

/**
 * One thing that is known about what is being audited: that an export showed a setting, or that an
 * administrator changed one. On {@code audit.coverage} and in {@code mailtrail-coverage} under its
 * id. It says what was said, in Microsoft's own names; what follows from all of them is for the
 * module {@code coverage}.
 *
 * @param id {@link #recordId} or {@link #fileId}
 * @param tenant tenant id; empty where an export was read without one
 * @param names every name that the source has for the subject, in lower case; empty for the
 *     organisation
 * @param at when it was so (an export) or became so (a change)
 * @param source record id, or the digest of the file and the place in it
 * @param by who changed it, as the record names them; null for an export
 * @param summary one sentence for a person
 */
public record CoverageStatement(
    String id,
    String tenant,
    Subject subject,
    List<String> names,
    Instant at,
    Basis basis,
    String source,
    String by,
    List<Assertion> settings,
    String summary) {

  /** Whose settings. */
  public enum Subject {
    ORGANISATION,
    MAILBOX,
    /** A user or computer account, as one who acts on mailboxes. */
    ACCOUNT
  }

  /** How it is known. */
  public enum Basis {
    /** An administrator did it then; before, it may have been otherwise. */
    CHANGE,
    /** An export showed it then; it may have been so for long. */
    SNAPSHOT
  }

  /** What is spoken of: Microsoft's names where there is one. */
  public enum Setting {
    /** Organisation: whether records reach the unified audit log at all. */
    @JsonProperty("UnifiedAuditLogIngestionEnabled")
    INGESTION("UnifiedAuditLogIngestionEnabled"),
    /** Organisation: whether mailbox auditing is switched off for all. */
    @JsonProperty("AuditDisabled")
    AUDIT_DISABLED("AuditDisabled"),
    /** Account: whether nothing that it does in any mailbox is recorded. */
    @JsonProperty("AuditBypassEnabled")
    BYPASS("AuditBypassEnabled"),
    /** Account: whether it has Audit (Premium) or an E5-class plan. */
    @JsonProperty("PremiumAudit")
    PREMIUM("PremiumAudit"),
    @JsonProperty("AuditEnabled")
    AUDIT_ENABLED("AuditEnabled"),
    /** The logon types whose actions Microsoft chooses. */
    @JsonProperty("DefaultAuditSet")
    DEFAULT_SET("DefaultAuditSet"),
    @JsonProperty("AuditOwner")
    OWNER("AuditOwner"),
    @JsonProperty("AuditDelegate")
    DELEGATE("AuditDelegate"),
    @JsonProperty("AuditAdmin")
    ADMIN("AuditAdmin"),
    /** How long the mailbox keeps its own log; what has reached us is not touched by it. */
    @JsonProperty("AuditLogAgeLimit")
    AGE_LIMIT("AuditLogAgeLimit"),
    /** Whether the mailbox is one of a Microsoft 365 group, whose set of actions is fixed. */
    @JsonProperty("GroupMailbox")
    GROUP("GroupMailbox"),
    /** Whether there is such a mailbox; a change to true makes a new one with default settings. */
    @JsonProperty("Exists")
    EXISTS("Exists");

    private final String wireName;

    Setting(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  /** What is said of a setting. */
  public enum Operation {
    /** It has these values and no others. */
    IS,
    /** It has these values, and maybe others: the source cut the list short. */
    INCLUDES,
    /** These values came to it. */
    ADD,
    /** These values were taken from it. */
    REMOVE,
    /** It was changed, and the source does not tell to what. */
    UNCLEAR
  }

  /** One setting and what is said of it. */
  public record Assertion(Setting setting, Operation operation, List<String> values) {
    public Assertion {
      Objects.requireNonNull(setting, "setting");
      Objects.requireNonNull(operation, "operation");
      values = values == null ? List.of() : List.copyOf(values);
    }

    public static Assertion is(Setting setting, boolean value) {
      return new Assertion(setting, Operation.IS, List.of(Boolean.toString(value)));
    }
  }

  public CoverageStatement {
    Objects.requireNonNull(id, "id");
    // JSON leaves out what is empty.
    tenant = tenant == null ? "" : tenant.toLowerCase(Locale.ROOT);
    Objects.requireNonNull(subject, "subject");
    names = names == null ? List.of() : sorted(names);
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(basis, "basis");
    Objects.requireNonNull(source, "source");
    settings = settings == null ? List.of() : List.copyOf(settings);
    summary = summary == null ? "" : summary;
  }

  /** The id of what an audit record says. */
  public static String recordId(String recordId) {
    return "record/" + recordId;
  }

  /** The id of what one entry of an exported file says. */
  public static String fileId(String tenant, String sha256, int ordinal) {
    return "file/" + tenant.toLowerCase(Locale.ROOT) + "/" + sha256 + "#" + ordinal;
  }

  public byte[] toBytes() {
    return Json.bytes(this);
  }

  /**
   * @throws IllegalArgumentException if the bytes are no statement
   */
  public static CoverageStatement of(byte[] bytes) {
    return Json.read(bytes, CoverageStatement.class);
  }

  private static List<String> sorted(List<String> names) {
    TreeSet<String> sorted = new TreeSet<>();
    for (String name : names) {
      String plain = name.strip().toLowerCase(Locale.ROOT);
      if (!plain.isEmpty()) {
        sorted.add(plain);
      }
    }
    return List.copyOf(sorted);
  }
}
