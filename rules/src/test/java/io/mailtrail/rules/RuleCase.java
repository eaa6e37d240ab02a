package io.mailtrail.rules;

import io.mailtrail.detect.sigma.YamlDocuments;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A test that a rule carries in {@code mailtrail.tests}.
 *
 * @param rule the rule's name
 * @param name what the records show
 * @param alerts how many the rule must raise; 0 for a near miss
 * @param records audit records as they come from Microsoft, one JSON object each
 */
record RuleCase(String file, String rule, String name, int alerts, List<String> records) {
  static List<RuleCase> of(String file, String yaml) {
    List<RuleCase> cases = new ArrayList<>();
    for (Map<String, Object> rule : YamlDocuments.read(yaml)) {
      Map<?, ?> ours = (Map<?, ?>) rule.getOrDefault("mailtrail", Map.of());
      if (ours.get("tests") instanceof List<?> tests) {
        for (Object test : tests) {
          Map<?, ?> map = (Map<?, ?>) test;
          cases.add(
              new RuleCase(
                  file,
                  (String) rule.get("name"),
                  (String) map.get("name"),
                  Integer.parseInt((String) map.get("alerts")),
                  ((String) map.get("records")).lines().toList()));
        }
      }
    }
    return cases;
  }
}
