package io.mailtrail.normalise;

/** Reading numbers from the bytes of a leaf. */
final class Scalars {
  private static final int LONG_DIGITS = 19;

  private Scalars() {}

  /** Whether a leaf is a whole number that fits 64 bits and can stand in JSON as it is. */
  static boolean isLong(Picked picked, int leaf) {
    byte[] bytes = picked.source(leaf);
    int at = picked.start(leaf);
    int end = at + picked.length(leaf);
    if (at < end && bytes[at] == '-') {
      at++;
    }
    int digits = end - at;
    if (digits == 0 || digits > LONG_DIGITS || (bytes[at] == '0' && digits > 1)) {
      return false;
    }
    for (int i = at; i < end; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return false;
      }
    }
    return digits < LONG_DIGITS || fits(picked.text(leaf));
  }

  /** The number that {@link #isLong} found. */
  static long toLong(Picked picked, int leaf) {
    byte[] bytes = picked.source(leaf);
    int at = picked.start(leaf);
    int end = at + picked.length(leaf);
    boolean negative = bytes[at] == '-';
    long value = 0;
    for (int i = negative ? at + 1 : at; i < end; i++) {
      value = 10 * value - (bytes[i] - '0');
    }
    return negative ? value : -value;
  }

  private static boolean fits(String digits) {
    try {
      Long.parseLong(digits);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
