package io.mailtrail.detect.sigma;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values that stand for the placeholders of rules, {@code %Administrators%}: one list per name,
 * one value per line. Immutable, thread-safe.
 */
public final class Placeholders {
  /** None: every rule with a placeholder is refused. */
  public static final Placeholders NONE = new Placeholders(Map.of());

  private static final Pattern PLACEHOLDER = Pattern.compile("(?<!\\\\)%([\\w.$-]{1,100}?)%");
  private static final int MAX_VALUES = 10_000;

  private final Map<String, List<String>> lists;

  private Placeholders(Map<String, List<String>> lists) {
    this.lists = lists;
  }

  /**
   * @param texts by name: one value per line; blank lines and lines that begin with {@code #} are
   *     left out
   */
  public static Placeholders of(Map<String, String> texts) {
    Map<String, List<String>> lists = new HashMap<>();
    texts.forEach(
        (name, text) ->
            lists.put(
                name,
                text.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList()));
    return new Placeholders(Map.copyOf(lists));
  }

  /** Every text that the placeholders in this one make of it; wildcards in their values count. */
  List<String> expand(String text, String where) {
    List<String> done = new ArrayList<>();
    List<String> open = new ArrayList<>(List.of(text));
    while (!open.isEmpty()) {
      List<String> next = new ArrayList<>();
      for (String one : open) {
        Matcher found = PLACEHOLDER.matcher(one);
        if (!found.find()) {
          done.add(one.replace("\\%", "%"));
          continue;
        }
        for (String value : values(found.group(1), where)) {
          String safe = value.replace("%", "\\%");
          next.add(one.substring(0, found.start()) + safe + one.substring(found.end()));
        }
      }
      open = next;
      if (open.size() + done.size() > MAX_VALUES) {
        throw new RuleException(
            where, "placeholders stand for more than " + MAX_VALUES + " values");
      }
    }
    return done;
  }

  private List<String> values(String name, String where) {
    List<String> values = lists.get(name);
    if (values == null) {
      throw new RuleException(
          where,
          "placeholder %" + name + "% has no values: put them into placeholders/" + name + ".txt");
    }
    return values;
  }
}
