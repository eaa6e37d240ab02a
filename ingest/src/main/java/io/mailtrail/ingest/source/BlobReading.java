package io.mailtrail.ingest.source;

import io.mailtrail.ingest.api.ActivityApi;
import io.mailtrail.ingest.api.ActivityApi.BlobBody;
import io.mailtrail.ingest.api.Outcome;
import io.mailtrail.ingest.api.Outcome.Answer;
import io.mailtrail.ingest.api.Outcome.Refusal;
import io.mailtrail.ingest.api.Outcome.Refused;
import io.mailtrail.ingest.api.Retries;
import io.mailtrail.ingest.cut.JsonCutter.Ending;
import io.mailtrail.ingest.cut.OversizedRecords;
import io.mailtrail.model.LedgerEntry.State;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One blob in the hands of a fetching thread, over as many attempts as it takes. Remembers between
 * attempts how far the last one came. Not thread-safe: one attempt follows the other.
 */
final class BlobReading {
  /** Takes what is read; waits while the reader is busy. */
  @FunctionalInterface
  interface Handover {
    void take(BlobItem.Batch batch) throws InterruptedException;
  }

  /** Handed over at once, at most, where there is memory for it. */
  static final int BATCH_BYTES = 1024 * 1024;

  private static final int BATCH_RECORDS = 500;

  /** After so many readings that end at the same byte, that is where the blob ends. */
  private static final int SAME_END = 3;

  /** A refusal that only a person can lift is tried again this much less often. */
  private static final int STOPPED_FACTOR = 10;

  /**
   * A blob that has failed over and over waits this much longer at most: it is not to take the
   * place of those that can be had.
   */
  private static final int TIRED_FACTOR = 20;

  private static final int TIRED = 20;

  /** How long after its expiration a blob that neither comes nor is refused is given up. */
  static final Duration GRACE = Duration.ofHours(1);

  private static final Logger log = LoggerFactory.getLogger(BlobReading.class);

  private final Optional<ActivityApi> api;
  private final OversizedRecords oversized;
  private final Retries retries;
  private final Clock clock;
  private final Handover handover;
  private BlobSplit split;
  private List<BlobItem> batch = new ArrayList<>();
  private final int batchBytes;

  /** Requests made, here and before a restart; a reading may take several. */
  private int attempts;

  private int readings;
  private String lastCode = "";
  private int sameEnd;
  private long lastEnd = -1;

  /**
   * @param api empty where the tenant is no longer configured
   * @param retries measures the pauses between attempts
   * @param batchBytes so much of the body is read, about, before it is handed over
   */
  BlobReading(
      BlobSplit split,
      Optional<ActivityApi> api,
      OversizedRecords oversized,
      Retries retries,
      Clock clock,
      int batchBytes,
      Handover handover) {
    this.split = split;
    this.attempts = split.attempts();
    this.batchBytes = batchBytes;
    this.api = api;
    this.oversized = oversized;
    this.retries = retries;
    this.clock = clock;
    this.handover = handover;
  }

  /**
   * Reads the blob as far as it goes and hands over what comes of it.
   *
   * @return the pause until the next attempt; empty where the blob is done
   */
  Optional<Duration> attempt() throws InterruptedException {
    readings++;
    BlobItem end = read();
    batch.add(end);
    handOver();
    if (end instanceof BlobItem.Deferred deferred) {
      return Optional.of(deferred.pause());
    }
    return Optional.empty();
  }

  private void handOver() throws InterruptedException {
    BlobItem.Batch full = new BlobItem.Batch(split.splitId(), batch);
    batch = new ArrayList<>();
    handover.take(full);
  }

  private BlobItem read() throws InterruptedException {
    if (api.isEmpty()) {
      return done(BlobResult.named(State.ABANDONED, "the tenant is no longer configured", 0));
    }
    if (attempts == 0 && isSurelyExpired()) {
      // The quota is for what can still be had.
      String reason = "not_read: it expired before there was time to read it";
      return done(BlobResult.named(State.EXPIRED, reason, 0));
    }
    URI uri;
    try {
      uri = URI.create(split.contentUri());
    } catch (IllegalArgumentException e) {
      return done(BlobResult.named(State.ABANDONED, "bad_link: the link is not one", 0));
    }
    Outcome<BlobBody> outcome = api.get().open(uri, () -> attempts++);
    return outcome instanceof Refused<BlobBody> refused
        ? refused(refused.refusal())
        : read(((Answer<BlobBody>) outcome).value());
  }

  private BlobItem refused(Refusal refusal) {
    String reason = refusal.code() + ": " + refusal.message();
    return switch (refusal.remedy()) {
      case SKIP_EXPIRED -> done(BlobResult.named(State.EXPIRED, reason, attempts));
      case SKIP_MISSING -> done(BlobResult.named(State.MISSING, reason, attempts));
      case SKIP_FOREIGN -> done(BlobResult.named(State.ABANDONED, reason, attempts));
      case STOP_TENANT -> later(refusal.code(), retries.longest().multipliedBy(STOPPED_FACTOR));
      default -> later(refusal.code(), refusal.retryAfter().orElse(pause()));
    };
  }

  private BlobItem read(BlobBody body) throws InterruptedException {
    Ending ending = sameEnd >= SAME_END ? Ending.LENIENT : Ending.STRICT;
    try (BlobAttempt attempt =
        new BlobAttempt(split, body, clock.instant(), attempts, ending, oversized)) {
      return read(attempt);
    } catch (IOException e) {
      // Only closing throws here, when everything is read or the failure is known already.
      log.debug("A body did not close", e);
      return later("transport", pause());
    }
  }

  private BlobItem read(BlobAttempt attempt) throws InterruptedException, IOException {
    long before = 0;
    try {
      while (true) {
        Optional<BlobItem.Message> item = attempt.next();
        if (item.isEmpty()) {
          return done(attempt.result());
        }
        batch.add(item.get());
        split = split.emitted(item.get().emitted(), item.get().prefix());
        if (batch.size() >= BATCH_RECORDS || attempt.bytesRead() - before >= batchBytes) {
          before = attempt.bytesRead();
          handOver();
        }
      }
    } catch (InterruptedIOException e) {
      Thread.interrupted();
      throw new InterruptedException(e.getMessage());
    } catch (BlobAttempt.PrefixChangedException e) {
      log.atWarn().addKeyValue("split", split).log("A blob changed between two readings");
      split = split.emitted(0, new byte[0]);
      return later("changed", Duration.ZERO);
    } catch (OversizedRecords.StoreException e) {
      throw new IllegalStateException("a record that is too large to travel cannot be kept", e);
    } catch (IOException e) {
      boolean cut = e instanceof EOFException;
      long end = attempt.bytesRead();
      // No bytes at all are never a blob: to take them for one would be to lose it.
      boolean same = cut && end > 0 && end == lastEnd;
      sameEnd = same ? sameEnd + 1 : 1;
      lastEnd = end;
      return later(cut ? "cut_short" : "transport", pause());
    }
  }

  /** Grows with the readings, up to the longest, and far beyond for one that always fails. */
  private Duration pause() {
    Duration grown = retries.first().multipliedBy(1L << Math.min(readings - 1, 20));
    if (grown.compareTo(retries.longest()) < 0) {
      return grown;
    }
    return readings < TIRED
        ? retries.longest()
        : retries.longest().multipliedBy(Math.min(readings - TIRED + 2, TIRED_FACTOR));
  }

  /** Later, again; unless it is too late already. */
  private BlobItem later(String code, Duration wait) {
    if (isSurelyExpired()) {
      String reason = code + ": not obtained before its expiration";
      return done(BlobResult.named(State.ABANDONED, reason, attempts));
    }
    log.atWarn()
        .addKeyValue("split", split)
        .addKeyValue("code", code)
        .addKeyValue("attempts", attempts)
        .log("A blob could not be read; it will be tried again");
    boolean news = Integer.bitCount(readings) == 1 || !code.equals(lastCode);
    lastCode = code;
    return new BlobItem.Deferred(wait, code, attempts, news);
  }

  /** Even by a clock that is behind ours. */
  private boolean isSurelyExpired() {
    return clock.instant().isAfter(split.expiration().plus(GRACE));
  }

  private BlobItem done(BlobResult result) {
    if (result.end() != State.PUBLISHED) {
      log.atWarn()
          .addKeyValue("split", split)
          .addKeyValue("state", result.end())
          .log("A blob could not be obtained");
    }
    return new BlobItem.Done(result);
  }
}
