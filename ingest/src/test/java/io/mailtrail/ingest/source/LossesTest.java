package io.mailtrail.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.LedgerEntry.State;
import io.mailtrail.model.ProgressMarker;
import io.mailtrail.model.ProgressMarker.Gap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The account that goes with a stream's progress. */
class LossesTest {
  private static final Instant BEGAN = Instant.parse("2026-03-01T00:00:00Z");
  private static final StreamId STREAM = new StreamId("tenant", "Audit.Exchange");

  private final Losses losses = new Losses();

  private static LedgerEntry window(int hour, State state, String reason) {
    Instant start = BEGAN.plus(Duration.ofHours(hour));
    return new OpenWindow(new WindowPlan.Span(start, start.plus(Duration.ofHours(1))))
        .entry(STREAM, state, reason, start);
  }

  private List<Gap> gaps() {
    return losses.progress(STREAM, BEGAN).gaps();
  }

  @Test
  void whatWasGivenUpIsAGapAndWhatOthersTookThePlaceOfIsNot() {
    losses.begin(STREAM, BEGAN);
    losses.take(window(1, State.FINISHED, null));
    losses.take(window(2, State.ABANDONED, LedgerEntry.REPLACED + " by smaller ones"));
    losses.take(window(3, State.ABANDONED, "the API finds it too old to list"));
    losses.take(window(3, State.ABANDONED, "the API finds it too old to list"));
    assertThat(gaps())
        .containsExactly(
            new Gap(BEGAN.plus(Duration.ofHours(3)), BEGAN.plus(Duration.ofHours(4)), "ABANDONED"));
  }

  private static LedgerEntry blob(String contentId, State end, String reason, Instant created) {
    return BlobSplit.unread(STREAM, contentId, "", created, created.plus(WindowPlan.KEPT))
        .done(BlobResult.named(end, reason, 0))
        .ended(created.plusSeconds(1));
  }

  private static LedgerEntry hidden(String contentId, Instant created) {
    return blob(contentId, State.ABANDONED, LedgerEntry.UNREADABLE + ": no link", created);
  }

  @Test
  void whatCouldNotBeReadIsAGapUntilItIsPublished() {
    losses.begin(STREAM, BEGAN);
    assertThat(losses.take(hidden("a", BEGAN))).isTrue();
    assertThat(losses.take(hidden("b", BEGAN))).isTrue();
    assertThat(losses.take(hidden("a", BEGAN))).as("told already").isFalse();
    losses.take(blob("a", State.PUBLISHED, null, BEGAN.plusSeconds(3)));
    assertThat(gaps()).as("of the other one").hasSize(1);
    losses.take(blob("b", State.EXPIRED, "AF20051", BEGAN));
    assertThat(gaps()).extracting(Gap::reason).containsExactly("EXPIRED");
  }

  @Test
  void whatIsTooMuchToBeKnownByItsIdStaysAGap() {
    losses.begin(STREAM, BEGAN);
    for (int i = 0; i < 1_000; i++) {
      losses.take(hidden("old" + i, BEGAN));
    }
    Instant later = BEGAN.plusSeconds(60);
    losses.take(hidden("one more", later));
    losses.take(blob("one more", State.PUBLISHED, null, later));
    assertThat(gaps()).extracting(Gap::from).containsExactly(BEGAN, later);
    Instant muchLater = BEGAN.plus(Duration.ofDays(9));
    losses.take(hidden("new", muchLater));
    losses.take(blob("new", State.PUBLISHED, null, muchLater));
    assertThat(gaps()).as("there is room again").hasSize(2);
  }

  @Test
  void aStreamThatBeginsAgainHasAnAccountOfItsOwn() {
    losses.begin(STREAM, BEGAN);
    losses.take(window(3, State.ABANDONED, "lost"));
    Instant again = BEGAN.plus(Duration.ofDays(9));
    losses.begin(STREAM, again);
    assertThat(losses.progress(STREAM, again).since()).isEqualTo(again);
    assertThat(gaps()).isEmpty();
  }

  @Test
  void whatIsToldOfAWholeTenantConcernsNoStream() {
    losses.begin(STREAM, BEGAN);
    assertThat(losses.take(Forecast.NOTHING.entry(STREAM.tenant(), BEGAN))).isTrue();
    assertThat(gaps()).isEmpty();
  }

  @Test
  void aStreamThatIsGoneLeavesNoAccount() {
    losses.begin(STREAM, BEGAN);
    losses.keepOnly(Set.of());
    losses.take(window(3, State.ABANDONED, "lost"));
    assertThat(losses.snapshot()).isEmpty();
  }

  @Test
  void tooManyGapsAreToldAsFewerThatSayNoLess() {
    losses.begin(STREAM, BEGAN);
    for (int hour = 0; hour < 4 * ProgressMarker.MAX_GAPS; hour += 2) {
      losses.take(window(hour, State.ABANDONED, "lost"));
    }
    assertThat(gaps()).hasSize(ProgressMarker.MAX_GAPS);
    for (int hour = 0; hour < 4 * ProgressMarker.MAX_GAPS; hour += 2) {
      Instant start = BEGAN.plus(Duration.ofHours(hour));
      assertThat(gaps())
          .anyMatch(
              gap ->
                  !gap.from().isAfter(start)
                      && !gap.to().isBefore(start.plus(Duration.ofHours(1))));
    }
  }

  @Test
  void anAccountComesBackFromACheckpoint() {
    losses.begin(STREAM, BEGAN);
    losses.take(window(3, State.ABANDONED, "lost"));
    losses.take(hidden("a", BEGAN));
    Losses again = new Losses();
    again.restore(losses.snapshot());
    assertThat(again.progress(STREAM, BEGAN)).isEqualTo(losses.progress(STREAM, BEGAN));
    again.take(blob("a", State.PUBLISHED, null, BEGAN));
    assertThat(again.progress(STREAM, BEGAN).gaps()).hasSize(1);
  }
}
