package io.mailtrail.dashboards.query;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can be told of a query's text without running it. */
public final class QueryText {
  /** An address in digits, perhaps with the length of a network. */
  private static final Pattern ADDRESS =
      Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(?:/(\\d{1,3}))?");

  /** A regular expression: between slashes, where a word could begin. */
  private static final Pattern REGEX = Pattern.compile("(?:^|[\\s:(+!-])/((?:\\\\.|[^/\\\\])*)/");

  /** A repetition such as {@code {2,900}}. */
  private static final Pattern REPETITION = Pattern.compile("\\{(\\d*),?(\\d*)\\}");

  private static final int MAX_REPETITION = 50;

  /** The beginning of a name, without anything that the query syntax gives a meaning. */
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._@-]*");

  /** A field that must have a value, as it stands in a query; perhaps joined to the one before. */
  private static final Pattern FIELD =
      Pattern.compile(
          "\\s*(?:AND\\s+)?\\+?([\\p{L}_@][\\p{L}\\p{N}_.@-]*):(?:\"([^\"\\\\]*)\"|([\\p{L}\\p{N}_.@-]+))(?=\\s|$)");

  private QueryText() {}

  /**
   * The values that every result must have, where the text is a list of such fields and nothing
   * else: no alternatives, wildcards, brackets or words of no field.
   */
  public static Optional<List<Filter>> filters(String text) {
    List<Filter> filters = new ArrayList<>();
    Matcher matcher = FIELD.matcher(text);
    int end = 0;
    while (end < text.length() && matcher.find(end) && matcher.start() == end) {
      String quoted = matcher.group(2);
      filters.add(new Filter(matcher.group(1), quoted != null ? quoted : matcher.group(3)));
      end = matcher.end();
    }
    return text.substring(end).isBlank() ? Optional.of(List.copyOf(filters)) : Optional.empty();
  }

  /** Whether it is an IPv4 or IPv6 address or network and nothing else. */
  static boolean isAddress(String text) {
    Matcher matcher = ADDRESS.matcher(text);
    if (!matcher.matches()) {
      return false;
    }
    try {
      // Of digits, dots and colons only: no name is looked up.
      int bits = InetAddress.getByName(matcher.group(1)).getAddress().length * 8;
      return matcher.group(2) == null || Integer.parseInt(matcher.group(2)) <= bits;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Whether it could be the beginning of somebody's address, and is nothing else. */
  static boolean isName(String text) {
    return NAME.matcher(text).matches() && !text.equals("AND") && !text.equals("OR");
  }

  /**
   * Why OpenSearch must not be asked this. Its automata for counted repetitions inside each other
   * grow as their product, before any of its limits counts them.
   */
  public static Optional<String> refusal(String query) {
    Matcher regex = REGEX.matcher(query);
    while (regex.find()) {
      Matcher repetition = REPETITION.matcher(regex.group(1));
      for (int count = 0; repetition.find(); count++) {
        if (count > 0 || isLarge(repetition.group(1)) || isLarge(repetition.group(2))) {
          return Optional.of(
              "A regular expression may hold one counted repetition, of at most "
                  + MAX_REPETITION
                  + ".");
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isLarge(String digits) {
    return digits.length() > 3 || (!digits.isEmpty() && Integer.parseInt(digits) > MAX_REPETITION);
  }
}
