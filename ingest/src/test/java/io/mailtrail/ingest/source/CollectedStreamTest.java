package io.mailtrail.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.ingest.api.ActivityApi.Listed;
import io.mailtrail.ingest.api.ActivityApi.Unreadable;
import io.mailtrail.ingest.source.WindowPlan.Span;
import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.LedgerEntry.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CollectedStreamTest {
  private static final Instant NOW = Instant.parse("2026-03-11T15:00:00Z");
  private static final WindowPlan PLAN = new WindowPlan(Duration.ZERO, Duration.ZERO);

  private final List<LedgerEntry> ledger = new ArrayList<>();
  private CollectedStream stream =
      CollectedStream.first(new StreamId("t", "Audit.Exchange"), PLAN, ledger::add, NOW);

  @Test
  void completenessMovesOnlyOverFinishedWindowsInARowWithNoOpenBlob() {
    Span first = list(NOW, blob("a"), blob("b"));
    Span second = list(NOW);
    assertThat(stream.completeUpTo()).isEqualTo(first.start());
    assertThat(stream.ended("a")).isTrue();
    assertThat(stream.completeUpTo()).isEqualTo(first.start());
    assertThat(stream.ended("b")).isTrue();
    assertThat(stream.completeUpTo()).isEqualTo(second.end());
    assertThat(stream.ended("b")).as("known already").isFalse();
  }

  @Test
  void anUnfinishedWindowHoldsCompletenessBack() {
    Span first = span(NOW);
    stream.pageListed(List.of(blob("a")), List.of(), NOW);
    stream.ended("a");
    assertThat(stream.completeUpTo()).isEqualTo(first.start());
    assertThat(span(NOW)).as("begun again after a failure").isEqualTo(first);
    stream.pageListed(List.of(blob("a"), blob("b")), List.of(), NOW);
    stream.listingFinished(NOW);
    assertThat(stream.openBlobs()).as("a was known").isEqualTo(1);
  }

  @Test
  void aContentIdThatIsListedTwiceIsHandedOutOnce() {
    list(NOW, blob("a"), blob("a"));
    list(NOW, blob("a"));
    assertThat(stream.waiting().list()).extracting(BlobSplit::contentId).containsExactly("a");
  }

  @Test
  void contentIdsAreForgottenAfterTheContent() {
    list(NOW, blob("a"));
    assertThat(stream.snapshot().seen().contains("a")).isTrue();
    stream.toList(NOW.plus(Duration.ofDays(9)));
    assertThat(stream.snapshot().seen().size()).isZero();
  }

  @Test
  void anOutageBeyondTheEdgeNamesTheLostSpanAndGoesOn() {
    while (stream.toList(NOW).isPresent()) {
      stream.listingFinished(NOW);
    }
    ledger.clear();
    Instant later = NOW.plus(Duration.ofDays(9));
    Span next = span(later);
    assertThat(next.start()).isEqualTo(PLAN.edge(later));
    LedgerEntry lost = ledger.get(0);
    assertThat(lost.state()).isEqualTo(State.ABANDONED);
    assertThat(lost.start()).isEqualTo(NOW);
    assertThat(lost.end()).isEqualTo(next.start());
    assertThat(lost.reason()).isNotBlank();
    assertThat(stream.completeUpTo()).isEqualTo(next.start());
  }

  @Test
  void anUnfinishedWindowThatGrowsTooOldIsCutAtTheEdgeAndKeepsItsBlobs() {
    Span first = span(NOW);
    stream.pageListed(List.of(blob("a")), List.of(), NOW);
    Instant later = NOW.plus(Duration.ofHours(1));
    Span again = span(later);
    assertThat(again.start()).isEqualTo(PLAN.edge(later)).isAfter(first.start());
    stream.listingFinished(later);
    assertThat(stream.completeUpTo()).isEqualTo(again.start());
    stream.ended("a");
    assertThat(stream.completeUpTo()).isEqualTo(again.end());
  }

  @Test
  void aWindowThatIsTooOldByTheirClockBeginsLaterAndTheLossIsNamed() {
    Span first = span(NOW);
    assertThat(stream.shrink(NOW)).isTrue();
    Span later = span(NOW);
    assertThat(later).isEqualTo(new Span(first.start().plusSeconds(300), first.end()));
    assertThat(ledger)
        .filteredOn(entry -> entry.state() == State.ABANDONED && !entry.isReplaced())
        .singleElement()
        .matches(lost -> lost.start().equals(first.start()) && lost.end().equals(later.start()));
    assertThat(stream.completeUpTo()).isEqualTo(later.start());
  }

  @Test
  void aWindowThatIsRefusedIsHalvedAndNothingBetweenIsLeftOut() {
    list(NOW);
    Span first = span(NOW);
    assertThat(stream.shrink(NOW)).isTrue();
    Span half = span(NOW);
    assertThat(half.start()).isEqualTo(first.start());
    assertThat(half.end()).isBefore(first.end());
    stream.listingFinished(NOW);
    assertThat(span(NOW).start()).isEqualTo(half.end());
    int halvings = 0;
    while (stream.shrink(NOW)) {
      halvings++;
    }
    assertThat(halvings).as("ends").isLessThan(20);
  }

  @Test
  void whatIsGivenBackTakesItsPlaceAgain() {
    list(NOW, blob("a"), blob("b"), blob("c"));
    BlobSplit a = take();
    BlobSplit b = take();
    stream.giveBack(List.of(b, a));
    assertThat(take()).isEqualTo(a);
    assertThat(take()).isEqualTo(b);
    assertThat(take().contentId()).isEqualTo("c");
  }

  @Test
  void aBlobListedLateIsFoundAndHoldsProgressBack() {
    WindowPlan plan = new WindowPlan(Duration.ZERO, Duration.ofDays(7));
    stream = CollectedStream.first(new StreamId("t", "Audit.Exchange"), plan, ledger::add, NOW);
    catchUp(NOW);
    Instant later = NOW.plus(Duration.ofMinutes(40));
    List<Span> again = new ArrayList<>();
    for (var next = stream.toList(later); next.isPresent(); next = stream.toList(later)) {
      stream.pageListed(next.get().again() ? List.of(blob("late")) : List.of(), List.of(), later);
      stream.listingFinished(later);
      if (next.get().again()) {
        again.add(next.get().span());
      }
    }
    assertThat(again).contains(new Span(NOW.minus(Duration.ofMinutes(15)), NOW));
    assertThat(stream.waiting().list()).extracting(BlobSplit::contentId).containsExactly("late");
    assertThat(stream.snapshot().late()).containsExactly("late");
    Instant before = stream.completeUpTo();
    catchUp(later.plusSeconds(60));
    assertThat(stream.completeUpTo()).as("known to be incomplete").isEqualTo(before);
    assertThat(stream.ended("late")).isTrue();
    assertThat(stream.completeUpTo()).isEqualTo(later.plusSeconds(60));
    assertThat(stream.ended("late")).as("known already").isFalse();
  }

  @Test
  void aListingThatHidesABlobIsNotFinishedUntilItCanBeRead() {
    Unreadable hidden = new Unreadable("", null, "no id");
    Span first = span(NOW);
    stream.pageListed(List.of(blob("a")), List.of(hidden), NOW);
    stream.listingFinished(NOW);
    stream.ended("a");
    Span second = list(NOW);
    assertThat(second.start()).as("the others go on").isEqualTo(first.end());
    catchUp(NOW);
    assertThat(stream.completeUpTo()).isEqualTo(first.start());
    assertThat(last(first).state()).isEqualTo(State.LISTED);
    assertThat(last(first).isInDoubt()).isTrue();
    stream = CollectedStream.restored(stream.snapshot(), PLAN, ledger::add);
    Instant later = NOW.plusSeconds(60);
    assertThat(list(later)).isEqualTo(new Span(NOW, later));
    assertThat(list(later)).as("asked again").isEqualTo(first);
    assertThat(last(first).state()).isEqualTo(State.FINISHED);
    assertThat(stream.completeUpTo()).isEqualTo(later);
  }

  @Test
  void aHiddenBlobOutOfReachIsNamedAndProgressGoesOn() {
    Span first = span(NOW);
    stream.pageListed(List.of(), List.of(new Unreadable("", null, "no id")), NOW);
    stream.listingFinished(NOW);
    catchUp(NOW);
    Instant later = NOW.plus(Duration.ofMinutes(5));
    catchUp(later);
    assertThat(last(first).state()).isEqualTo(State.ABANDONED);
    assertThat(last(first).reason()).startsWith("unreadable_entry");
    assertThat(stream.completeUpTo()).isEqualTo(later);
  }

  @Test
  void aBlobThatOneListingHidesIsTakenFromAnother() {
    span(NOW);
    stream.pageListed(List.of(), List.of(new Unreadable("a", NOW, "no link")), NOW);
    assertThat(ledger)
        .filteredOn(entry -> entry.kind() == LedgerEntry.Kind.BLOB)
        .extracting(LedgerEntry::state)
        .containsExactly(State.ABANDONED);
    stream.pageListed(List.of(blob("a")), List.of(), NOW);
    stream.pageListed(List.of(), List.of(new Unreadable("a", NOW, "no link")), NOW);
    assertThat(stream.waiting().list()).extracting(BlobSplit::contentId).containsExactly("a");
    assertThat(ledger)
        .filteredOn(entry -> entry.kind() == LedgerEntry.Kind.BLOB)
        .extracting(LedgerEntry::state)
        .containsExactly(State.ABANDONED, State.LISTED);
  }

  @Test
  void aRepeatedListingThatIsRefusedDoesNotCountAsListed() {
    WindowPlan plan = new WindowPlan(Duration.ZERO, Duration.ofDays(7));
    stream = CollectedStream.first(new StreamId("t", "Audit.Exchange"), plan, ledger::add, NOW);
    catchUp(NOW);
    Instant later = NOW.plus(Duration.ofHours(5));
    list(later);
    Span asked = span(later);
    while (!asked.start().equals(plan.edge(later))) {
      stream.listingFinished(later);
      asked = span(later);
    }
    int refusals = 0;
    // By their clock the day at the edge is too old: it begins later each time.
    while (asked.start().isBefore(plan.edge(later).plus(Duration.ofMinutes(30)))) {
      assertThat(stream.shrink(later)).isTrue();
      Span next = span(later);
      assertThat(next.end()).isEqualTo(asked.end());
      assertThat(next.start()).isEqualTo(asked.start().plusSeconds(300));
      asked = next;
      refusals++;
    }
    assertThat(refusals).isEqualTo(6);
    stream.pageListed(List.of(blob("late")), List.of(), later);
    stream.listingFinished(later);
    assertThat(stream.waiting().list()).extracting(BlobSplit::contentId).containsExactly("late");
  }

  @Test
  void aPartThatIsRefusedForAnotherReasonComesUpAgainAfterAPause() {
    WindowPlan plan = new WindowPlan(Duration.ZERO, Duration.ofDays(7));
    stream = CollectedStream.first(new StreamId("t", "Audit.Exchange"), plan, ledger::add, NOW);
    catchUp(NOW);
    Instant later = NOW.plus(Duration.ofHours(5));
    list(later);
    Span asked = span(later);
    while (!asked.end().equals(NOW.minus(Duration.ofHours(15)))) {
      stream.listingFinished(later);
      asked = span(later);
    }
    assertThat(stream.shrink(later)).isFalse();
    catchUp(later);
    Instant after = later.plus(Duration.ofMinutes(6));
    List<Span> again = new ArrayList<>();
    for (var next = stream.toList(after); next.isPresent(); next = stream.toList(after)) {
      again.add(next.get().span());
      stream.listingFinished(after);
    }
    assertThat(again).as("an hour four times as old as its pause").contains(asked);
  }

  @Test
  void whatIsNotListedYetIsForeseen() {
    list(NOW, blob("a"), blob("b"), blob("c"));
    Forecast.Expected expected = stream.expected(NOW).orElseThrow();
    assertThat(expected.to()).isEqualTo(NOW);
    assertThat(expected.blobs()).as("three a day, and six days to come").isEqualTo(18);
    catchUp(NOW);
    assertThat(stream.expected(NOW)).isEmpty();
  }

  private LedgerEntry last(Span span) {
    String id = LedgerEntry.windowId("t", "Audit.Exchange", span.start(), span.end());
    return ledger.stream().filter(entry -> entry.id().equals(id)).reduce((a, b) -> b).orElseThrow();
  }

  private void catchUp(Instant now) {
    while (stream.toList(now).isPresent()) {
      stream.listingFinished(now);
    }
  }

  private Span span(Instant now) {
    return stream.toList(now).orElseThrow().span();
  }

  private BlobSplit take() {
    BlobSplit next = stream.waiting().first().orElseThrow();
    stream.waiting().remove(next);
    return next;
  }

  @Test
  void aRestoredStreamGoesOnAsIfNothingHadHappened() {
    list(NOW, blob("a"), blob("b"));
    take();
    EnumeratorState.Stream saved = stream.snapshot();
    stream = CollectedStream.restored(saved, PLAN, ledger::add);
    assertThat(stream.snapshot()).isEqualTo(saved);
    stream.ended("a");
    stream.ended("b");
    assertThat(stream.completeUpTo()).isAfter(saved.completeUpTo());
  }

  private Span list(Instant now, Listed... blobs) {
    Span span = span(now);
    stream.pageListed(List.of(blobs), List.of(), now);
    stream.listingFinished(now);
    return span;
  }

  private static Listed blob(String id) {
    return new Listed(id, "https://x/" + id, NOW, NOW.plus(Duration.ofDays(7)));
  }
}
