package io.mailtrail.detect.sigma;

/** Letters without regard to case, as {@link String#equalsIgnoreCase} sees them. */
public final class Letters {
  private Letters() {}

  static boolean same(char a, char b, boolean cased) {
    return a == b || (!cased && fold(a) == fold(b));
  }

  /** Equal for two characters that differ only in case. */
  public static char fold(char c) {
    return c < 128
        ? (c >= 'A' && c <= 'Z' ? (char) (c + 32) : c)
        : Character.toLowerCase(Character.toUpperCase(c));
  }

  /** Equal for two texts that {@link String#equalsIgnoreCase} holds equal. */
  public static String fold(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      folded.append(fold(text.charAt(i)));
    }
    return folded.toString();
  }
}
