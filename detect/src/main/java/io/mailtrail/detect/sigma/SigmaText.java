package io.mailtrail.detect.sigma;

import java.util.BitSet;

/**
 * A value with Sigma's wildcards: {@code *} any text, {@code ?} one character. A backslash escapes
 * a wildcard or, before a wildcard or another backslash, itself. Immutable.
 */
final class SigmaText {
  private static final char ANY = '*';
  private static final char ONE = '?';

  private final String chars;
  private final BitSet wild;

  private SigmaText(String chars, BitSet wild) {
    this.chars = chars;
    this.wild = wild;
  }

  static SigmaText parse(String text) {
    StringBuilder chars = new StringBuilder(text.length());
    BitSet wild = new BitSet();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() && isSpecial(text.charAt(i + 1))) {
        chars.append(text.charAt(++i));
      } else {
        if (c == ANY || c == ONE) {
          wild.set(chars.length());
        }
        chars.append(c);
      }
    }
    return new SigmaText(chars.toString(), wild);
  }

  private static boolean isSpecial(char c) {
    return c == ANY || c == ONE || c == '\\';
  }

  static SigmaText literal(String text) {
    return new SigmaText(text, new BitSet());
  }

  boolean isLiteral() {
    return wild.isEmpty();
  }

  /** The characters; wildcards stand as themselves. */
  String chars() {
    return chars;
  }

  SigmaText withLeadingAny() {
    if (isAny(0)) {
      return this;
    }
    BitSet shifted = new BitSet();
    wild.stream().forEach(i -> shifted.set(i + 1));
    shifted.set(0);
    return new SigmaText(ANY + chars, shifted);
  }

  SigmaText withTrailingAny() {
    if (isAny(chars.length() - 1)) {
      return this;
    }
    BitSet more = (BitSet) wild.clone();
    more.set(chars.length());
    return new SigmaText(chars + ANY, more);
  }

  /** The same with one character replaced by another that is no wildcard. */
  SigmaText replaced(int index, char replacement) {
    StringBuilder copy = new StringBuilder(chars);
    copy.setCharAt(index, replacement);
    return new SigmaText(copy.toString(), wild);
  }

  /** The same with literal text added, unless it ends in a wildcard. */
  SigmaText followedBy(String suffix) {
    return chars.isEmpty() || wild.get(chars.length() - 1)
        ? this
        : new SigmaText(chars + suffix, wild);
  }

  boolean isWild(int index) {
    return wild.get(index);
  }

  private boolean isAny(int index) {
    return index >= 0 && index < chars.length() && wild.get(index) && chars.charAt(index) == ANY;
  }

  /** The part between the outer {@code *}, if it holds no other wildcard; else null. */
  private String inner(boolean leading, boolean trailing) {
    int start = leading ? 1 : 0;
    int end = chars.length() - (trailing ? 1 : 0);
    int next = wild.nextSetBit(start);
    return next >= 0 && next < end ? null : chars.substring(start, Math.max(start, end));
  }

  ValueTest test(boolean cased) {
    boolean leading = isAny(0);
    boolean trailing = chars.length() > 1 && isAny(chars.length() - 1);
    String inner = inner(leading, trailing);
    if (inner == null) {
      return new ValueTest.Glob(chars, wild, cased);
    }
    if (leading && chars.length() == 1) {
      return new ValueTest.Contains("", cased);
    }
    if (leading && trailing) {
      return new ValueTest.Contains(inner, cased);
    }
    if (leading) {
      return new ValueTest.EndsWith(inner, cased);
    }
    return trailing ? new ValueTest.StartsWith(inner, cased) : new ValueTest.Is(inner, cased);
  }

  @Override
  public String toString() {
    return chars;
  }
}
