package io.mailtrail.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.detect.RiskTimeline.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RiskTimelineTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static Point point(String id, String rule, int days, int weight) {
    return new Point(id, rule, NOON.plus(Duration.ofDays(days)), weight);
  }

  @Test
  void weighsByLevelFadesByHalfAWeekAndAddsUpOverRules() {
    RiskTimeline risk = RiskTimeline.of(List.of(point("a", "r1", 0, 50), point("b", "r2", 7, 20)));
    assertThat(risk.at(NOON.minusSeconds(1))).isZero();
    assertThat(risk.at(NOON)).isEqualTo(50);
    assertThat(risk.at(NOON.plus(Duration.ofDays(7)))).isEqualTo(25 + 20);
    assertThat(risk.steps()).extracting(RiskTimeline.Step::score).containsExactly(50, 45);
  }

  @Test
  void aNoisyRuleCountsOnce() {
    List<Point> noise = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      noise.add(point("a" + i, "noisy", 0, 5));
    }
    assertThat(RiskTimeline.of(noise).at(NOON)).isEqualTo(5);
  }

  @Test
  void whatIsRetractedNeverCounted() {
    assertThat(RiskTimeline.of(List.of(point("a", "r", 0, 50), point("a", "r", 0, 0))).at(NOON))
        .isZero();
  }

  @Property(tries = 200)
  void theOrderOfTheAlertsIsNothing(
      @ForAll @Size(max = 12) List<@IntRange(max = 20) Integer> days,
      @ForAll java.util.Random random) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < days.size(); i++) {
      points.add(point("a" + i, "r" + i % 3, days.get(i), 1 + 7 * i));
    }
    List<RiskTimeline.Step> expected = RiskTimeline.of(points).steps();
    Collections.shuffle(points, random);
    assertThat(RiskTimeline.of(points).steps()).isEqualTo(expected);
  }
}
