package io.mailtrail.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.detect.RuleSet;
import io.mailtrail.detect.RuleSource;
import io.mailtrail.model.Alert;
import io.mailtrail.model.RecordId;
import io.mailtrail.rules.BundledRules;
import io.mailtrail.testbed.tenant.SimulatedTenant;
import io.mailtrail.testbed.tenant.Story;
import io.mailtrail.testbed.tenant.TenantPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The verb {@code detect} with the bundled rules, on a whole tenant: the Purview export of what the
 * API does not hold any more, and a file of what it does.
 */
class TenantExportTest {
  private static final String FLAGSHIP = "mailtrail_takeover_inbox_rule";
  private static final TenantPlan PLAN = TenantPlan.of(1).withUsers(60);

  @Test
  void findsEveryTakeoverAndNoNearMiss(@TempDir Path folder) throws Exception {
    SimulatedTenant tenant = SimulatedTenant.of(PLAN);
    Path csv = folder.resolve("AuditLog.csv");
    tenant.writePurviewCsv(csv);

    Path api = folder.resolve("api.jsonl");
    Files.write(
        api,
        tenant.allBlobs().stream()
            .filter(blob -> tenant.truth().blobs().contains(blob.contentId()))
            .flatMap(blob -> blob.records().stream())
            .map(record -> new String(record, UTF_8))
            .toList());

    Cli.Result result = Cli.run("detect", csv.toString(), api.toString());

    // The tenant has records that nobody can read; each of them is named.
    assertThat(result.exit()).as(result.err()).isEqualTo(Exit.REFUSED);
    assertThat(result.err().lines().filter(line -> line.startsWith("{")))
        .hasSizeGreaterThanOrEqualTo(tenant.truth().unreadable().size());
    List<Story> takeovers =
        tenant.truth().takeovers().stream()
            .filter(story -> story.rules().contains(FLAGSHIP))
            .toList();
    assertThat(takeovers).hasSizeGreaterThanOrEqualTo(4);
    List<Alert> alerts = alerts(result);
    assertThat(alerts).allMatch(alert -> alert.status() == Alert.Status.SETTLED);
    assertThat(alerts.stream().map(alert -> alert.group().get("user.email")))
        .containsExactlyInAnyOrderElementsOf(takeovers.stream().map(Story::user).toList());
    for (Story story : takeovers) {
      assertThat(alerts)
          .anySatisfy(
              alert ->
                  assertThat(alert.evidence())
                      .extracting(Alert.Evidence::recordId)
                      .contains(
                          RecordId.of(PLAN.tenantId(), story.login().recordId()),
                          RecordId.of(PLAN.tenantId(), story.rule().recordId())));
    }
  }

  /** Of the rule that the takeovers are told for. */
  private static List<Alert> alerts(Cli.Result result) {
    Set<String> ids =
        RuleSet.load(
                BundledRules.load().entrySet().stream()
                    .map(rule -> new RuleSource(rule.getKey(), rule.getValue()))
                    .toList())
            .rules()
            .stream()
            .filter(rule -> FLAGSHIP.equals(rule.name()))
            .map(rule -> rule.id())
            .collect(Collectors.toSet());
    return result
        .out()
        .lines()
        .map(line -> Alert.of(line.getBytes(UTF_8)))
        .filter(alert -> ids.contains(alert.rule()))
        .toList();
  }
}
