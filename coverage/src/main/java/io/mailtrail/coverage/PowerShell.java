package io.mailtrail.coverage;

import java.util.Optional;

/** Text as a PowerShell literal: nothing in it is expanded, called or ends it. */
final class PowerShell {
  /** PowerShell takes each of these for a single quote; doubled, it stands for itself. */
  private static final String QUOTES = "'\u2018\u2019\u201a\u201b";

  private PowerShell() {}

  /**
   * A literal in single quotes; empty where the text holds what has no place in a name (control
   * characters, line and paragraph separators, characters that change the direction of text, broken
   * surrogates): a person could not see what such a command does.
   */
  static Optional<String> quoted(String text) {
    StringBuilder literal = new StringBuilder("'");
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (!isPlain(c)) {
        return Optional.empty();
      }
      if (QUOTES.indexOf(c) >= 0) {
        literal.appendCodePoint(c);
      }
      literal.appendCodePoint(c);
      i += Character.charCount(c);
    }
    return Optional.of(literal.append('\'').toString());
  }

  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
