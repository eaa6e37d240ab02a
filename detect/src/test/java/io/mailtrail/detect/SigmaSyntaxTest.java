package io.mailtrail.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.detect.SigmaSyntax.Row;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SigmaSyntaxTest {
  private static final String PARTS =
      """
      selection: {A: a}
      selection_a: {A: a}
      selection_b: {B: b}
      filter_main_one: {C: c}
      filter_optional_one: {D: d}
      """;

  /** The same without the part that is called just that. */
  private static final String NUMBERED = PARTS.substring(PARTS.indexOf('\n') + 1);

  static List<Row> selections() {
    return SigmaSyntax.SELECTIONS;
  }

  static List<Row> conditions() {
    return SigmaSyntax.CONDITIONS;
  }

  @ParameterizedTest
  @MethodSource("selections")
  void eachWayToSelectMatchesWhatItShouldAndNothingElse(Row row) {
    String detection = "selection:\n" + row.text().indent(2) + "condition: selection";

    assertThat(Rules.matches(detection, row.hit())).isTrue();
    assertThat(Rules.matches(detection, row.miss())).isFalse();
  }

  @ParameterizedTest
  @MethodSource("conditions")
  void eachFormOfConditionMatchesWhatItShouldAndNothingElse(Row row) {
    boolean isAlone = row.text().matches("selection( .*)?");
    String detection = (isAlone ? PARTS : NUMBERED) + "condition: " + row.text();

    assertThat(Rules.matches(detection, row.hit())).isTrue();
    assertThat(Rules.matches(detection, row.miss())).isFalse();
  }
}
