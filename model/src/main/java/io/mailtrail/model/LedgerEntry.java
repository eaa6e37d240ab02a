package io.mailtrail.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * One state of one listing window, content blob or imported file, or some of a blob's ids: on
 * {@code audit.ledger} under its id, and in {@code mailtrail-ledger}. The newest state of an id is
 * the truth.
 *
 * @param id {@link #windowId}, {@link #blobId}, {@link #fileId}, {@link #idsId}, {@link
 *     #forecastId} or {@link #streamId}
 * @param contentType wire name of a {@link ContentType}; null for a file
 * @param name content id of a blob, also for its ids; name of a file; null for a window
 * @param start window: its start (inclusive); blob: contentCreated
 * @param end window: its end (exclusive); blob: contentExpiration
 * @param pages listing pages read (window)
 * @param blobs blobs listed (window)
 * @param bytes size as fetched, in bytes
 * @param records records found
 * @param rejected of those, records that could not be cut out or have no readable id
 * @param idsDigest {@link IdsDigest} over the record ids
 * @param reason why it was not obtained, or not yet, or what a forecast says; else null
 * @param attempts requests made for a blob so far; refusals in a row of a stream
 * @param at when this state was reached
 * @param ids record ids ({@link Kind#IDS}), in the order in which the blob has them
 */
public record LedgerEntry(
    String id,
    Kind kind,
    State state,
    String tenant,
    String contentType,
    String name,
    Instant start,
    Instant end,
    int pages,
    int blobs,
    long bytes,
    String sha256,
    long records,
    long rejected,
    Instant firstEvent,
    Instant lastEvent,
    String idsDigest,
    String reason,
    int attempts,
    Instant at,
    List<String> ids) {

  /** So many ids are in one entry of kind {@link Kind#IDS}; the last one of a blob has fewer. */
  public static final int IDS_PER_CHUNK = 1_000;

  /** How the reason of a window begins that others took the place of, so that nothing is lost. */
  public static final String REPLACED = "replaced";

  /** How the reason begins where a listing has an entry that cannot be read. */
  public static final String UNREADABLE = "unreadable_entry";

  /** What an entry speaks of. */
  public enum Kind {
    WINDOW,
    BLOB,
    FILE,
    /** Ids of a blob's records, so many at a time; true once the blob is published. */
    IDS,
    /**
     * What a tenant is about to lose: content from {@link #start} on, the first of which expires at
     * {@link #end}. {@link State#LISTED} while it is so, {@link State#FINISHED} when no longer.
     */
    FORECAST,
    /**
     * A content type that is configured to be collected: {@link State#FINISHED} while its listings
     * are answered; {@link State#LISTED} before the first answer, and while there is none, with the
     * reason; {@link State#ABANDONED} once it is no longer configured.
     */
    STREAM
  }

  /** The life of an entry. */
  public enum State {
    /** Known to exist: a window asked for, a blob that a listing named, a file opened. */
    LISTED,
    /** A window all of whose pages were read. */
    FINISHED,
    /** A blob or file read to its end; its records are on their way. */
    FETCHED,
    /** Every record is in {@code audit.raw}: the covering checkpoint is complete. */
    PUBLISHED,
    /** The API says that it is past its expiration (AF20051). */
    EXPIRED,
    /** The API says that there is no such content (AF20050, AF20052). */
    MISSING,
    /** Given up, for the reason given. */
    ABANDONED;

    /** Whether this says that something was not obtained, with its reason. */
    @JsonIgnore
    public boolean isNamed() {
      return this == EXPIRED || this == MISSING || this == ABANDONED;
    }

    /** Whether nothing more is to come. */
    @JsonIgnore
    public boolean isFinal() {
      return this == FINISHED || this == PUBLISHED || isNamed();
    }
  }

  public LedgerEntry {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(state, "state");
    // JSON leaves out what is empty: a file whose records name their own organisations.
    tenant = tenant == null ? "" : tenant;
    Objects.requireNonNull(at, "at");
    ids = ids == null ? List.of() : List.copyOf(ids);
  }

  /** An entry without ids: every kind but {@link Kind#IDS}. */
  public LedgerEntry(
      String id,
      Kind kind,
      State state,
      String tenant,
      String contentType,
      String name,
      Instant start,
      Instant end,
      int pages,
      int blobs,
      long bytes,
      String sha256,
      long records,
      long rejected,
      Instant firstEvent,
      Instant lastEvent,
      String idsDigest,
      String reason,
      int attempts,
      Instant at) {
    this(
        id,
        kind,
        state,
        tenant,
        contentType,
        name,
        start,
        end,
        pages,
        blobs,
        bytes,
        sha256,
        records,
        rejected,
        firstEvent,
        lastEvent,
        idsDigest,
        reason,
        attempts,
        at,
        List.of());
  }

  /**
   * Some of a blob's ids.
   *
   * @param chunk counts from 0
   * @param created the blob's contentCreated
   * @param expiration the blob's contentExpiration
   */
  public static LedgerEntry ids(
      String tenant,
      String contentType,
      String contentId,
      int chunk,
      Instant created,
      Instant expiration,
      List<String> ids,
      Instant at) {
    return new LedgerEntry(
        idsId(tenant, contentId, chunk),
        Kind.IDS,
        State.FETCHED,
        tenant,
        contentType,
        contentId,
        created,
        expiration,
        0,
        0,
        0,
        null,
        ids.size(),
        0,
        null,
        null,
        null,
        null,
        0,
        at,
        ids);
  }

  /**
   * How it stands with a content type that is to be collected.
   *
   * @param reason why it is not collected; null where it is
   * @param attempts refusals in a row
   */
  public static LedgerEntry stream(
      String tenant, String contentType, State state, String reason, int attempts, Instant at) {
    return new LedgerEntry(
        streamId(tenant, contentType),
        Kind.STREAM,
        state,
        tenant,
        contentType,
        null,
        null,
        null,
        0,
        0,
        0,
        null,
        0,
        0,
        null,
        null,
        null,
        reason,
        attempts,
        at);
  }

  /** Whether this window's place was taken by others, which speak for its span. */
  @JsonIgnore
  public boolean isReplaced() {
    return kind == Kind.WINDOW
        && state == State.ABANDONED
        && reason != null
        && reason.startsWith(REPLACED);
  }

  /**
   * Whether it is known that something is missing of this window, and not what: so it is, whatever
   * other listings of its span say.
   */
  @JsonIgnore
  public boolean isInDoubt() {
    return kind == Kind.WINDOW
        && state != State.FINISHED
        && reason != null
        && reason.startsWith(UNREADABLE);
  }

  public static String windowId(String tenant, String contentType, Instant start, Instant end) {
    return "window/" + tenant + "/" + contentType + "/" + start + "/" + end;
  }

  public static String blobId(String tenant, String contentId) {
    return "blob/" + tenant + "/" + contentId;
  }

  public static String forecastId(String tenant) {
    return "forecast/" + tenant;
  }

  public static String streamId(String tenant, String contentType) {
    return "stream/" + tenant + "/" + contentType;
  }

  public static String idsId(String tenant, String contentId, int chunk) {
    return blobId(tenant, contentId) + "/ids/" + chunk;
  }

  public static String fileId(String tenant, String sha256) {
    return "file/" + tenant + "/" + sha256;
  }

  public byte[] toBytes() {
    return Json.bytes(this);
  }

  public static LedgerEntry of(byte[] bytes) {
    return Json.read(bytes, LedgerEntry.class);
  }
}
