package io.mailtrail.cli.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.testbed.tenant.SimulatedTenant;
import io.mailtrail.testbed.tenant.Story;
import io.mailtrail.testbed.tenant.StoryKind;
import io.mailtrail.testbed.tenant.TenantPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * That every planted attack is found by the rules that are there for it, and none of the near
 * misses is. {@code -Dmailtrail.test.seeds=1,2,3} tries others.
 */
class StoriesRecallTest {
  private static final int USERS = 60;

  static LongStream seeds() {
    return Arrays.stream(System.getProperty("mailtrail.test.seeds", "1,42,2026").split(","))
        .mapToLong(Long::parseLong);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyAttackIsFoundByItsRulesAndNoNearMissIs(long seed) {
    SimulatedTenant tenant = SimulatedTenant.of(TenantPlan.of(seed).withUsers(USERS));
    List<TenantAlerts.Found> alerts = TenantAlerts.of(tenant);

    List<String> missed = new ArrayList<>();
    List<String> unexplained = new ArrayList<>();
    for (Story story : tenant.truth().stories()) {
      TreeSet<String> found =
          alerts.stream()
              .filter(alert -> story.isToldBy(alert.records()))
              .map(TenantAlerts.Found::rule)
              .collect(Collectors.toCollection(TreeSet::new));
      if (story.takeover()) {
        story.rules().stream()
            .filter(rule -> !found.contains(rule))
            .forEach(rule -> missed.add(story.kind() + ": " + rule));
      }
      found.stream()
          .filter(rule -> !story.explains(rule))
          .forEach(rule -> unexplained.add(story.kind() + ": " + rule));
    }
    assertThat(missed).as("attacks that a rule should have found").isEmpty();
    assertThat(unexplained).as("what the stories do not explain").isEmpty();
  }

  @Test
  void thereAreAtLeastTwentyKindsOfAttackAndEachHasANearMiss() {
    List<StoryKind> attacks =
        Arrays.stream(StoryKind.values()).filter(StoryKind::isTakeover).toList();
    List<StoryKind> missed =
        Arrays.stream(StoryKind.values())
            .map(kind -> kind.missed().orElse(null))
            .filter(Objects::nonNull)
            .toList();

    assertThat(attacks).hasSizeGreaterThanOrEqualTo(20);
    assertThat(missed).containsAll(attacks);
    // What a near miss must not raise, it must not be allowed to raise either.
    for (StoryKind kind : StoryKind.values()) {
      if (!kind.isTakeover()) {
        assertThat(kind.alsoFound()).as(kind.name()).doesNotContainAnyElementsOf(kind.rules());
      }
    }
  }
}
