package io.mailtrail.coverage;

import io.mailtrail.model.CoverageStatement.Assertion;
import io.mailtrail.model.CoverageStatement.Operation;
import io.mailtrail.model.CoverageStatement.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the value of a parameter that sets a list: {@code A,B}, {@code {A, B}}, {@code A;B}, {@code
 * ["A","B"]}, {@code @{Add="A","B"; Remove="C"}}, {@code {"Add":["A"]}}. What it cannot read is
 * said to be unclear, never guessed.
 */
final class ActionList {
  private static final Pattern EDIT =
      Pattern.compile("(?i)(?<![a-z])['\"]?(add|remove)['\"]?\\s*[=:]");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]+");

  /** Names of types, which PowerShell and .NET write where a list should be. */
  private static final Set<String> TYPES =
      Set.of(
          "system",
          "object",
          "collections",
          "hashtable",
          "microsoft",
          "exchange",
          "multivaluedproperty",
          "list",
          "string");

  private ActionList() {}

  /** What the parameter says; more than one assertion where it both adds and removes. */
  static List<Assertion> parse(Setting setting, List<String> texts) {
    String text = String.join(",", texts).strip();
    if (text.equalsIgnoreCase("$null")) {
      text = "";
    }
    Matcher edit = EDIT.matcher(text);
    if (!edit.find()) {
      return List.of(assertion(setting, Operation.IS, text));
    }
    List<Assertion> assertions = new ArrayList<>();
    do {
      Operation operation =
          edit.group(1).equalsIgnoreCase("add") ? Operation.ADD : Operation.REMOVE;
      int begin = edit.end();
      int end = edit.find() ? edit.start() : text.length();
      Assertion assertion = assertion(setting, operation, text.substring(begin, end));
      if (assertion.operation() == Operation.UNCLEAR) {
        return List.of(assertion);
      }
      assertions.add(assertion);
      if (end == text.length()) {
        return assertions;
      }
    } while (true);
  }

  private static Assertion assertion(Setting setting, Operation operation, String text) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      if (TYPES.contains(word.group().toLowerCase(Locale.ROOT))) {
        return new Assertion(setting, Operation.UNCLEAR, List.of());
      }
      words.add(word.group());
    }
    boolean isCut = text.endsWith("...") || text.endsWith("\u2026");
    return isCut
        ? new Assertion(setting, Operation.UNCLEAR, List.of())
        : new Assertion(setting, operation, words);
  }
}
