package io.mailtrail.cli.rules;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Texts that a regular expression is likely to match. Reads the common part of the syntax; whoever
 * uses a sample must try it, since anchors and rarer syntax are passed over.
 */
final class RegexSample {
  private static final int MOST = 24;
  private static final String FAVOURITES = "a1.-_ @A";

  private final String regex;
  private int next;

  private RegexSample(String regex) {
    this.regex = regex;
  }

  static List<String> of(String regex) {
    try {
      return new ArrayList<>(new RegexSample(regex).alternatives());
    } catch (StringIndexOutOfBoundsException | PatternSyntaxException e) {
      return List.of();
    }
  }

  private Set<String> alternatives() {
    Set<String> all = new LinkedHashSet<>(sequence());
    while (next < regex.length() && regex.charAt(next) == '|') {
      next++;
      all.addAll(sequence());
    }
    return all;
  }

  private Set<String> sequence() {
    Set<String> texts = Set.of("");
    while (next < regex.length() && "|)".indexOf(regex.charAt(next)) < 0) {
      Set<String> more = new LinkedHashSet<>();
      for (String text : texts) {
        more.add(text);
      }
      texts = joined(more, quantified(atom()));
    }
    return texts;
  }

  private static Set<String> joined(Set<String> heads, Set<String> tails) {
    Set<String> all = new LinkedHashSet<>();
    for (String tail : tails) {
      for (String head : heads) {
        if (all.size() < MOST) {
          all.add(head + tail);
        }
      }
    }
    return all;
  }

  private Set<String> atom() {
    char c = regex.charAt(next);
    if (c == '(') {
      next++;
      if (regex.startsWith("?", next)) {
        next = 1 + Math.min(indexOf(':'), Math.min(indexOf('>'), indexOf(')')));
        if (regex.charAt(next - 1) == ')') {
          return Set.of("");
        }
      }
      Set<String> inner = alternatives();
      next++;
      return inner;
    }
    if (c == '[') {
      return oneOf(classText());
    }
    if (c == '\\') {
      return escape();
    }
    next++;
    return c == '^' || c == '$' ? Set.of("") : Set.of(c == '.' ? "a" : String.valueOf(c));
  }

  private int indexOf(char c) {
    int at = regex.indexOf(c, next);
    return at < 0 ? Integer.MAX_VALUE - 1 : at;
  }

  private String classText() {
    int start = next++;
    if (regex.charAt(next) == '^') {
      next++;
    }
    if (regex.charAt(next) == ']') {
      next++;
    }
    while (regex.charAt(next) != ']') {
      if (regex.charAt(next) == '\\') {
        next += 2;
      } else if (regex.startsWith("[:", next)) {
        next = regex.indexOf(":]", next) + 2;
      } else {
        next++;
      }
    }
    return regex.substring(start, ++next);
  }

  private Set<String> escape() {
    int start = next;
    next += 2;
    char kind = regex.charAt(start + 1);
    if ("bBAz".indexOf(kind) >= 0) {
      return Set.of("");
    }
    if (kind == 'x' || kind == 'p' || kind == 'P') {
      next =
          regex.charAt(next) == '{' ? regex.indexOf('}', next) + 1 : next + (kind == 'x' ? 2 : 1);
    }
    return oneOf(regex.substring(start, next));
  }

  /** Two characters of a class, letters and digits first. */
  private static Set<String> oneOf(String charClass) {
    Pattern pattern = Pattern.compile("^(?:" + charClass + ")$");
    Set<String> found = new LinkedHashSet<>();
    for (int i = 0; i < FAVOURITES.length() && found.size() < 2; i++) {
      add(FAVOURITES.substring(i, i + 1), pattern, found);
    }
    for (char c = 1; c < 0x500 && found.isEmpty(); c++) {
      add(String.valueOf(c), pattern, found);
    }
    return found.isEmpty() ? Set.of("") : found;
  }

  private static void add(String text, Pattern pattern, Set<String> found) {
    if (pattern.matcher(text).find()) {
      found.add(text);
    }
  }

  private Set<String> quantified(Set<String> texts) {
    if (next == regex.length()) {
      return texts;
    }
    int least = 1;
    char c = regex.charAt(next);
    if (c == '?' || c == '*') {
      least = 0;
      next++;
    } else if (c == '+') {
      next++;
    } else if (c == '{') {
      int end = regex.indexOf('}', next);
      least = Integer.parseInt(regex.substring(next + 1, end).split(",", -1)[0]);
      next = end + 1;
    } else {
      return texts;
    }
    if (next < regex.length() && regex.charAt(next) == '?') {
      next++;
    }
    Set<String> all = new LinkedHashSet<>();
    for (String text : texts) {
      all.add(text.repeat(Math.max(1, least)));
    }
    if (least == 0) {
      all.add("");
    }
    return all;
  }
}
