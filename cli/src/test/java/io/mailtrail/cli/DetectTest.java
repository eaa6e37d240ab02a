package io.mailtrail.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.Alert;
import java.util.List;
import org.junit.jupiter.api.Test;

class DetectTest {
  private static final String RULE = "7d2f4c1e-6f0a-4a53-9a58-0a5f6f0c9d11";

  @Test
  void printsSettledAlertsWithTheRecordsBehindThem() {
    Cli.Result result = Cli.run("detect", "--rules", Fixtures.RULES, Fixtures.RECORDS);

    assertThat(result.exit()).isZero();
    assertThat(result.err()).isEmpty();
    List<Alert> alerts = alerts(result);
    assertThat(alerts).hasSize(1);
    Alert alert = alerts.get(0);
    assertThat(alert.rule()).isEqualTo(RULE);
    assertThat(alert.status()).isEqualTo(Alert.Status.SETTLED);
    assertThat(alert.evidence())
        .extracting(Alert.Evidence::recordId)
        .containsExactly(
            "5a6b0000-1111-4222-8333-9d6f0c0ffee0/00000000-aaaa-4bbb-8ccc-000000000003");
  }

  @Test
  void theSameRecordsTwiceAndInAnotherFormatGiveTheSameAlerts() {
    Cli.Result once = Cli.run("detect", "--rules", Fixtures.RULES, Fixtures.RECORDS);
    Cli.Result twice =
        Cli.runWithInput(
            Fixtures.bytes(Fixtures.RECORDS),
            "detect",
            "--rules",
            Fixtures.RULES,
            Fixtures.PURVIEW,
            "-");

    assertThat(alerts(twice))
        .extracting(Alert::id)
        .isEqualTo(alerts(once).stream().map(Alert::id).toList());
  }

  @Test
  void aBrokenRuleIsNamedAndTheOthersWork() {
    Cli.Result result = Cli.run("detect", "--rules", Fixtures.BROKEN_RULES, Fixtures.RECORDS);

    assertThat(result.exit()).isEqualTo(Exit.REFUSED);
    assertThat(result.err()).contains("no-such-selection.yml", "elsewhere").hasLineCount(1);
    assertThat(alerts(result)).extracting(Alert::rule).containsExactly(RULE);
  }

  @Test
  void recordsThatCannotBeReadAreReportedAndChangeTheExitCode() {
    Cli.Result result = Cli.run("detect", "--rules", Fixtures.RULES, Fixtures.DAMAGED);

    assertThat(result.exit()).isEqualTo(Exit.REFUSED);
    assertThat(result.err()).contains("\"no_audit_data\"").hasLineCount(3);
    assertThat(alerts(result)).hasSize(1);
  }

  @Test
  void aFolderWithoutRulesIsAFailure() {
    String folder = Fixtures.RECORDS.replace("/records.jsonl", "");

    Cli.Result result = Cli.run("detect", "--rules", folder, Fixtures.RECORDS);

    assertThat(result.exit()).isEqualTo(Exit.FAILED);
    assertThat(result.err()).contains("holds no .yml or .yaml file");
  }

  @Test
  void rulesListPrintsEachRule() {
    Cli.Result result = Cli.run("rules", "list", Fixtures.RULES);

    assertThat(result.exit()).isZero();
    assertThat(result.lines()).hasSize(1).first().asString().contains(RULE);
  }

  @Test
  void rulesAloneIsAUsageError() {
    assertThat(Cli.run("rules").exit()).isEqualTo(Exit.USAGE);
  }

  private static List<Alert> alerts(Cli.Result result) {
    return result.out().lines().map(line -> Alert.of(line.getBytes(UTF_8))).toList();
  }
}
