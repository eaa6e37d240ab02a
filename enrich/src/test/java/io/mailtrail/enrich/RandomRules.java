package io.mailtrail.enrich;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Rule sets by chance: several correlations at once over the same base rules, under different
 * groups, over each other, with aliases, suppression and bases that alert as well.
 */
final class RandomRules {
  private static final String BASES = base("A") + base("B") + base("C");

  /**
   * Each a correlation, with what it refers to; {@code W} is a number of hours, {@code N} a count.
   */
  private static final List<String> KINDS =
      List.of(
          correlation("count-user", "event_count", "[A]", "user.email", "condition: {gte: N}"),
          correlation("count-address", "event_count", "[A, B]", "source.ip", "condition: {gte: N}"),
          correlation("range-user", "event_count", "[A]", "user.email", "condition: {lte: N}"),
          correlation(
              "values", "value_count", "[A, C]", "user.email", "condition: {field: V, gte: N}"),
          correlation("ordered-user", "temporal_ordered", "[A, B]", "user.email", "generate: true"),
          correlation("temporal-address", "temporal", "[A, C]", "source.ip", ""),
          correlation("alone", "not_followed_by", "[A, B]", "user.email", ""),
          correlation(
              "first", "first_seen", "[A]", "user.email", "condition: {field: V}\n  learning: Nh"),
          correlation(
                  "chain-new",
                  "first_seen",
                  "[B]",
                  "user.email",
                  "condition: {field: source.ip}\n  learning: Nh")
              + correlation("chain", "temporal_ordered", "[chain-new, A]", "user.email", ""),
          correlation("many", "event_count", "[A]", "source.ip", "condition: {gte: N}")
              + correlation("many-then", "temporal_ordered", "[many, B]", "user.email", ""),
          correlation("many-2", "event_count", "[A]", "source.ip", "condition: {gte: N}")
              + correlation("not-then", "not_followed_by", "[many-2, B]", "user.email", ""),
          correlation("few", "event_count", "[C]", "source.ip", "condition: {lte: N}")
              + correlation("few-then", "temporal_ordered", "[few, A]", "user.email", ""),
          correlation("x", "event_count", "[A, B]", "V", "condition: {gte: N}")
              + correlation("y", "event_count", "[x]", "source.ip", "condition: {gte: 1}")
              + correlation("z", "temporal_ordered", "[y, C]", "user.email", ""),
          correlation(
              "aliased", "temporal", "[A, C]", "who", "aliases: {who: {A: user.email, C: target}}"),
          "title: suppressed\nid: suppressed-1\nmailtrail: {suppress: Wh}\n"
              + body("event_count", "[B]", "source.ip", "condition: {gte: N}"),
          """
          title: single
          id: single-1
          logsource: {product: m365}
          detection: {selection: {Operation: B, V: v1}, condition: selection}
          ---
          """);

  private RandomRules() {}

  static RuleTexts of(Random random) {
    List<String> kinds = new ArrayList<>(KINDS);
    Collections.shuffle(kinds, random);
    StringBuilder yaml = new StringBuilder(BASES);
    for (String kind : kinds.subList(0, 1 + random.nextInt(4))) {
      yaml.append(
          kind.replace("Wh", 1 + random.nextInt(4) + "h")
              .replace("Nh", random.nextInt(6) + "h")
              .replace("N}", 1 + random.nextInt(3) + "}"));
    }
    return RuleTexts.of(Map.of("rules.yml", yaml.toString()));
  }

  private static String base(String name) {
    return "title: %s\nid: base-%s\nname: %s\nlogsource: {product: m365}\n"
            .formatted(name, name, name)
        + "detection: {selection: {Operation: %s}, condition: selection}\n---\n".formatted(name);
  }

  private static String correlation(
      String name, String type, String rules, String groupBy, String more) {
    return "title: %s\nid: %s-1\nname: %s\n".formatted(name, name, name)
        + body(type, rules, groupBy, more);
  }

  private static String body(String type, String rules, String groupBy, String more) {
    return "correlation:\n  type: %s\n  rules: %s\n  group-by: [%s]\n  timespan: Wh\n"
            .formatted(type, rules, groupBy)
        + (more.isEmpty() ? "" : "  " + more + "\n")
        + "---\n";
  }
}
