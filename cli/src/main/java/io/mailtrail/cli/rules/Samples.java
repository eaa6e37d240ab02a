package io.mailtrail.cli.rules;

import io.mailtrail.detect.sigma.Comparison;
import io.mailtrail.detect.sigma.Expression;
import io.mailtrail.detect.sigma.ValueTest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Values that pass the questions of a rule. */
final class Samples {
  private Samples() {}

  /** Whether a value passes one of the tests of every wanted field, and none of an unwanted one. */
  static boolean fits(
      String value, List<Expression.Field> wanted, List<Expression.Field> unwanted) {
    return wanted.stream().allMatch(field -> passes(value, field))
        && unwanted.stream().noneMatch(field -> passes(value, field));
  }

  private static boolean passes(String value, Expression.Field field) {
    return field.tests().stream().anyMatch(test -> test.test(value));
  }

  /**
   * Values that fit, made from the tests themselves.
   *
   * @param seed another one gives other values where the tests leave room
   */
  static List<String> made(
      List<Expression.Field> wanted, List<Expression.Field> unwanted, int seed) {
    Set<String> raw = new LinkedHashSet<>();
    for (Expression.Field field : wanted) {
      field.tests().forEach(test -> raw.addAll(of(test)));
    }
    if (wanted.size() > 1) {
      raw.addAll(combined(wanted));
    }
    List<String> fitting = new ArrayList<>();
    for (String value : raw) {
      for (String varied : seed == 0 ? List.of(value) : varied(value, seed)) {
        if (fits(varied, wanted, unwanted)) {
          fitting.add(varied);
        }
      }
    }
    return fitting;
  }

  private static List<String> varied(String value, int seed) {
    int at = value.indexOf('@');
    return at > 0
        ? List.of(value.substring(0, at) + seed + value.substring(at), value)
        : List.of(value + " " + seed, seed + " " + value, value + seed, value);
  }

  /** For texts that must hold several parts: one after the other. */
  private static List<String> combined(List<Expression.Field> wanted) {
    List<String> starts = new ArrayList<>();
    List<String> middles = new ArrayList<>();
    List<String> ends = new ArrayList<>();
    for (Expression.Field field : wanted) {
      ValueTest test = field.tests().get(0);
      List<String> samples = of(test);
      if (samples.isEmpty()) {
        continue;
      }
      String sample = samples.get(0);
      if (test instanceof ValueTest.StartsWith) {
        starts.add(sample);
      } else if (test instanceof ValueTest.EndsWith) {
        ends.add(sample);
      } else {
        middles.add(sample);
      }
    }
    List<String> parts = new ArrayList<>(starts);
    parts.addAll(middles);
    parts.addAll(ends);
    return List.of(String.join(" ", parts), String.join("", parts));
  }

  /** Values that pass a test, or are likely to. */
  static List<String> of(ValueTest test) {
    if (test instanceof ValueTest.Is is) {
      return List.of(is.expected());
    }
    if (test instanceof ValueTest.StartsWith starts) {
      return List.of(starts.expected());
    }
    if (test instanceof ValueTest.EndsWith ends) {
      return List.of(ends.expected(), "x" + ends.expected(), "Set" + ends.expected());
    }
    if (test instanceof ValueTest.Contains contains) {
      String part = contains.expected().isEmpty() ? "x" : contains.expected();
      // The second would do for the name of a cmdlet.
      return List.of(part, "Set-" + part, "Set" + part);
    }
    if (test instanceof ValueTest.ContainsAny any) {
      return any.parts().stream().flatMap(part -> of(part).stream()).toList();
    }
    if (test instanceof ValueTest.Glob glob) {
      return List.of(filled(glob, ""), filled(glob, "x"));
    }
    if (test instanceof ValueTest.Regex regex) {
      return RegexSample.of(regex.pattern().pattern());
    }
    if (test instanceof ValueTest.InNetwork network) {
      return List.of(network.says().replaceAll("^is in |/.*", ""));
    }
    return test instanceof ValueTest.Compare compare ? numbers(compare) : List.of();
  }

  private static String filled(ValueTest.Glob glob, String any) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < glob.pattern().length(); i++) {
      char c = glob.pattern().charAt(i);
      text.append(!glob.wild().get(i) ? String.valueOf(c) : c == '*' ? any : "x");
    }
    return text.toString();
  }

  private static List<String> numbers(ValueTest.Compare compare) {
    BigDecimal bound = new BigDecimal(compare.written());
    BigDecimal step =
        compare.comparison() == Comparison.GT
            ? BigDecimal.ONE
            : compare.comparison() == Comparison.LT ? BigDecimal.ONE.negate() : BigDecimal.ZERO;
    return List.of(bound.add(step).toPlainString());
  }
}
