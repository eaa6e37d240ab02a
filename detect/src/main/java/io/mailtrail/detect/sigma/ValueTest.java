package io.mailtrail.detect.sigma;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A question to one value of a field. Immutable, thread-safe; allocates nothing to answer. */
public sealed interface ValueTest {
  boolean test(String value);

  /** How the question reads after the field's name. */
  String says();

  /** The same, for a value that passes. */
  default String says(String value) {
    return says();
  }

  /** The same questions, with many parts of a value looked for at once. */
  static List<ValueTest> together(List<ValueTest> tests) {
    List<ValueTest> others = new ArrayList<>();
    List<Contains> parts = new ArrayList<>();
    for (ValueTest test : tests) {
      if (test instanceof Contains contains
          && !contains.cased()
          && !contains.expected().isEmpty()) {
        parts.add(contains);
      } else {
        others.add(test);
      }
    }
    Map<String, int[]> literals = new LinkedHashMap<>();
    parts.forEach(part -> literals.put(Letters.fold(part.expected()), new int[] {0}));
    LiteralAutomaton any = parts.size() < ContainsAny.MANY ? null : LiteralAutomaton.of(literals);
    if (any == null) {
      return tests;
    }
    others.add(new ContainsAny(parts, any));
    return others;
  }

  /** Some part of the value is one of many. */
  record ContainsAny(List<Contains> parts, LiteralAutomaton any) implements ValueTest {
    /** From so many on, the table is worth its room. */
    static final int MANY = 4;

    public ContainsAny {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean test(String value) {
      return any.findsAny(value);
    }

    @Override
    public String says() {
      return "contains one of " + parts.size();
    }

    @Override
    public String says(String value) {
      return parts.stream()
          .filter(part -> part.test(value))
          .findFirst()
          .map(Contains::says)
          .orElse(says());
    }
  }

  /** The whole value, whatever its letter case unless {@code cased}. */
  record Is(String expected, boolean cased) implements ValueTest {
    @Override
    public boolean test(String value) {
      return cased ? value.equals(expected) : value.equalsIgnoreCase(expected);
    }

    @Override
    public String says() {
      return "is " + expected;
    }
  }

  /** The beginning of the value. */
  record StartsWith(String expected, boolean cased) implements ValueTest {
    @Override
    public boolean test(String value) {
      return value.regionMatches(!cased, 0, expected, 0, expected.length());
    }

    @Override
    public String says() {
      return "starts with " + expected;
    }
  }

  /** The end of the value. */
  record EndsWith(String expected, boolean cased) implements ValueTest {
    @Override
    public boolean test(String value) {
      int start = value.length() - expected.length();
      return start >= 0 && value.regionMatches(!cased, start, expected, 0, expected.length());
    }

    @Override
    public String says() {
      return "ends with " + expected;
    }
  }

  /** Some part of the value. */
  record Contains(String expected, boolean cased) implements ValueTest {
    @Override
    public boolean test(String value) {
      if (cased) {
        return value.contains(expected);
      }
      if (expected.isEmpty()) {
        return true;
      }
      char first = Letters.fold(expected.charAt(0));
      for (int start = 0; start <= value.length() - expected.length(); start++) {
        if (Letters.fold(value.charAt(start)) == first
            && value.regionMatches(true, start, expected, 0, expected.length())) {
          return true;
        }
      }
      return false;
    }

    @Override
    public String says() {
      return "contains " + expected;
    }
  }

  /** Wildcards in places where none of the simpler questions will do. */
  record Glob(String pattern, BitSet wild, boolean cased) implements ValueTest {
    public Glob {
      wild = (BitSet) wild.clone();
    }

    @Override
    public boolean test(String value) {
      int p = 0;
      int v = 0;
      int afterStar = -1;
      int resume = 0;
      while (v < value.length()) {
        if (isAny(p)) {
          afterStar = ++p;
          resume = v;
        } else if (p < pattern.length() && fits(p, value.charAt(v))) {
          p++;
          v++;
        } else if (afterStar >= 0) {
          p = afterStar;
          v = ++resume;
        } else {
          return false;
        }
      }
      while (isAny(p)) {
        p++;
      }
      return p == pattern.length();
    }

    private boolean isAny(int p) {
      return p < pattern.length() && wild.get(p) && pattern.charAt(p) == '*';
    }

    private boolean fits(int p, char c) {
      return wild.get(p) || Letters.same(pattern.charAt(p), c, cased);
    }

    @Override
    public String says() {
      return "is like " + pattern;
    }
  }

  /** A linear-time regular expression, found anywhere in the value. */
  record Regex(com.google.re2j.Pattern pattern) implements ValueTest {
    @Override
    public boolean test(String value) {
      return pattern.matcher(value).find();
    }

    @Override
    public String says() {
      return "matches " + pattern.pattern();
    }
  }

  /** An address inside a network. */
  record InNetwork(Network network) implements ValueTest {
    @Override
    public boolean test(String value) {
      return network.contains(value);
    }

    @Override
    public String says() {
      return "is in " + network;
    }
  }

  /** A number on one side of another; text that is no number is on neither. */
  record Compare(Comparison comparison, double bound, String written) implements ValueTest {
    @Override
    public boolean test(String value) {
      double number = Numbers.parse(value);
      return !Double.isNaN(number) && comparison.holds(number, bound);
    }

    @Override
    public String says() {
      return "is " + comparison.says() + " " + written;
    }
  }

  /** A part of a date as it is written, whatever its time zone; text that is no date has none. */
  record TimePart(String part, Comparison comparison, double bound, String written)
      implements ValueTest {
    @Override
    public boolean test(String value) {
      return comparison.holds(DateParts.get(value, part), bound);
    }

    @Override
    public String says() {
      return "has the " + part + " " + comparison.says() + " " + written;
    }
  }
}
