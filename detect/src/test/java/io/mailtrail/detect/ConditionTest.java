package io.mailtrail.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {
  private static final String SELECTIONS =
      """
      sel_a: {A: '1'}
      sel_b: {B: '1'}
      filter_c: {C: '1'}
      _hidden: {D: '1'}
      condition: %s
      """;

  @ParameterizedTest(name = "{0} on {1} is {2}")
  @CsvSource({
    "sel_a,                              A,    true",
    "sel_a,                              B,    false",
    "sel_a and sel_b,                    A,    false",
    "sel_a and sel_b,                    AB,   true",
    "sel_a or sel_b,                     B,    true",
    "SEL_A OR sel_a,                     '',   refused",
    "sel_a AND NOT sel_b,                A,    true",
    "not sel_a,                          B,    true",
    "not not sel_a,                      A,    true",
    "sel_a or sel_b and filter_c,        A,    true",
    "(sel_a or sel_b) and filter_c,      A,    false",
    "not sel_a and sel_b,                B,    true",
    "not sel_a and sel_b,                AB,   false",
    "not (sel_a and sel_b),              A,    true",
    "not sel_a or sel_b,                 AB,   true",
    "1 of sel_*,                         B,    true",
    "all of sel_*,                       B,    false",
    "all of sel_*,                       AB,   true",
    "any of sel_*,                       A,    true",
    "not 1 of filter_* and sel_a,        A,    true",
    "not 1 of filter_* and sel_a,        AC,   false",
    "1 of *_c,                           C,    true",
    "1 of them,                          D,    false",
    "all of them,                        ABC,  true",
    "all of them,                        ABD,  false",
    "_hidden,                            D,    true",
    "sel_a and not 1 of filter_*,        ABC,  false",
    "((sel_a)),                          A,    true",
    "1 of nothing_*,                     '',   refused",
    "2 of sel_*,                         '',   refused",
    "sel_x,                              '',   refused",
    "sel_a and,                          '',   refused",
    "and sel_a,                          '',   refused",
    "sel_a sel_b,                        '',   refused",
    "(sel_a,                             '',   refused",
    "sel_a),                             '',   refused",
    "1 of,                               '',   refused",
    "sel_a | count() > 5,                '',   refused",
    "sel_a & sel_b,                      '',   refused",
  })
  void meansWhatTheSpecificationSays(String condition, String has, String expected) {
    String detection = SELECTIONS.formatted("'" + condition + "'");
    if (expected.equals("refused")) {
      assertThat(Rules.refusal(Rules.event("rule", detection))).contains("detection.condition");
    } else {
      StringBuilder event = new StringBuilder("{'Operation': 'x'");
      has.chars().forEach(c -> event.append(", '").append((char) c).append("': '1'"));
      assertThat(Rules.matches(detection, event.append('}').toString()))
          .isEqualTo(Boolean.parseBoolean(expected));
    }
  }

  @Test
  void aListOfConditionsIsMetByAnyOfThem() {
    String detection = SELECTIONS.formatted("[sel_a, sel_b]");
    assertThat(Rules.matches(detection, "{'B': '1'}")).isTrue();
    assertThat(Rules.matches(detection, "{'C': '1'}")).isFalse();
  }

  @Test
  void deepNestingIsRefusedRatherThanOverflowing() {
    String deep = "(".repeat(4000) + "sel_a" + ")".repeat(4000);
    assertThat(Rules.refusal(Rules.event("rule", SELECTIONS.formatted("'" + deep + "'"))))
        .contains("nested deeper");
  }

  @Test
  void anAggregationIsRefusedByName() {
    assertThat(Rules.refusal(Rules.event("rule", SELECTIONS.formatted("'sel_a | count(B) > 5'"))))
        .contains("aggregation");
  }
}
