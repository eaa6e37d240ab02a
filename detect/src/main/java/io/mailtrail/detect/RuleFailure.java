package io.mailtrail.detect;

import java.util.Objects;

/**
 * A rule that was switched off in a running matcher because it harmed the others.
 *
 * @param rule id of the rule
 * @param what why, in words; never anything out of a record
 */
public record RuleFailure(String rule, Kind kind, String what) {
  /** What was wrong with it. */
  public enum Kind {
    /** It threw. */
    FAILED,
    /** It took longer than its budget, again and again. */
    SLOW
  }

  public RuleFailure {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(what, "what");
  }
}
