package io.mailtrail.coverage;

/** Whether an action would have been recorded. */
public enum Recorded {
  YES,
  NO,
  /** What is known allows for both. */
  UNKNOWN;

  static Recorded of(boolean value) {
    return value ? YES : NO;
  }

  Recorded negated() {
    return switch (this) {
      case YES -> NO;
      case NO -> YES;
      case UNKNOWN -> UNKNOWN;
    };
  }
}
