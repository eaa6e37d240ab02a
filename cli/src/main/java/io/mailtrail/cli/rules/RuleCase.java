package io.mailtrail.cli.rules;

import io.mailtrail.detect.sigma.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A test that a rule carries in {@code mailtrail.tests}.
 *
 * @param name what the records show
 * @param alerts how many the rule must raise; 0 for a near miss
 * @param records audit records as they come from Microsoft, one JSON object each
 */
record RuleCase(String name, int alerts, List<String> records) {
  RuleCase {
    records = List.copyOf(records);
  }

  /**
   * The tests of a rule.
   *
   * @throws io.mailtrail.detect.sigma.RuleException for what is wrong with one
   */
  static List<RuleCase> of(Section rule) {
    List<RuleCase> cases = new ArrayList<>();
    if (rule.section("mailtrail").map().get("tests") instanceof List<?> tests) {
      for (Object test : tests) {
        if (test instanceof Map<?, ?> map) {
          cases.add(read(section(map)));
        }
      }
    }
    return cases;
  }

  @SuppressWarnings("unchecked") // YamlDocuments makes no other maps
  private static Section section(Map<?, ?> test) {
    return new Section("mailtrail.tests", (Map<String, Object>) test);
  }

  private static RuleCase read(Section test) {
    String alerts = test.requiredText("alerts");
    if (!alerts.matches("[0-9]{1,6}")) {
      throw new io.mailtrail.detect.sigma.RuleException(
          test.at("alerts"), alerts + " is not a number of alerts");
    }
    return new RuleCase(
        test.text("name").orElse("(without a name)"),
        Integer.parseInt(alerts),
        test.requiredText("records").lines().filter(line -> !line.isBlank()).toList());
  }
}
