package io.mailtrail.cli.rules;

import io.mailtrail.detect.Rule;
import io.mailtrail.detect.RuleSet;
import io.mailtrail.detect.sigma.Expression;
import io.mailtrail.model.EventFields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the events that were seen say about rules: which matched, and which questions of a rule were
 * ever answered with yes, each by itself. For one thread at a time.
 */
final class Observed {
  private final Map<String, Asked> rules = new LinkedHashMap<>();

  /** One rule and what was seen of it. */
  private static final class Asked {
    private final Expression expression;
    private final Set<Expression> open;
    private long matches;

    Asked(Expression expression) {
      this.expression = expression;
      this.open = leaves(expression);
    }
  }

  Observed(RuleSet set) {
    for (Rule rule : set.rules()) {
      if (rule.applies()) {
        set.expression(rule.id())
            .ifPresent(expression -> rules.put(rule.id(), new Asked(expression)));
      }
    }
  }

  void see(EventFields event) {
    for (Asked asked : rules.values()) {
      asked.open.removeIf(leaf -> leaf.matches(event));
      if (asked.expression.matches(event)) {
        asked.matches++;
      }
    }
  }

  /** How many events the rule matched. */
  long matches(String rule) {
    return rules.containsKey(rule) ? rules.get(rule).matches : 0;
  }

  /**
   * The questions that no event answered with yes, in the way to match that comes closest; empty if
   * every question of one way was.
   */
  List<Expression> unseen(String rule) {
    Asked asked = rules.get(rule);
    List<Expression> fewest = null;
    for (Conjunct way : Conjunct.of(asked.expression)) {
      List<Expression> open = new ArrayList<>(way.wanted());
      open.removeIf(leaf -> !asked.open.contains(leaf));
      if (fewest == null || open.size() < fewest.size()) {
        fewest = open;
      }
    }
    return fewest == null ? List.of() : fewest;
  }

  private static Set<Expression> leaves(Expression expression) {
    Set<Expression> leaves = new HashSet<>();
    for (Conjunct way : Conjunct.of(expression)) {
      leaves.addAll(way.wanted());
    }
    return leaves;
  }
}
