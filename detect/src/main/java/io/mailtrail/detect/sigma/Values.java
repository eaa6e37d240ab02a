package io.mailtrail.detect.sigma;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;

/** Turns one value of a rule into the tests of which an event's value must pass one. */
final class Values {
  private static final int MAX_REGEX_CHARS = 4_000;

  private Values() {}

  static List<ValueTest> tests(String value, Modifiers modifiers, String where) {
    return switch (modifiers.type()) {
      case TEXT ->
          texts(value, modifiers, where).stream().map(t -> t.test(modifiers.cased())).toList();
      case REGEX -> List.of(regex(value, modifiers, where));
      case NETWORK ->
          List.of(
              new ValueTest.InNetwork(
                  Network.parse(value)
                      .orElseThrow(
                          () -> new RuleException(where, value + " is not a network address"))));
      case NUMBER -> List.of(number(value, modifiers, where));
      case TIME ->
          List.of(
              new ValueTest.TimePart(
                  modifiers.timePart(),
                  modifiers.comparison() == null ? Comparison.EQ : modifiers.comparison(),
                  number(value, modifiers, where).bound(),
                  value));
      case EXISTENCE, REFERENCE -> throw new IllegalStateException("asks no value");
    };
  }

  /** The alternatives that a text stands for once the transformations are applied. */
  static List<SigmaText> texts(String value, Modifiers modifiers, String where) {
    List<SigmaText> texts = List.of(SigmaText.parse(value));
    boolean bytes = false;
    for (String name : modifiers.transformations()) {
      List<SigmaText> next = new ArrayList<>();
      for (SigmaText text : texts) {
        next.addAll(transform(text, name, bytes, where));
      }
      texts = next;
      bytes = name.startsWith("utf16") || name.equals("wide");
    }
    return texts;
  }

  private static List<SigmaText> transform(
      SigmaText text, String name, boolean bytes, String where) {
    return switch (name) {
      case "contains" -> List.of(text.withLeadingAny().withTrailingAny());
      case "startswith" -> List.of(text.withTrailingAny());
      case "endswith" -> List.of(text.withLeadingAny());
      case "windash" -> Dashes.variants(text, where);
      case "base64offset" ->
          Encodings.base64AtEveryOffset(literal(text, name, where), bytes).stream()
              .map(SigmaText::literal)
              .toList();
      default -> List.of(SigmaText.literal(encode(literal(text, name, where), name, bytes)));
    };
  }

  private static String encode(String text, String name, boolean bytes) {
    return switch (name) {
      case "base64" -> Encodings.base64(text, bytes);
      case "utf16be" -> Encodings.utf16be(text);
      case "utf16" -> Encodings.utf16(text);
      default -> Encodings.utf16le(text);
    };
  }

  private static String literal(SigmaText text, String modifier, String where) {
    if (!text.isLiteral()) {
      throw new RuleException(
          where, "modifier " + modifier + " cannot encode a value with wildcards: " + text);
    }
    return text.chars();
  }

  private static ValueTest regex(String value, Modifiers modifiers, String where) {
    if (value.length() > MAX_REGEX_CHARS) {
      throw new RuleException(
          where, "regular expression is longer than " + MAX_REGEX_CHARS + " characters");
    }
    int flags = 0;
    if (modifiers.regexFlags().contains("i")) {
      flags |= Pattern.CASE_INSENSITIVE;
    }
    if (modifiers.regexFlags().contains("m")) {
      flags |= Pattern.MULTILINE;
    }
    if (modifiers.regexFlags().contains("s")) {
      flags |= Pattern.DOTALL;
    }
    try {
      return new ValueTest.Regex(Pattern.compile(value, flags));
    } catch (PatternSyntaxException e) {
      throw new RuleException(
          where, "regular expression is not of the linear-time kind (RE2): " + e.getMessage());
    }
  }

  private static ValueTest.Compare number(String value, Modifiers modifiers, String where) {
    double bound = Numbers.parse(value);
    if (Double.isNaN(bound)) {
      throw new RuleException(where, value + " is not a number");
    }
    return new ValueTest.Compare(modifiers.comparison(), bound, value);
  }
}
