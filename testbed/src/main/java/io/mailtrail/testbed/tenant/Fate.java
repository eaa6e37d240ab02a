package io.mailtrail.testbed.tenant;

/** Whether a blob could be had, and if not, why. */
public enum Fate {
  OBTAINABLE,
  /** AF20051 before its time. */
  EXPIRED,
  /** AF20050. */
  MISSING,
  /** Its link leads elsewhere, and nobody may follow it. */
  OFF_ORIGIN,
  /** The tenant is broken, and the blob was not handed out before it was. */
  SHUT_OUT
}
