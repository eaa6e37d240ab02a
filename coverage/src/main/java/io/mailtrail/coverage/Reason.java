package io.mailtrail.coverage;

/** What decides whether an action is recorded, in the order in which it is asked. */
public enum Reason {
  /** Nothing stands in the way. */
  RECORDED,
  /** Exchange did not have this action on that day, or not for this kind of mailbox. */
  NO_SUCH_ACTION,
  /** Exchange never records this action for this logon type. */
  NEVER_RECORDED,
  /** Organisation: UnifiedAuditLogIngestionEnabled. */
  INGESTION,
  /** Organisation: AuditDisabled. */
  ORGANISATION,
  /** Whether there was such a mailbox. */
  MAILBOX,
  /** Whether the actor is exempt by a bypass association. */
  BYPASS,
  /** Whether the mailbox has the licence that the action needs. */
  LICENCE,
  /** Mailbox: AuditEnabled. */
  MAILBOX_AUDITING,
  /**
   * Mailbox: AuditEnabled is False, and whether auditing by default brings the record all the same
   * depends on the licence.
   */
  AUDITING_BY_DEFAULT,
  /** Mailbox: AuditOwner, AuditDelegate or AuditAdmin. */
  ACTION_SET
}
