package io.mailtrail.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.Alert;
import java.util.ArrayList;
import java.util.List;

/** Short ways to load rules and to ask them. */
final class Rules {
  private Rules() {}

  static RuleSet load(String... yaml) {
    RuleSet rules = tryLoad(yaml);
    assertThat(rules.errors()).isEmpty();
    return rules;
  }

  static RuleSet tryLoad(String... yaml) {
    List<RuleSource> sources = new ArrayList<>();
    sources.add(new RuleSource("placeholders/Administrators.txt", "# ours\nadm_*\n\nroot\n"));
    for (String text : yaml) {
      sources.add(new RuleSource("rule" + (sources.size() - 1) + ".yml", text));
    }
    return RuleSet.load(sources);
  }

  /** A rule over one event with this detection, indented by two. */
  static String event(String name, String detection) {
    return """
    title: %s
    name: %s
    logsource: {product: m365, service: audit}
    detection:
    %s
    """
        .formatted(name, name, detection.indent(2));
  }

  static boolean matches(String detection, String event) {
    return !alerts(load(event("rule", detection)), event).isEmpty();
  }

  static List<Alert> alerts(RuleSet rules, String... events) {
    OfflineDetector detector = new OfflineDetector(rules);
    for (String event : events) {
      detector.accept(JsonEvent.of(event));
    }
    return detector.settleAll();
  }

  static String refusal(String... yaml) {
    List<RuleError> errors = tryLoad(yaml).errors();
    assertThat(errors).isNotEmpty();
    return errors.get(0).toString();
  }
}
