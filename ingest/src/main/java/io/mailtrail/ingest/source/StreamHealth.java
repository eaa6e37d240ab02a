package io.mailtrail.ingest.source;

import io.mailtrail.ingest.api.Outcome.Refusal;
import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.LedgerEntry.State;
import java.time.Clock;
import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How it stands with one stream, told to the ledger when it changes and no more often. What only a
 * person can help is told at once, what may pass by itself once it has not. Not thread-safe.
 */
final class StreamHealth {
  /** So many refusals in a row, each of them after repeats, are no longer chance. */
  private static final int MANY = 5;

  private static final Logger log = LoggerFactory.getLogger(StreamHealth.class);

  private final StreamId id;
  private final Consumer<LedgerEntry> ledger;
  private final Clock clock;
  private State state;
  private String reason;
  private boolean stopped;
  private int refusals;

  StreamHealth(StreamId id, Consumer<LedgerEntry> ledger, Clock clock) {
    this.id = id;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** The stream is to be collected for the first time. */
  void begun() {
    tell(State.LISTED, "not_begun: no listing was answered yet");
  }

  /** A stream that the checkpoint knows is not to be collected any more. */
  void ended() {
    tell(State.ABANDONED, "the stream is no longer configured");
  }

  /** A listing was answered. */
  void answered() {
    refusals = 0;
    if (stopped) {
      stopped = false;
      log.atInfo()
          .addKeyValue("tenant", id.tenant())
          .addKeyValue("contentType", id.contentType())
          .log("Collection goes on");
    }
    tell(State.FINISHED, null);
  }

  /** The API refused, as it does now and then. */
  void refused(Refusal refusal) {
    refusals++;
    if (refusals >= MANY) {
      tell(State.LISTED, refusal.code() + ": " + refusal.message());
    }
  }

  /** The API refused, and will go on with it until somebody has done something. */
  void stopped(Refusal refusal) {
    refusals++;
    stopped = true;
    tell(State.LISTED, refusal.code() + ": " + refusal.message());
  }

  /** Only a person can help this stream on. */
  boolean isStopped() {
    return stopped;
  }

  private void tell(State now, String why) {
    if (now == state && Objects.equals(why, reason)) {
      return;
    }
    state = now;
    reason = why;
    ledger.accept(
        LedgerEntry.stream(id.tenant(), id.contentType(), now, why, refusals, clock.instant()));
  }
}
