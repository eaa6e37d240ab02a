package io.mailtrail.ingest.source;

import io.mailtrail.ingest.Outgoing;
import io.mailtrail.ingest.api.ActivityApi.BlobBody;
import io.mailtrail.ingest.cut.Container;
import io.mailtrail.ingest.cut.CountingStream;
import io.mailtrail.ingest.cut.Cut;
import io.mailtrail.ingest.cut.JsonCutter;
import io.mailtrail.ingest.cut.JsonCutter.Ending;
import io.mailtrail.ingest.cut.OversizedRecords;
import io.mailtrail.model.Digests;
import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.Origin;
import io.mailtrail.model.RawRecord;
import java.io.IOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * One reading of a blob from its first byte. Records that an earlier reading has emitted are passed
 * over, if they are the same ones: Microsoft does not promise that a blob reads the same twice.
 */
final class BlobAttempt implements AutoCloseable {
  /** The blob no longer begins with the records that were emitted: all of it has to be. */
  static final class PrefixChangedException extends IOException {
    PrefixChangedException() {
      super("the blob does not begin as it did");
    }
  }

  private final BlobSplit split;
  private final Container container;
  private final int number;
  private final BlobBody body;
  private final CountingStream counter;
  private final MessageDigest sha256 = Digests.newSha256();
  private final JsonCutter cutter;
  private final PrefixDigest prefix = new PrefixDigest();
  private final BlobFacts facts = new BlobFacts();
  private final long skip;
  private long position;

  /**
   * @param split says how much was emitted before
   * @param number of the attempt, from 1
   */
  BlobAttempt(
      BlobSplit split,
      BlobBody body,
      Instant fetchedAt,
      int number,
      Ending ending,
      OversizedRecords oversized) {
    this.split = split;
    this.body = body;
    this.container =
        new Container(
            split.contentId(),
            split.stream().tenant(),
            Origin.API,
            split.stream().contentType(),
            fetchedAt);
    this.number = number;
    this.skip = split.emitted();
    this.counter = new CountingStream(body.stream());
    this.cutter = new JsonCutter(new DigestInputStream(counter, sha256), ending, oversized);
  }

  /**
   * The next record that was not emitted before, or ids of records; empty at the end. Ids whose
   * last record is the last one that was emitted come again: nobody knows whether they went out.
   *
   * @throws java.io.EOFException if the blob is cut short
   * @throws PrefixChangedException if it is not the blob of the earlier reading
   */
  Optional<BlobItem.Message> next() throws IOException {
    while (true) {
      Optional<BlobFacts.Chunk> full = facts.fullChunk();
      if (full.isPresent() && position >= skip) {
        return full.map(this::message);
      }
      Cut cut = cutter.next();
      if (cut == null) {
        if (position < skip) {
          throw new PrefixChangedException();
        }
        return facts.lastChunk().map(this::message);
      }
      Outgoing message = message(cut);
      prefix.add(cut.bytes());
      position++;
      if (position == skip && !Arrays.equals(prefix.value(), split.prefix())) {
        throw new PrefixChangedException();
      }
      if (position > skip) {
        return Optional.of(new BlobItem.Message(message, position, prefix.value()));
      }
    }
  }

  private BlobItem.Message message(BlobFacts.Chunk chunk) {
    LedgerEntry entry =
        LedgerEntry.ids(
            split.stream().tenant(),
            split.stream().contentType(),
            split.contentId(),
            chunk.number(),
            split.created(),
            split.expiration(),
            chunk.ids(),
            container.fetchedAt());
    return new BlobItem.Message(Outgoing.of(entry), position, prefix.value());
  }

  private Outgoing message(Cut cut) {
    if (cut instanceof Cut.RecordBytes bytes) {
      RawRecord record = container.record(bytes);
      if (container.isWithoutId(record)) {
        facts.reject();
      } else {
        facts.record(record.key(), EventTime.scan(record.value()).orElse(null));
      }
      return Outgoing.of(record);
    }
    facts.reject();
    return Outgoing.of(container.reject((Cut.Reject) cut));
  }

  long bytesRead() {
    return counter.count();
  }

  /** What is known at the end. */
  BlobResult result() {
    return facts.published(counter.count(), HexFormat.of().formatHex(sha256.digest()), number);
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
