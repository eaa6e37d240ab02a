package io.mailtrail.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.ingest.api.ActivityApi.Listed;
import io.mailtrail.model.LedgerEntry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.connector.testutils.source.reader.TestingSplitEnumeratorContext;
import org.junit.jupiter.api.Test;

/** Which blob is handed out, and when none is. */
class TenantDeskTest {
  private static final Instant NOW = Instant.parse("2026-03-11T15:00:00Z");
  private static final Duration LIFE = Duration.ofDays(7);

  private final AtomicLong nanos = new AtomicLong();
  private final List<LedgerEntry> ledger = new ArrayList<>();
  private final TestingSplitEnumeratorContext<ActivitySplit> context =
      new TestingSplitEnumeratorContext<>(2);
  private final List<CollectedStream> streams = new ArrayList<>();

  @Test
  void theNewestGoesFirstWhileThereIsTime() {
    TenantDesk desk = desk(6_000, 1);
    list(0, blob("old", 10), blob("new", 1));
    list(1, blob("middle", 5));
    assertThat(order(desk)).containsExactly("new", "middle", "old");
    assertThat(desk.forecast().behind()).isFalse();
  }

  @Test
  void whatWouldBeLostFirstGoesFirstWhenBehind() {
    TenantDesk desk = desk(6_000, 1);
    // The oldest has half an hour to live, which is not enough to be at ease.
    list(0, blob("new", 1), blob("dying", 7 * 24 - 0.5));
    list(1, blob("older", 7 * 24 - 2), blob("newer", 2));
    assertThat(order(desk)).startsWith("dying");
  }

  @Test
  void theOrderFollowsExpirationThroughoutABacklog() {
    // At one in two seconds the backlog takes more than the oldest has beyond the hour of ease.
    TenantDesk desk = desk(30, 1);
    List<Listed> blobs = new ArrayList<>();
    List<String> byExpiration = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      blobs.add(blob("b" + i, 7 * 24 - 1.05 - i / 600.0));
    }
    for (int i = 0; i < 60; i++) {
      byExpiration.add("b" + i);
    }
    list(0, blobs.toArray(new Listed[0]));
    desk.serve();
    assertThat(desk.forecast().behind()).isTrue();
    assertThat(order(desk)).isEqualTo(byExpiration);
  }

  @Test
  void whatIsLostDoesNotTakeThePlaceOfWhatCanStillBeHad() {
    TenantDesk desk = desk(6_000, 1);
    list(0, blob("live", 7 * 24 - 0.1), blob("gone", 7 * 24 + 0.1), blob("later", 7 * 24 - 0.2));
    list(1, blob("surely gone", 7 * 24 + 2));
    // To name what is surely gone costs no request.
    assertThat(order(desk)).containsExactly("surely gone", "live", "later", "gone");
  }

  @Test
  void aTenantOfWhichManyBlobsFailStillGetsTheOthersOneByOne() {
    TenantDesk desk = desk(6_000, 4);
    Listed[] blobs = new Listed[150];
    for (int i = 0; i < blobs.length; i++) {
      blobs[i] = blob("b" + i, 10);
    }
    list(0, blobs);
    desk.serve();
    assertThat(assigned()).hasSize(4);
    for (int i = 0; i < 100; i++) {
      desk.rested(assigned().get(i).splitId(), 0);
      desk.serve();
    }
    int begun = assigned().size();
    desk.finished(assigned().get(begun - 1).splitId());
    desk.finished(assigned().get(begun - 2).splitId());
    desk.finished(assigned().get(begun - 3).splitId());
    desk.serve();
    assertThat(assigned()).as("one at a time, and never none").hasSizeBetween(begun, begun + 1);
    int before = assigned().size();
    for (int i = 100; i < before; i++) {
      desk.finished(assigned().get(i).splitId());
    }
    desk.serve();
    assertThat(assigned()).hasSize(before + 1);
  }

  @Test
  void whatWillExpireUnreadIsSaidBeforeAndTakenBackAfter() {
    TenantDesk desk = desk(10, 1);
    Listed[] blobs = new Listed[100];
    for (int i = 0; i < blobs.length; i++) {
      blobs[i] = blob("b" + i, 7 * 24 - 0.05);
    }
    list(0, blobs);
    desk.serve();
    assertThat(ledger)
        .filteredOn(entry -> entry.kind() == LedgerEntry.Kind.FORECAST)
        .singleElement()
        .matches(entry -> entry.state() == LedgerEntry.State.LISTED && entry.blobs() > 50);
    order(desk);
    nanos.addAndGet(Duration.ofSeconds(3).toNanos());
    desk.serve();
    assertThat(ledger)
        .filteredOn(entry -> entry.kind() == LedgerEntry.Kind.FORECAST)
        .last()
        .matches(entry -> entry.state() == LedgerEntry.State.FINISHED);
  }

  /** Hands out one after the other, each done at once. */
  private List<String> order(TenantDesk desk) {
    List<String> order = new ArrayList<>();
    int seen = 0;
    desk.serve();
    while (assigned().size() > seen) {
      BlobSplit blob = assigned().get(seen++);
      order.add(blob.contentId());
      desk.finished(blob.splitId());
      desk.serve();
    }
    return order;
  }

  /** In the order in which they were handed out. */
  private List<BlobSplit> assigned() {
    return context.getSplitAssignments().isEmpty()
        ? List.of()
        : context.getSplitAssignments().get(0).getAssignedSplits().stream()
            .map(BlobSplit.class::cast)
            .toList();
  }

  private TenantDesk desk(int perMinute, int fetches) {
    context.registerReader(0, "here");
    for (int i = 0; i < 2; i++) {
      streams.add(
          CollectedStream.first(
              new StreamId("t", "type" + i),
              new WindowPlan(Duration.ZERO, Duration.ZERO),
              ledger::add,
              NOW));
    }
    TenantDesk desk =
        new TenantDesk(
            "t",
            new TenantPace(perMinute, fetches, 2, nanos::get),
            context,
            Clock.fixed(NOW, ZoneOffset.UTC),
            nanos::get,
            ledger::add);
    streams.forEach(desk::add);
    return desk;
  }

  private void list(int stream, Listed... blobs) {
    CollectedStream listed = streams.get(stream);
    assertThat(listed.toList(NOW)).isPresent();
    listed.pageListed(List.of(blobs), List.of(), NOW);
    while (listed.toList(NOW).isPresent()) {
      listed.listingFinished(NOW);
    }
  }

  private static Listed blob(String id, double hoursAgo) {
    Instant created = NOW.minusSeconds((long) (hoursAgo * 3_600));
    return new Listed(id, "https://x/" + id, created, created.plus(LIFE));
  }
}
