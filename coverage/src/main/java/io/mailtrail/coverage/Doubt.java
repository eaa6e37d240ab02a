package io.mailtrail.coverage;

/** Why it is not known how a setting stood. */
public enum Doubt {
  NONE,
  /** Nobody imported the setting, and no record speaks of it. */
  NEVER_STATED,
  /** It is known only for a later time, and a change in between would not be known here. */
  STATED_LATER,
  /** It stood differently before and after, and no record says when it changed. */
  CHANGED_UNSEEN,
  /** It was changed, and the record does not tell to what. */
  UNCLEAR,
  /** The export cut the list short. */
  TRUNCATED
}
