package io.mailtrail.dashboards.query;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fields that a query names. OpenSearch does not mind a field that does not exist: it just
 * finds nothing, which must not be taken for an answer.
 */
public final class FieldNames {
  /** A quoted text, an escaped character, or a word before a colon. */
  private static final Pattern TOKEN =
      Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"|\\\\.|([A-Za-z@_][\\w.@-]*):");

  private static final int SIMILAR = 3;

  private FieldNames() {}

  /** The field names in a query_string, as well as can be told without parsing it. */
  public static Set<String> in(String query) {
    Set<String> names = new LinkedHashSet<>();
    Matcher matcher = TOKEN.matcher(query);
    while (matcher.find()) {
      String name = matcher.group(1);
      if (name != null) {
        names.add(name.equals("_exists_") ? existsField(query, matcher.end()) : name);
      }
    }
    names.remove("");
    return names;
  }

  private static String existsField(String query, int start) {
    Matcher word = Pattern.compile("[\\w.@-]*").matcher(query);
    return word.find(start) && word.start() == start ? word.group() : "";
  }

  /** A sentence for a name that is no field; empty where it is one. */
  public static Optional<String> unknown(String name, Set<String> known) {
    if (known.isEmpty() || known.contains(name) || name.startsWith("_")) {
      return Optional.empty();
    }
    // Names below a name/value list are not in the mapping.
    for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
      String parent = name.substring(0, dot);
      if (known.contains(parent) && known.stream().noneMatch(k -> k.startsWith(parent + "."))) {
        return Optional.empty();
      }
    }
    String hint =
        known.stream()
            .filter(candidate -> !candidate.startsWith("_"))
            .filter(candidate -> isSimilar(name, candidate))
            .min(java.util.Comparator.comparingInt(candidate -> distance(name, candidate)))
            .map(candidate -> "; did you mean “" + candidate + "”?")
            .orElse(".");
    return Optional.of("No field is named “" + name + "”" + hint);
  }

  private static boolean isSimilar(String name, String candidate) {
    return candidate.equalsIgnoreCase(name)
        || candidate.endsWith("." + name)
        || distance(name, candidate) <= SIMILAR;
  }

  /** Levenshtein's. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
