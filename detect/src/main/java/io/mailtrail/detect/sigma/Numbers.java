package io.mailtrail.detect.sigma;

/** Numbers in text. */
public final class Numbers {
  private static final int MAX_CHARS = 40;

  private Numbers() {}

  /** A decimal number, with sign, point and exponent as in JSON; else not a number. */
  public static double parse(String text) {
    if (text.isEmpty() || text.length() > MAX_CHARS) {
      return Double.NaN;
    }
    boolean digits = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits = true;
      } else if (c != '-' && c != '+' && c != '.' && !(digits && (c == 'e' || c == 'E'))) {
        return Double.NaN;
      }
    }
    if (!digits) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
