package io.mailtrail.ingest.cut;

/**
 * Where the next element begins when the grammar is lost: in an array at an opening brace behind a
 * closing brace and a comma, in JSON lines at an opening brace that is first on its line.
 */
final class Boundary {
  private Boundary() {}

  /**
   * Offset from the mark of the most likely beginning of the next element: one that starts with the
   * same field name as this one, else the first of any kind; -1 if there is none.
   */
  static int find(Window window, boolean array) {
    int sibling = findSibling(window, array);
    return sibling >= 0 ? sibling : find(window, array, false);
  }

  /** Only one that starts with the same field name as the element at the mark. */
  static int findSibling(Window window, boolean array) {
    return find(window, array, true);
  }

  /** A scan that has seen everything from the mark to the current byte. */
  static Scan scanned(Window window, boolean array) {
    Scan scan = new Scan(array);
    for (int i = 0; i < window.length(); i++) {
      scan.begins(window.at(i));
    }
    return scan;
  }

  private static int find(Window window, boolean array, boolean sameFirstName) {
    int nameLength = sameFirstName ? firstNameLength(window) : 0;
    if (nameLength < 0) {
      return -1;
    }
    Scan scan = new Scan(array);
    for (int i = 0; i < window.length(); i++) {
      if (scan.begins(window.at(i))
          && i > 0
          && (!sameFirstName || matches(window, i, nameLength))) {
        return i;
      }
    }
    return -1;
  }

  /** How far the first colon lies behind the mark, or -1. */
  private static int firstNameLength(Window window) {
    for (int i = 0; i < Math.min(window.length(), 200); i++) {
      if (window.at(i) == ':') {
        return i;
      }
    }
    return -1;
  }

  private static boolean matches(Window window, int offset, int nameLength) {
    if (offset + nameLength > window.length()) {
      return false;
    }
    for (int i = 0; i < nameLength; i++) {
      if (window.at(i) != window.at(offset + i)) {
        return false;
      }
    }
    return true;
  }

  /** Watches bytes go by. */
  static final class Scan {
    private final boolean array;
    private byte last;

    Scan(boolean array) {
      this.array = array;
      this.last = 0;
    }

    /** Whether an element may begin with this byte, after those seen before. */
    boolean begins(byte b) {
      if (array) {
        boolean begins = b == '{' && last == ',';
        if (!ElementGrammar.isBlank(b)) {
          last = b == '}' ? (byte) '}' : b == ',' && last == '}' ? (byte) ',' : 0;
        }
        return begins;
      }
      boolean begins = b == '{' && last == '\n';
      if (b == '\n') {
        last = '\n';
      } else if (!ElementGrammar.isBlank(b)) {
        last = 0;
      }
      return begins;
    }
  }
}
