package io.mailtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The rules that come with Mailtrail, through the command line. */
class DetectBundledTest {
  @Test
  void aRuleWithoutItsLoginFromSomewhereNewIsNoTakeover() {
    // Nobody in the fixture has a history, so nothing can be new to them.
    Cli.Result result = Cli.run("detect", Fixtures.RECORDS);

    assertThat(result.exit()).isZero();
    assertThat(result.out()).doesNotContain("new_network_then_inbox_rule");
  }
}
