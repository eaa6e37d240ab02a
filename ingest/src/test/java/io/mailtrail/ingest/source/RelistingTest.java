package io.mailtrail.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.ingest.source.WindowPlan.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RelistingTest {
  private static final Instant START = Instant.parse("2026-03-04T15:07:03Z");
  private static final Duration WEEK = Duration.ofDays(7);

  /** However late a blob is listed, some hours before its end it is found. */
  @Property(tries = 60)
  void everyInstantIsListedAgainUntilItLeavesTheHorizon(@ForAll long seed) {
    Random random = new Random(seed);
    Relisting relisting = new Relisting(WEEK, false);
    Instant created = START.plusSeconds(random.nextInt(86_400));
    Instant appears = created.plusSeconds(random.nextInt(6 * 86_400));
    Instant found = null;
    int asked = 0;
    for (Instant now = created.plusSeconds(60);
        found == null && now.isBefore(created.plus(WEEK));
        now = now.plusSeconds(300 + random.nextInt(300))) {
      for (Span part : due(relisting, now)) {
        asked++;
        assertThat(Duration.between(part.start(), part.end()))
            .isLessThanOrEqualTo(WindowPlan.LONGEST);
        boolean covers = !created.isBefore(part.start()) && created.isBefore(part.end());
        if (covers && !now.isBefore(appears)) {
          found = now;
        }
      }
    }
    assertThat(found).isNotNull();
    Duration age = Duration.between(created, appears);
    Duration pause = age.dividedBy(3).plus(Duration.ofMinutes(40));
    assertThat(Duration.between(appears, found))
        .as("soon, as lateness goes")
        .isLessThan(pause.compareTo(Duration.ofHours(5)) < 0 ? pause : Duration.ofHours(5));
    assertThat(asked).as("requests in the week").isLessThan(7 * 24 * 40);
  }

  @Test
  void afterARestartAllOfThePastIsDue() {
    Relisting relisting = new Relisting(WEEK, true);
    Instant now = START.plus(WEEK);
    List<Span> due = due(relisting, now);
    assertThat(due).contains(day("2026-03-04"), day("2026-03-10"));
    assertThat(due(relisting, now)).isEmpty();
    assertThat(due(new Relisting(WEEK, false), now)).isEmpty();
  }

  @Test
  void partsLieOnTheClocksMarksAndBehindTheFrontier() {
    Relisting relisting = new Relisting(WEEK, true);
    Instant now = START.plus(WEEK);
    assertThat(due(relisting, now))
        .allMatch(part -> part.start().getEpochSecond() % 900 == 0)
        .allMatch(part -> !part.end().isAfter(now));
  }

  @Test
  void nothingIsListedAgainWhereThatIsTheSetting() {
    assertThat(due(new Relisting(Duration.ZERO, true), START.plus(WEEK))).isEmpty();
  }

  private static List<Span> due(Relisting relisting, Instant now) {
    List<Span> due = new ArrayList<>();
    for (Optional<Span> next = relisting.due(START, now, now);
        next.isPresent();
        next = relisting.due(START, now, now)) {
      due.add(next.get());
      relisting.done(next.get(), now);
    }
    return due;
  }

  private static Span day(String date) {
    Instant start = Instant.parse(date + "T00:00:00Z");
    return new Span(start, start.plus(Duration.ofDays(1)));
  }
}
