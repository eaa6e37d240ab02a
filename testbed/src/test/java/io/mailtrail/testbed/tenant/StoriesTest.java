package io.mailtrail.testbed.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.testbed.tenant.NaiveTakeoverFinder.Found;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code -Dmailtrail.test.seed=N -Dmailtrail.test.tries=N} explores. */
final class StoriesTest {
  private static final long SEED = Long.getLong("mailtrail.test.seed", 20_260_311L);
  private static final int TRIES = Integer.getInteger("mailtrail.test.tries", 4);

  @Test
  void exactlyTheTakeoversOfTheDemoMatchTheDefinition() {
    SimulatedTenant tenant = DemoTenant.get();

    assertExactlyTheTakeoversMatch(tenant, List.of());
    assertThat(NaiveTakeoverFinder.due(tenant.truth())).hasSizeGreaterThanOrEqualTo(4);
    assertThat(tenant.truth().stories())
        .filteredOn(story -> !story.takeover())
        .hasSizeGreaterThanOrEqualTo(8);
  }

  /** Some plans that chance chose; the same each time, unless another seed is given. */
  static Stream<TenantPlan> plans() {
    Random random = new Random(SEED);
    return Stream.generate(
            () ->
                TenantPlan.of(random.nextLong())
                    .withUsers(60 + random.nextInt(61))
                    .withAnchor(
                        Instant.parse("2026-01-01T00:17:05Z")
                            .plus(Duration.ofHours(random.nextInt(8_760)))))
        .limit(TRIES);
  }

  @ParameterizedTest
  @MethodSource("plans")
  void exactlyTheTakeoversMatchWhateverTheSeedAndTheHour(TenantPlan plan) {
    assertExactlyTheTakeoversMatch(SimulatedTenant.of(plan), List.of());
  }

  static LongStream seeds() {
    return new Random(SEED).longs(2);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void exactlyTheTakeoversMatchWhenLifeGoesOn(long seed) {
    TenantPlan plan = TenantPlan.of(seed).withUsers(80).withDays(15).withLive(true);
    SimulatedTenant tenant = SimulatedTenant.of(plan);
    // Two rounds, and some of a third.
    Instant end = plan.anchor().plus(Duration.ofHours(58));
    tenant.blobs(io.mailtrail.model.ContentType.DLP, plan.anchor(), end, end);

    assertThat(NaiveTakeoverFinder.due(tenant.truth())).hasSizeGreaterThan(30);
    assertExactlyTheTakeoversMatch(tenant, List.of());
  }

  @Test
  void aRuleThatIsLeftOutIsMissed() {
    TenantPlan plan = TenantPlan.of(3).withUsers(80);
    SimulatedTenant tenant = SimulatedTenant.of(plan).withoutStep("takeover-slow");

    assertExactlyTheTakeoversMatch(tenant, List.of("takeover-slow"));
    Story story = tenant.truth().story("takeover-slow").orElseThrow();
    assertThat(story.takeover()).isTrue();
    assertThat(tenant.truth().records())
        .contains(story.login().recordId())
        .doesNotContain(story.rule().recordId());
  }

  private static void assertExactlyTheTakeoversMatch(
      SimulatedTenant tenant, List<String> withoutRule) {
    List<Found> expected = new ArrayList<>();
    for (Story story : NaiveTakeoverFinder.due(tenant.truth())) {
      if (!withoutRule.contains(story.id())) {
        expected.add(new Found(story.user(), story.login().recordId(), story.rule().recordId()));
      }
    }
    List<JsonNode> records =
        TenantRecords.distinct(tenant.allBlobs(), NaiveTakeoverFinder::isRelevant);
    assertThat(NaiveTakeoverFinder.find(records)).containsExactlyInAnyOrderElementsOf(expected);
  }
}
