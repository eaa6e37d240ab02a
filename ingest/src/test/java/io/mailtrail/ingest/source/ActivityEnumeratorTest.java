package io.mailtrail.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mailtrail.ingest.api.ActivityApi.ListingPage;
import io.mailtrail.ingest.api.ActivityApi.Unreadable;
import io.mailtrail.ingest.api.Outcome.Answer;
import io.mailtrail.ingest.api.Outcome.Refusal;
import io.mailtrail.ingest.api.Remedy;
import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.LedgerEntry.Kind;
import io.mailtrail.model.LedgerEntry.State;
import io.mailtrail.model.ProgressMarker;
import io.mailtrail.model.ProgressMarker.Gap;
import io.mailtrail.model.Topic;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.connector.testutils.source.reader.TestingSplitEnumeratorContext;
import org.junit.jupiter.api.Test;

/** How the enumerator lists, seen from the API and from the ledger. */
class ActivityEnumeratorTest {
  private static final Instant NOW = Instant.parse("2026-03-11T15:00:00Z");

  private static final String STREAM = LedgerEntry.streamId(FakeTenant.ID, "Audit.Exchange");

  private final MovedClock clock = new MovedClock();
  private final FakeTenant tenant = new FakeTenant();

  private static final class MovedClock extends Clock {
    Instant now = NOW;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  @Test
  void windowsFollowTheGivenClockAndNoOther() throws Exception {
    SimulatedJob job = new SimulatedJob(tenant, clock, 1, 1);
    job.settle();
    assertThat(tenant.asked.get(0).start())
        .isEqualTo(NOW.minus(Duration.ofDays(7)).plusSeconds(300));
    assertThat(tenant.asked.get(tenant.asked.size() - 1).end()).isEqualTo(NOW);
    int asked = tenant.asked.size();
    job.settle();
    assertThat(tenant.asked).as("the clock stands still").hasSize(asked);
    clock.now = NOW.plusSeconds(90);
    job.settle();
    assertThat(tenant.asked).hasSize(asked + 1);
    assertThat(tenant.asked.get(asked)).isEqualTo(new WindowPlan.Span(NOW, NOW.plusSeconds(90)));
    assertThat(job.ledger().values()).allMatch(entry -> !entry.at().isAfter(clock.now));
    job.close();
  }

  @Test
  void aMissingSubscriptionIsStarted() throws Exception {
    tenant.subscribed = false;
    SimulatedJob job = new SimulatedJob(tenant, clock, 1, 1);
    job.settle();
    assertThat(tenant.calls).startsWith("start", "list");
    job.close();
  }

  @Test
  void aSubscriptionThatTurnsOutMissingIsStartedAndTheWindowAskedAgain() throws Exception {
    tenant.scriptedPages.add(Refusal.of(Remedy.START_SUBSCRIPTION, "AF20022", "x").toOutcome());
    tenant.add("a", NOW.minusSeconds(60), 1);
    SimulatedJob job = new SimulatedJob(tenant, clock, 1, 1);
    job.settle();
    assertThat(tenant.calls).startsWith("list", "start", "list");
    assertAllPublished(job);
    job.close();
  }

  @Test
  void pagesThatGoInACircleAreNoticedAndTheWindowListedAnew() throws Exception {
    tenant.add("a", NOW.minusSeconds(60), 1);
    URI circle = URI.create(FakeTenant.ORIGIN + "/next/x");
    for (int i = 0; i < 2; i++) {
      tenant.scriptedPages.add(
          new Answer<>(new ListingPage(List.of(), List.of(), Optional.of(circle))));
    }
    SimulatedJob job = new SimulatedJob(tenant, clock, 1, 1);
    job.settle();
    assertThat(tenant.calls).startsWith("list", "page", "list");
    assertThat(tenant.asked.get(1)).isEqualTo(tenant.asked.get(0));
    assertAllPublished(job);
    job.close();
  }

  @Test
  void aWindowThatIsTooLongIsHalvedUntilItIsTaken() throws Exception {
    tenant.add("a", NOW.minus(Duration.ofDays(3)), 1);
    tenant.scriptedPages.add(new Answer<>(new ListingPage(List.of(), List.of(), Optional.empty())));
    for (int i = 0; i < 3; i++) {
      tenant.scriptedPages.add(Refusal.of(Remedy.SHRINK_WINDOW, "AF20030", "x").toOutcome());
    }
    SimulatedJob job = new SimulatedJob(tenant, clock, 1, 1);
    job.settle();
    assertThat(Duration.between(tenant.asked.get(4).start(), tenant.asked.get(4).end()))
        .isEqualTo(Duration.ofHours(3));
    assertThat(job.ledger().get(LedgerEntry.blobId(FakeTenant.ID, "a")).state())
        .isEqualTo(State.PUBLISHED);
    job.close();
  }

  @Test
  void aStoppedTenantTellsNoProgressAndGoesOnWhenItIsHelped() throws Exception {
    tenant.add("a", NOW.minusSeconds(60), 1);
    for (int i = 0; i < 10; i++) {
      tenant.scriptedPages.add(Refusal.of(Remedy.STOP_TENANT, "AF10001", "x").toOutcome());
    }
    SimulatedJob job = new SimulatedJob(tenant, clock, 1, 1);
    job.settle();
    assertAllPublished(job);
    job.close();
  }

  @Test
  void aStreamIsAnnouncedBeforeAnythingIsKnownOfIt() throws Exception {
    SimulatedJob job = new SimulatedJob(tenant, clock, 1, 1);
    job.settle();
    assertThat(stream(job)).extracting(LedgerEntry::state).isEqualTo(State.FINISHED);
    assertThat(job.states(STREAM))
        .extracting(LedgerEntry::state)
        .containsExactly(State.LISTED, State.FINISHED);
    job.close();
  }

  @Test
  void whyAStreamIsStoppedIsInTheLedgerUntilItGoesOn() throws Exception {
    tenant.scriptedPages.add(
        Refusal.of(Remedy.STOP_TENANT, "AF10001", "lacks a permission").toOutcome());
    SimulatedJob job = new SimulatedJob(tenant, clock, 1, 1);
    job.settle();
    assertThat(job.states(STREAM))
        .extracting(LedgerEntry::state, LedgerEntry::reason)
        .containsExactly(
            tuple(State.LISTED, "not_begun: no listing was answered yet"),
            tuple(State.LISTED, "AF10001: lacks a permission"),
            tuple(State.FINISHED, null));
    job.close();
  }

  @Test
  void whatPassesIsNotWorthAWordAndWhatDoesNotIs() throws Exception {
    for (int i = 0; i < 4; i++) {
      tenant.scriptedPages.add(Refusal.of(Remedy.RETRY, "http_503", "x").toOutcome());
    }
    SimulatedJob job = new SimulatedJob(tenant, clock, 1, 1);
    job.settle();
    assertThat(job.states(STREAM)).noneMatch(entry -> "http_503: x".equals(entry.reason()));
    for (int i = 0; i < 5; i++) {
      tenant.scriptedPages.add(Refusal.of(Remedy.RETRY, "http_503", "x").toOutcome());
    }
    clock.now = NOW.plusSeconds(90);
    job.settle();
    assertThat(job.states(STREAM))
        .anyMatch(
            entry ->
                entry.state() == State.LISTED
                    && "http_503: x".equals(entry.reason())
                    && entry.attempts() == 5);
    assertThat(stream(job).state()).isEqualTo(State.FINISHED);
    job.close();
  }

  @Test
  void aBlobThatIsTriedAgainSaysWhyAndHowOften() throws Exception {
    tenant.add("a", NOW.minusSeconds(60), 1);
    tenant.scriptedBodies.put(
        "a",
        new ArrayDeque<>(
            List.of(
                Refusal.of(Remedy.RETRY, "AF50000", "x").toOutcome(),
                Refusal.of(Remedy.RETRY, "AF50000", "x").toOutcome())));
    SimulatedJob job = new SimulatedJob(tenant, clock, 1, 1);
    job.settle();
    assertThat(job.states(LedgerEntry.blobId(FakeTenant.ID, "a")))
        .filteredOn(entry -> entry.state() == State.LISTED)
        .extracting(LedgerEntry::reason, LedgerEntry::attempts)
        .containsExactly(tuple(null, 0), tuple("AF50000", 1), tuple("AF50000", 2));
    LedgerEntry last = job.ledger().get(LedgerEntry.blobId(FakeTenant.ID, "a"));
    assertThat(last.state()).isEqualTo(State.PUBLISHED);
    assertThat(last.attempts()).isEqualTo(3);
    assertThat(last.reason()).isNull();
    job.close();
  }

  @Test
  void oneEntryThatCannotBeReadHoldsUpNoOther() throws Exception {
    tenant.add("a", NOW.minusSeconds(60), 1);
    tenant.scriptedPages.add(
        new Answer<>(
            new ListingPage(
                List.of(),
                List.of(
                    new Unreadable("known", NOW.minusSeconds(9), "no link"),
                    new Unreadable("", null, "nothing")),
                Optional.empty())));
    SimulatedJob job = new SimulatedJob(tenant, clock, 1, 1);
    job.settle();
    LedgerEntry named = job.ledger().get(LedgerEntry.blobId(FakeTenant.ID, "known"));
    assertThat(named.state()).isEqualTo(State.ABANDONED);
    assertThat(named.reason()).isEqualTo("unreadable_entry: no link");
    assertThat(job.ledger().get(LedgerEntry.blobId(FakeTenant.ID, "a")).state())
        .isEqualTo(State.PUBLISHED);
    job.close();
  }

  @Test
  void aStreamThatWasLeftOutForAWhileIsCollectedSinceItsReturn() throws Exception {
    StreamId exchange = new StreamId(FakeTenant.ID, "Audit.Exchange");
    StreamId gone = new StreamId(FakeTenant.ID, "Audit.General");
    Instant before = NOW.minus(Duration.ofDays(30));
    EnumeratorState leftOut =
        new EnumeratorState(
            0, List.of(), List.of(), List.of(account(exchange, before), account(gone, before)));
    try (ActivityEnumerator enumerator =
        new ActivityEnumerator(
            new TestingSplitEnumeratorContext<>(1),
            SimulatedJob.settings(),
            (config, at, permits) -> tenant,
            () -> 1,
            clock,
            () -> 0,
            tenantId -> new DirectExecutor(),
            Optional.of(leftOut))) {
      assertThat(enumerator.snapshotState(1).losses())
          .containsExactly(account(exchange, NOW.minus(Duration.ofDays(7)).plusSeconds(300)));
    }
  }

  @Test
  void whatOneListingHidesIsNamedOnceAndIsNoGapAfterAnotherBroughtIt() throws Exception {
    Instant created = NOW.minusSeconds(90);
    ListingPage hidden =
        new ListingPage(
            List.of(), List.of(new Unreadable("a", created, "no link")), Optional.empty());
    tenant.scriptedPages.add(new Answer<>(hidden));
    tenant.scriptedPages.add(new Answer<>(hidden));
    SimulatedJob job = new SimulatedJob(tenant, clock, 1, 1);
    job.settle();
    assertThat(statesOf(job, "a")).containsExactly(State.ABANDONED);
    assertThat(lastGaps(job)).extracting(Gap::from).containsExactly(created);

    clock.now = NOW.plusSeconds(60);
    tenant.add("a", NOW.plusSeconds(10), 1);
    job.settle();
    assertThat(statesOf(job, "a"))
        .containsExactly(State.ABANDONED, State.LISTED, State.FETCHED, State.PUBLISHED);
    assertThat(lastGaps(job)).isEmpty();
    job.close();
  }

  private static List<State> statesOf(SimulatedJob job, String contentId) {
    return job.kafka.stream()
        .filter(message -> message.topic().equals(Topic.LEDGER.topicName()))
        .map(message -> LedgerEntry.of(message.value()))
        .filter(entry -> entry.id().equals(LedgerEntry.blobId(FakeTenant.ID, contentId)))
        .map(LedgerEntry::state)
        .toList();
  }

  private static List<Gap> lastGaps(SimulatedJob job) {
    return job.kafka.stream()
        .filter(message -> List.of(message.headerNames()).contains(ProgressMarker.HEADER))
        .map(message -> ProgressMarker.of(message.value()).progress().get(0).gaps())
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  private static Losses.Account account(StreamId stream, Instant since) {
    return new Losses.Account(stream, since, List.of(), Map.of());
  }

  private static LedgerEntry stream(SimulatedJob job) {
    return job.ledger().get(STREAM);
  }

  private static void assertAllPublished(SimulatedJob job) {
    assertThat(job.ledger().values())
        .filteredOn(entry -> entry.kind() != Kind.IDS)
        .isNotEmpty()
        .allMatch(entry -> entry.state() == State.PUBLISHED || entry.state() == State.FINISHED);
  }
}
