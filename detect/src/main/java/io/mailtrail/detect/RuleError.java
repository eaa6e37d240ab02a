package io.mailtrail.detect;

/**
 * Why a rule was refused at load. The other rules are not touched by it.
 *
 * @param source the {@link RuleSource#name()}
 * @param rule the rule's id, else its name or title, else its position in the source
 * @param where the path inside the rule, such as {@code detection.selection.Operation|foo}
 * @param what what is wrong, in words
 */
public record RuleError(String source, String rule, String where, String what) {
  @Override
  public String toString() {
    return source + ": rule " + rule + ": " + where + ": " + what;
  }
}
