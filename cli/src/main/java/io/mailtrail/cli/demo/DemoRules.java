package io.mailtrail.cli.demo;

import io.mailtrail.detect.Rule;
import io.mailtrail.detect.RuleSet;
import io.mailtrail.detect.RuleSource;
import io.mailtrail.rules.BundledRules;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The bundled rules, which the demo's stories name. */
final class DemoRules {
  /** A login from a new network, then an inbox rule that hides or forwards mail. */
  static final String FLAGSHIP = "mailtrail_takeover_inbox_rule";

  /** A user who is travelling and has the password reset: nothing in the records tells better. */
  private static final String COINCIDENCE = "mailtrail_takeover_after_reset";

  private final Map<String, String> ids = new HashMap<>();

  private DemoRules(RuleSet rules) {
    for (Rule rule : rules.rules()) {
      if (rule.name() != null) {
        ids.put(rule.name(), rule.id());
      }
    }
  }

  static DemoRules bundled() {
    return new DemoRules(
        RuleSet.load(
            BundledRules.load().entrySet().stream()
                .map(rule -> new RuleSource(rule.getKey(), rule.getValue()))
                .toList()));
  }

  Set<String> coincidences() {
    return Set.of(id(COINCIDENCE));
  }

  /** The id, which alerts carry, of the rule with this name. */
  String id(String name) {
    String id = ids.get(name);
    if (id == null) {
      throw new IllegalStateException("no bundled rule " + name);
    }
    return id;
  }
}
