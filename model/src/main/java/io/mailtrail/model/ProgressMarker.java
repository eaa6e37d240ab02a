package io.mailtrail.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * How far collection has come, told in-band: after the checkpoint that flushed a listing window,
 * ingest writes one to every partition of {@code audit.raw}, behind the records it speaks of. A
 * marker is complete: it names every stream that the ingest job collects, so the minimum over
 * {@link #progress()} is the job's progress. It is told from a record by the header {@link
 * #HEADER}.
 *
 * @param collector name of the ingest job
 * @param progress one entry per tenant and content type
 */
public record ProgressMarker(String collector, List<Progress> progress) {
  /** Present, with any value, on a marker, and on no record. */
  public static final String HEADER = "mailtrail-progress";

  /** Of more gaps than this in one stream, neighbours are told as one. */
  public static final int MAX_GAPS = 50;

  /**
   * @param completeUpTo everything that became available (contentCreated) before this instant is in
   *     {@code audit.raw} or named in the ledger
   * @param since from which instant (contentCreated) on the stream has been collected; null where a
   *     collector of an earlier release has not kept it
   * @param gaps of the time since then, what was named as lost and not published: at most {@link
   *     #MAX_GAPS}, in order
   */
  public record Progress(
      String tenant, String contentType, Instant completeUpTo, Instant since, List<Gap> gaps) {
    public Progress {
      Objects.requireNonNull(tenant, "tenant");
      Objects.requireNonNull(contentType, "contentType");
      Objects.requireNonNull(completeUpTo, "completeUpTo");
      gaps = gaps == null ? List.of() : List.copyOf(gaps);
    }

    /** Where no account of losses is kept. */
    public Progress(String tenant, String contentType, Instant completeUpTo) {
      this(tenant, contentType, completeUpTo, null, List.of());
    }
  }

  /**
   * Content that is not in {@code audit.raw}.
   *
   * @param from when it became available (contentCreated), inclusive
   * @param to the same, exclusive
   * @param reason the state of its window or blob in the ledger
   */
  public record Gap(Instant from, Instant to, String reason) {
    public Gap {
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(to, "to");
      Objects.requireNonNull(reason, "reason");
    }
  }

  public ProgressMarker {
    Objects.requireNonNull(collector, "collector");
    progress = List.copyOf(progress);
  }

  public byte[] toBytes() {
    return Json.bytes(this);
  }

  public static ProgressMarker of(byte[] bytes) {
    return Json.read(bytes, ProgressMarker.class);
  }

  /** The header's value; only its presence matters. */
  public static byte[] headerValue() {
    return "1".getBytes(UTF_8);
  }
}
