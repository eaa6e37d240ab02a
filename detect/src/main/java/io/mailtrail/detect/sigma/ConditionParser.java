package io.mailtrail.detect.sigma;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Parses a condition. From least to most binding: {@code or}, {@code and}, {@code not}, {@code 1 of
 * x*} and {@code all of x*}, brackets.
 */
final class ConditionParser {
  private static final int MAX_CHARS = 10_000;
  private static final int MAX_DEPTH = 50;

  private final String where;
  private final Map<String, Expression> named;
  private final List<String> tokens;
  private int next;
  private int depth;

  private ConditionParser(String condition, Map<String, Expression> named, String where) {
    this.where = where;
    this.named = named;
    this.tokens = tokens(condition);
  }

  /**
   * @param named the search identifiers
   */
  static Expression parse(String condition, Map<String, Expression> named, String where) {
    if (condition.length() > MAX_CHARS) {
      throw new RuleException(where, "is longer than " + MAX_CHARS + " characters");
    }
    ConditionParser parser = new ConditionParser(condition, named, where);
    Expression expression = parser.or();
    if (parser.next < parser.tokens.size()) {
      throw parser.unexpected();
    }
    return expression;
  }

  private List<String> tokens(String condition) {
    List<String> found = new ArrayList<>();
    int i = 0;
    while (i < condition.length()) {
      char c = condition.charAt(i);
      if (Character.isWhitespace(c)) {
        i++;
      } else if (c == '(' || c == ')') {
        found.add(condition.substring(i, ++i));
      } else if (c == '|') {
        throw new RuleException(
            where, "aggregation after | is obsolete and not supported; write a correlation");
      } else {
        int start = i;
        while (i < condition.length() && isWord(condition.charAt(i))) {
          i++;
        }
        if (i == start) {
          throw new RuleException(where, "has an unexpected character " + c);
        }
        found.add(condition.substring(start, i));
      }
    }
    return found;
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || "_-.*?$".indexOf(c) >= 0;
  }

  private Expression or() {
    List<Expression> parts = new ArrayList<>(List.of(and()));
    while (accept("or")) {
      parts.add(and());
    }
    return Expression.Any.of(parts);
  }

  private Expression and() {
    List<Expression> parts = new ArrayList<>(List.of(not()));
    while (accept("and")) {
      parts.add(not());
    }
    return Expression.All.of(parts);
  }

  private Expression not() {
    if (++depth > MAX_DEPTH) {
      throw new RuleException(where, "is nested deeper than " + MAX_DEPTH);
    }
    Expression expression = accept("not") ? new Expression.Not(not()) : operand();
    depth--;
    return expression;
  }

  private Expression operand() {
    if (next == tokens.size()) {
      throw new RuleException(where, "ends where a search identifier is expected");
    }
    if (accept("(")) {
      Expression inner = or();
      if (!accept(")")) {
        throw new RuleException(where, "has a bracket that is not closed");
      }
      return inner;
    }
    if (next + 1 < tokens.size() && tokens.get(next + 1).equalsIgnoreCase("of")) {
      return quantified();
    }
    String name = tokens.get(next);
    if (isReserved(name)) {
      throw unexpected();
    }
    next++;
    Expression expression = named.get(name);
    if (expression == null) {
      throw new RuleException(where, "names " + name + ", which is not in the detection");
    }
    return expression;
  }

  private Expression quantified() {
    String quantity = tokens.get(next).toLowerCase(Locale.ROOT);
    next += 2;
    if (next == tokens.size()) {
      throw new RuleException(where, "ends after of");
    }
    String pattern = tokens.get(next++);
    List<Expression> parts = select(pattern);
    if (parts.isEmpty()) {
      throw new RuleException(where, "no search identifier is like " + pattern);
    }
    return switch (quantity) {
      case "1", "any" -> Expression.Any.of(parts);
      case "all" -> Expression.All.of(parts);
      default ->
          throw new RuleException(where, quantity + " of is not supported; 1 of and all of are");
    };
  }

  private List<Expression> select(String pattern) {
    if (pattern.equalsIgnoreCase("them")) {
      return named.entrySet().stream()
          .filter(entry -> !entry.getKey().startsWith("_"))
          .map(Map.Entry::getValue)
          .toList();
    }
    ValueTest like = SigmaText.parse(pattern).test(true);
    return named.entrySet().stream()
        .filter(entry -> like.test(entry.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  private boolean accept(String token) {
    if (next < tokens.size() && tokens.get(next).equalsIgnoreCase(token)) {
      next++;
      return true;
    }
    return false;
  }

  private static boolean isReserved(String token) {
    return switch (token.toLowerCase(Locale.ROOT)) {
      case "and", "or", "not", "of", ")" -> true;
      default -> false;
    };
  }

  private RuleException unexpected() {
    return new RuleException(where, "has an unexpected " + tokens.get(next));
  }
}
