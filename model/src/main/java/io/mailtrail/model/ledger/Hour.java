package io.mailtrail.model.ledger;

import io.mailtrail.model.LedgerEntry;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * How complete the collection of one event hour is.
 *
 * @param start of the hour, in UTC
 * @param gaps exactly what is missing, in order of time; none where the hour is complete
 * @param named blobs that were listed and could not be obtained, each with its reason; they do not
 *     make an hour incomplete, since nothing is left to be done about them
 */
public record Hour(Instant start, List<Gap> gaps, List<LedgerEntry> named) {
  public Hour {
    Objects.requireNonNull(start, "start");
    gaps = List.copyOf(gaps);
    named = List.copyOf(named);
  }

  /** Every window over the hour and its horizon is finished, every blob published or named. */
  public boolean isComplete() {
    return gaps.isEmpty();
  }

  /** Why an hour is not complete. */
  public enum GapKind {
    /** Nobody has asked for this span: an hour never listed is not an empty hour. */
    NOT_LISTED,
    /** This span is being listed, or its listing was broken off. */
    LISTING,
    /** This span was given up, for the reason given, and will never be complete. */
    LOST,
    /** A blob was listed and is neither published nor named yet. */
    OUTSTANDING
  }

  /**
   * @param span of contentCreated; a blob's is from its announcement to its expiration
   * @param id ledger id of the window or blob it is about; empty where none speaks of it
   * @param reason why it is lost or does not come, as far as that is known; else empty
   */
  public record Gap(GapKind kind, Span span, String id, String reason) {
    public Gap {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(span, "span");
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(reason, "reason");
    }
  }
}
