package io.mailtrail.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.cli.demo.Observed.Copy;
import io.mailtrail.testbed.tenant.ContentBlob;
import io.mailtrail.testbed.tenant.SimulatedTenant;
import io.mailtrail.testbed.tenant.TenantPlan;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The proof of {@code demo --once} on a whole tenant: it passes when all is well, and each way to
 * break the demo is noticed by itself and by its own sentence. On real servers, {@link DemoIT} has
 * them all in one run.
 */
class MutationTest {
  private static final TenantPlan PLAN = TenantPlan.of(1).withUsers(60);
  private static SimulatedTenant tenant;
  private static Observed sound;

  @BeforeAll
  static void readTheTenantOnce() {
    tenant = SimulatedTenant.of(PLAN);
    sound = OfflineTenant.of(tenant, tenant.allBlobs()).observed();
  }

  /** What the tenant says is true, whatever was done to it afterwards. */
  private static List<String> problems(Observed observed) {
    return Verdict.of(DemoRun.expected(PLAN, tenant.truth()), observed, 0).problems();
  }

  @Test
  void nothingIsWrongWithASoundRun() {
    assertThat(problems(sound)).isEmpty();
  }

  @Test
  void aDroppedBlobIsNoticed() {
    String dropped = tenant.indispensableBlob().contentId();
    List<ContentBlob> others =
        tenant.allBlobs().stream().filter(blob -> !blob.contentId().equals(dropped)).toList();

    assertThat(problems(OfflineTenant.of(tenant, others).observed()))
        .isNotEmpty()
        .allMatch(problem -> problem.contains("never published"));
  }

  @Test
  void aDeletedDocumentIsNoticed() {
    Copy deleted = sound.documents().get(sound.documents().size() / 2);
    List<Copy> left = sound.documents().stream().filter(copy -> !copy.equals(deleted)).toList();

    assertThat(
            problems(
                new Observed(sound.published(), left, sound.failed(), List.of(), sound.alerts())))
        .containsExactly(
            "1 record is published, but neither searchable nor failed: "
                + deleted.recordId()
                + ".");
  }

  @Test
  void aRemovedStepIsNoticed() {
    String story = tenant.truth().takeovers().get(0).id();
    SimulatedTenant without = tenant.withoutStep(story);

    List<String> problems = problems(OfflineTenant.of(without, without.allBlobs()).observed());

    assertThat(problems)
        .anyMatch(problem -> problem.startsWith("The takeover \"" + story + "\""))
        .allMatch(
            problem ->
                problem.contains(story) || problem.contains("listed by the tenant, but never"));
  }
}
