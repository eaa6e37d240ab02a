package io.mailtrail.ingest.cut;

import java.util.BitSet;

/**
 * As much of JSON's grammar as is needed to find where an element ends, and to notice soon that it
 * does not end as it should: strings, brackets of two kinds, and what may follow what. Depth costs
 * one bit a level.
 */
final class ElementGrammar {
  enum Step {
    /** The byte belongs to the element. */
    CONTINUE,
    /** The byte is the element's last. */
    LAST_BYTE,
    /** The element ended before this byte. */
    ENDED_BEFORE,
    /** No JSON goes on like this. */
    BROKEN
  }

  private static final byte NONE = 0;
  private static final byte LITERAL = 'x';

  private final BitSet objects = new BitSet();
  private int depth;
  private boolean inString;
  private boolean escaped;
  private byte last;

  void reset() {
    objects.clear();
    depth = 0;
    inString = false;
    escaped = false;
    last = NONE;
  }

  /** Whether the end of the stream may stand here: only bare values need no end of their own. */
  boolean mayEndHere() {
    return depth == 0 && !inString;
  }

  Step accept(byte b, boolean inArray) {
    if (inString) {
      return inString(b);
    }
    if (isBlank(b)) {
      return depth == 0 && b == '\n' && !inArray && last != NONE
          ? Step.ENDED_BEFORE
          : Step.CONTINUE;
    }
    return switch (b) {
      case '"' -> {
        inString = mayBegin(last == '{' || last == ',');
        yield inString ? Step.CONTINUE : Step.BROKEN;
      }
      case '{', '[' -> open(b);
      case '}', ']' -> close(b, inArray);
      case ',' -> {
        if (depth == 0) {
          yield Step.ENDED_BEFORE;
        }
        last = ',';
        yield Step.CONTINUE;
      }
      case ':' -> {
        boolean afterName = last == '"' && depth > 0 && objects.get(depth);
        last = ':';
        yield afterName ? Step.CONTINUE : Step.BROKEN;
      }
      default -> {
        boolean fits = last == LITERAL || mayBegin(false);
        last = LITERAL;
        yield fits ? Step.CONTINUE : Step.BROKEN;
      }
    };
  }

  private Step inString(byte b) {
    if (escaped) {
      escaped = false;
    } else if (b == '\\') {
      escaped = true;
    } else if (b == '"') {
      inString = false;
      last = '"';
    } else if (b >= 0 && b < ' ') {
      // JSON allows no raw control character in a string; most often it is the next line.
      return Step.BROKEN;
    }
    return Step.CONTINUE;
  }

  /** Whether a value may begin here, or, in an object, a name. */
  private boolean mayBegin(boolean asName) {
    if (depth == 0) {
      return last == NONE;
    }
    return objects.get(depth) ? last == ':' || asName : last == '[' || last == ',';
  }

  private Step open(byte b) {
    if (!mayBegin(false)) {
      return Step.BROKEN;
    }
    depth++;
    objects.set(depth, b == '{');
    last = b;
    return Step.CONTINUE;
  }

  private Step close(byte b, boolean inArray) {
    if (depth == 0) {
      return b == ']' && inArray ? Step.ENDED_BEFORE : Step.BROKEN;
    }
    if (objects.get(depth) != (b == '}')) {
      return Step.BROKEN;
    }
    depth--;
    last = b;
    return depth == 0 ? Step.LAST_BYTE : Step.CONTINUE;
  }

  static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}
