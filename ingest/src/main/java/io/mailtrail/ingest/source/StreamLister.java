package io.mailtrail.ingest.source;

import io.mailtrail.ingest.api.ActivityApi;
import io.mailtrail.ingest.api.ActivityApi.ListingPage;
import io.mailtrail.ingest.api.Outcome;
import io.mailtrail.ingest.api.Outcome.Answer;
import io.mailtrail.ingest.api.Outcome.Refusal;
import io.mailtrail.ingest.api.Outcome.Refused;
import io.mailtrail.ingest.api.Remedy;
import io.mailtrail.ingest.source.CollectedStream.Listing;
import io.mailtrail.ingest.source.WindowPlan.Span;
import io.mailtrail.model.ContentType;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Lists one stream: starts its subscription, asks for window after window and page after page, and
 * decides what to do when the API refuses. Lives in the coordinator's thread; calls to the API run
 * elsewhere and come back.
 */
final class StreamLister {
  /**
   * Runs a call where it may block, and what is to be done with its outcome back in this thread.
   */
  interface Calls {
    <T> void run(Call<T> call, Consumer<Outcome<T>> then);
  }

  /** A call to the API. */
  interface Call<T> {
    Outcome<T> call() throws InterruptedException;
  }

  private static final Logger log = LoggerFactory.getLogger(StreamLister.class);

  private final CollectedStream stream;
  private final ContentType type;
  private final ActivityApi api;
  private final Calls calls;
  private final Clock clock;
  private final LongSupplier nanos;
  private final Duration pollEvery;
  private final Pauses pauses;
  private final StreamHealth health;
  private final Set<URI> visited = new HashSet<>();
  private boolean busy;
  private boolean subscribed;
  private boolean started;
  private long startedNanos;
  private long dueNanos;

  StreamLister(
      CollectedStream stream,
      ContentType type,
      ActivityApi api,
      Calls calls,
      Clock clock,
      LongSupplier nanos,
      Duration pollEvery,
      Pauses pauses,
      StreamHealth health) {
    this.stream = stream;
    this.type = type;
    this.api = api;
    this.calls = calls;
    this.clock = clock;
    this.nanos = nanos;
    this.pollEvery = pollEvery;
    this.pauses = pauses;
    this.health = health;
    this.dueNanos = nanos.getAsLong();
  }

  CollectedStream stream() {
    return stream;
  }

  /** Only a person can help this stream on. */
  boolean isStopped() {
    return health.isStopped();
  }

  /** Does the next thing, if it is time. */
  void poll() {
    if (busy || nanos.getAsLong() - dueNanos < 0) {
      return;
    }
    if (subscribed) {
      listWindow();
    } else {
      subscribe();
    }
  }

  private void subscribe() {
    run(
        api::enabledSubscriptions,
        outcome -> {
          if (outcome instanceof Answer<List<String>> answer) {
            if (answer.value().contains(type.wireName())) {
              subscribed = true;
              poll();
            } else {
              startSubscription();
            }
          } else {
            refused(((Refused<?>) outcome).refusal());
          }
        });
  }

  private void startSubscription() {
    long now = nanos.getAsLong();
    if (started && now - startedNanos < pauses.betweenStarts().toNanos()) {
      pause(pauses.betweenStarts().minusNanos(now - startedNanos));
      return;
    }
    started = true;
    startedNanos = now;
    run(
        () -> api.startSubscription(type),
        outcome -> {
          if (outcome instanceof Answer<Boolean> answer) {
            if (answer.value()) {
              log.atInfo()
                  .addKeyValue("tenant", stream.id().tenant())
                  .addKeyValue("contentType", type.wireName())
                  .log("Subscription started; the first content may take 12 hours");
            }
            subscribed = true;
            poll();
          } else {
            refused(((Refused<?>) outcome).refusal());
          }
        });
  }

  private void listWindow() {
    Optional<Listing> listing = stream.toList(clock.instant());
    if (listing.isEmpty()) {
      pause(pollEvery);
      return;
    }
    visited.clear();
    Span span = listing.get().span();
    run(() -> api.list(type, span.start(), span.end()), this::listed);
  }

  private void listed(Outcome<ListingPage> outcome) {
    if (outcome instanceof Refused<ListingPage> refused) {
      refused(refused.refusal());
      return;
    }
    health.answered();
    ListingPage page = ((Answer<ListingPage>) outcome).value();
    stream.pageListed(page.blobs(), page.unreadable(), clock.instant());
    if (page.next().isEmpty()) {
      stream.listingFinished(clock.instant());
      listWindow();
    } else if (visited.add(page.next().get())) {
      run(() -> api.nextPage(page.next().get()), this::listed);
    } else {
      refused(Refusal.of(Remedy.RESTART_LISTING, "page_loop", "the pages go in a circle"));
    }
  }

  private void refused(Refusal refusal) {
    log.atLevel(refusal.remedy() == Remedy.STOP_TENANT ? Level.ERROR : Level.WARN)
        .addKeyValue("tenant", stream.id().tenant())
        .addKeyValue("contentType", type.wireName())
        .addKeyValue("code", refusal.code())
        .addKeyValue("remedy", refusal.remedy())
        .log("The API refused a listing");
    health(refusal);
    switch (refusal.remedy()) {
      case SHRINK_WINDOW -> {
        if (subscribed && stream.shrink(clock.instant())) {
          listWindow();
        } else {
          pause(pollEvery);
        }
      }
      case RESTART_LISTING -> pause(pauses.restart());
      case START_SUBSCRIPTION -> {
        subscribed = false;
        startSubscription();
      }
      case STOP_TENANT -> {
        // Perhaps the subscription is what was taken away.
        subscribed = false;
        pause(pauses.stopped());
      }
      default -> pause(longer(pollEvery, refusal.retryAfter().orElse(Duration.ZERO)));
    }
  }

  /** A subscription that was started and is off again comes back when it may be started again. */
  private void health(Refusal refusal) {
    boolean isOver =
        refusal.remedy() == Remedy.STOP_TENANT
            || (refusal.remedy() == Remedy.START_SUBSCRIPTION && started);
    if (isOver) {
      health.stopped(refusal);
    } else {
      health.refused(refusal);
    }
  }

  private <T> void run(Call<T> call, Consumer<Outcome<T>> then) {
    busy = true;
    calls.run(
        call,
        outcome -> {
          busy = false;
          then.accept(outcome);
        });
  }

  private void pause(Duration duration) {
    dueNanos = nanos.getAsLong() + duration.toNanos();
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
