package io.mailtrail.testbed.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.ContentType;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LiveActivityTest {
  private static final TenantPlan PLAN = TenantPlan.of(8).withUsers(80).withDays(15).withLive(true);
  private static final Instant ANCHOR = PLAN.anchor();

  @Test
  void whatHappensCanBeHadWithinSeconds() {
    List<TenantRecord> records =
        SimulatedTenant.of(PLAN).activityBetween(ANCHOR, ANCHOR.plus(Duration.ofHours(1)));

    assertThat(records).hasSizeGreaterThan(50);
    assertThat(records)
        .allSatisfy(
            it ->
                assertThat(Duration.between(it.created(), it.available()))
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10)));
  }

  @Test
  void theApiHandsOutWhatHappenedUpToNow() {
    SimulatedTenant tenant = SimulatedTenant.of(PLAN);
    Instant now = ANCHOR.plus(Duration.ofMinutes(95));
    Set<String> served = new HashSet<>();
    for (ContentType type : ContentType.values()) {
      for (ContentBlob blob : tenant.blobs(type, ANCHOR, now.plusSeconds(60), now)) {
        assertThat(blob.created()).isBeforeOrEqualTo(now);
        served.addAll(blob.recordIds());
      }
    }
    // Twenty seconds are enough to become available and for the blob to be closed.
    List<String> happened =
        tenant.activityBetween(ANCHOR, now.minusSeconds(20)).stream()
            .map(TenantRecord::id)
            .toList();

    assertThat(happened).hasSizeGreaterThan(50);
    assertThat(served).containsAll(happened);
    assertThat(tenant.truth().apiRecords()).containsAll(happened);
  }

  @Test
  void itIsTheSameInWhateverStepsTheClockComesToIt() {
    SimulatedTenant inSteps = SimulatedTenant.of(PLAN);
    SimulatedTenant atOnce = SimulatedTenant.of(PLAN);
    Instant end = ANCHOR.plus(Duration.ofHours(3));
    for (int minute = 0; minute <= 180; minute += 7) {
      Instant now = ANCHOR.plus(Duration.ofMinutes(minute));
      inSteps.blobs(ContentType.EXCHANGE, ANCHOR, now, now);
    }
    List<ContentBlob> stepwise = inSteps.blobs(ContentType.EXCHANGE, ANCHOR, end, end);
    List<ContentBlob> together = atOnce.blobs(ContentType.EXCHANGE, ANCHOR, end, end);

    assertThat(stepwise)
        .extracting(ContentBlob::contentId)
        .isEqualTo(together.stream().map(ContentBlob::contentId).toList());
    assertThat(stepwise)
        .extracting(ContentBlob::json)
        .usingElementComparator(java.util.Arrays::compare)
        .isEqualTo(together.stream().map(ContentBlob::json).toList());
    assertThat(inSteps.truth()).isEqualTo(atOnce.truth());
  }

  @Test
  void aStoryStartsEveryTwoAndAHalfMinutes() {
    SimulatedTenant tenant = SimulatedTenant.of(PLAN);
    tenant.blobs(ContentType.DLP, ANCHOR, ANCHOR, ANCHOR.plus(Duration.ofMinutes(59)));
    List<Story> stories =
        tenant.truth().stories().stream().filter(it -> it.id().startsWith("live-")).toList();

    assertThat(stories).hasSize(24);
    assertThat(stories).extracting(Story::takeover).contains(true, false);
    assertThat(stories).extracting(Story::user).doesNotHaveDuplicates();
    assertThat(stories)
        .allSatisfy(
            it ->
                assertThat(Duration.between(it.login().time(), it.rule().time()).abs())
                    .isLessThan(Duration.ofMinutes(3)));
  }

  @Test
  void aTenantThatIsNotLiveEndsAtTheAnchor() {
    SimulatedTenant tenant = SimulatedTenant.of(PLAN.withLive(false));
    Instant later = tenant.lastAvailability().plus(Duration.ofDays(3));
    Instant after = tenant.lastAvailability().plusMillis(1);

    for (ContentType type : ContentType.values()) {
      assertThat(tenant.blobs(type, after, later, later)).isEmpty();
    }
    assertThat(tenant.truth().stories()).hasSize(StoryKind.values().length);
  }

  @Test
  void aDaysWorkLiesWithinTheDay() {
    Company company = Company.of(PLAN);
    Life life = new Life(PLAN, company, Records.of(PLAN));
    LocalDate first = PLAN.start().atZone(ZoneOffset.UTC).toLocalDate();
    for (int day = 0; day < 15; day++) {
      LocalDate date = first.plusDays(day);
      assertThat(life.on(date))
          .allSatisfy(
              it -> assertThat(it.created().atZone(ZoneOffset.UTC).toLocalDate()).isEqualTo(date));
    }
  }
}
