package io.mailtrail.model;

import java.util.Arrays;

/**
 * Where the bytes of a record came from. Copies of one record from different origins differ; the
 * one of the highest {@link #fidelity()} wins everywhere, whichever came first.
 */
public enum Origin {
  /** A content blob of the Management Activity API. */
  API("api", 3),
  /** The {@code AuditData} of an audit search export (Purview CSV, Search-UnifiedAuditLog). */
  AUDIT_DATA("audit-data", 2),
  /** A mailbox or admin audit export ({@code SearchResult.xml}, Search-MailboxAuditLog). */
  MAILBOX_EXPORT("mailbox-export", 1);

  private final String wireName;
  private final int fidelity;

  Origin(String wireName, int fidelity) {
    this.wireName = wireName;
    this.fidelity = fidelity;
  }

  /** The value of the {@code mailtrail-origin} header. */
  public String wireName() {
    return wireName;
  }

  /** Higher wins; used as the external version of the event document. */
  public int fidelity() {
    return fidelity;
  }

  /**
   * @throws IllegalArgumentException if no origin has this name
   */
  public static Origin ofWireName(String name) {
    return Arrays.stream(values())
        .filter(origin -> origin.wireName.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such origin: " + name));
  }
}
