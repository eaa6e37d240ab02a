package io.mailtrail.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.ingest.source.WindowPlan.Span;
import io.mailtrail.ingest.source.WindowPlan.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class WindowPlanTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00.250Z");

  @Property(tries = 300)
  void spansTileTimeWithoutGapOrOverlap(
      @ForAll @Size(max = 30) List<@LongRange(min = 1, max = 10L * 24 * 3600 * 1000) Long> pauses,
      @ForAll @LongRange(min = 0, max = 600) long behindSeconds) {
    WindowPlan plan = new WindowPlan(Duration.ofSeconds(behindSeconds), Duration.ZERO);
    Instant now = START;
    Instant first = plan.edge(now);
    Instant frontier = first;
    List<Span> told = new ArrayList<>();
    for (long pause : pauses) {
      now = now.plusMillis(pause);
      for (Step step = plan.step(frontier, now);
          step.lost().isPresent() || step.next().isPresent();
          step = plan.step(frontier, now)) {
        step.lost().ifPresent(told::add);
        step.next().ifPresent(told::add);
        frontier = told.get(told.size() - 1).end();
        if (step.next().isPresent()) {
          assertAskable(step.next().get(), now, behindSeconds);
        }
      }
      assertThat(Duration.between(frontier, now.minusSeconds(behindSeconds)))
          .as("nothing askable is left unasked")
          .isLessThanOrEqualTo(Duration.ofSeconds(1));
    }
    Instant expected = first;
    for (Span span : told) {
      assertThat(span.start()).isEqualTo(expected);
      expected = span.end();
    }
  }

  @Example
  void aBeginningIsNotLostWhileItsFirstRequestIsOnItsWay() {
    WindowPlan plan = new WindowPlan(Duration.ZERO, Duration.ZERO);
    Instant first = plan.edge(START);
    Step step = plan.step(first, START.plusSeconds(90));
    assertThat(step.lost()).isEmpty();
    assertThat(step.next().orElseThrow().start()).isEqualTo(first);
    assertThat(plan.step(first, START.plusSeconds(600)).lost()).isPresent();
  }

  private static void assertAskable(Span span, Instant now, long behindSeconds) {
    assertThat(span.start())
        .isAfterOrEqualTo(now.minus(WindowPlan.KEPT).plus(WindowPlan.LEAST_MARGIN));
    assertThat(span.end()).isBeforeOrEqualTo(now.minusSeconds(behindSeconds));
    assertThat(Duration.between(span.start(), span.end())).isLessThanOrEqualTo(WindowPlan.LONGEST);
    assertThat(span.start()).isEqualTo(span.start().truncatedTo(ChronoUnit.SECONDS));
    assertThat(span.end()).isEqualTo(span.end().truncatedTo(ChronoUnit.SECONDS));
  }
}
