package io.mailtrail.detect.sigma;

import java.util.LinkedHashSet;
import java.util.Set;

/** Collects why an expression holds, for a reader who did not write the rule. Bounded. */
public final class Reasons {
  private static final int MAX_REASONS = 12;
  private static final int MAX_VALUE_CHARS = 200;

  private final Set<String> reasons = new LinkedHashSet<>();

  void add(String field, String value, ValueTest test) {
    String is = field + " is " + shorten(value);
    add(test instanceof ValueTest.Is ? is : is + " (" + shorten(test.says(value)) + ")");
  }

  void add(String reason) {
    if (reasons.size() < MAX_REASONS) {
      reasons.add(reason);
    }
  }

  static String shorten(String value) {
    return value.length() <= MAX_VALUE_CHARS ? value : value.substring(0, MAX_VALUE_CHARS) + "...";
  }

  /** The reasons, with semicolons between them. */
  public String text() {
    return String.join("; ", reasons);
  }
}
