package io.mailtrail.cli.offline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.cli.Streams;
import io.mailtrail.detect.OfflineDetector;
import io.mailtrail.detect.RuleSet;
import io.mailtrail.detect.RuleSource;
import io.mailtrail.model.EventFields;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A rule that fails while it runs is named; nothing that it did not find is passed over. */
class SwitchedOffRuleTest {
  private static final String RULE =
      """
      title: Field F
      id: %s
      logsource: {product: m365, service: audit}
      level: low
      detection:
        selection: {Operation: A, %s: '1'}
        condition: selection
      """;
  private static final String BAD = "00000000-0000-4000-8000-000000000001";
  private static final String GOOD = "00000000-0000-4000-8000-000000000002";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();
  private final Streams streams =
      new Streams(new ByteArrayInputStream(new byte[0]), out, new PrintWriter(err, true), false);

  private final RuleSet rules =
      RuleSet.load(
          List.of(
              new RuleSource("bad.yml", RULE.formatted(BAD, "F")),
              new RuleSource("good.yml", RULE.formatted(GOOD, "G"))));

  /** An event whose field F cannot be read, if it is broken. */
  private record Breakable(boolean broken) implements EventFields {
    @Override
    public String recordId() {
      return "tenant/record";
    }

    @Override
    public long time() {
      return 0;
    }

    @Override
    public String tenant() {
      return "tenant";
    }

    @Override
    public String message() {
      return "somebody did A";
    }

    @Override
    public List<String> values(String field) {
      if (broken && field.equals("F")) {
        throw new IllegalStateException("broken");
      }
      return List.of(field.equals("Operation") ? "A" : "1");
    }
  }

  @Test
  void isNamedWithItsReasonAndTheOthersGoOn() {
    OfflineDetector detector = new OfflineDetector(rules);
    detector.accept(new Breakable(true));

    assertThat(DetectCommand.settle(detector, streams)).isFalse();
    assertThat(err).hasToString("rule switched off: " + BAD + ": IllegalStateException\n");
    assertThat(out.toString(UTF_8)).contains(GOOD).doesNotContain(BAD);
  }

  @Test
  void nothingIsSaidWhereEveryRuleRan() {
    OfflineDetector detector = new OfflineDetector(rules);
    detector.accept(new Breakable(false));

    assertThat(DetectCommand.settle(detector, streams)).isTrue();
    assertThat(err.toString()).isEmpty();
    assertThat(out.toString(UTF_8)).contains(GOOD, BAD);
  }
}
