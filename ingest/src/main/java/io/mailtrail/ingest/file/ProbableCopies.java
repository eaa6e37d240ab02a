package io.mailtrail.ingest.file;

import io.mailtrail.model.Origin;

/**
 * Counts records without an id of their own that look like one with another id, within one import.
 * Bounded: of very many mailbox records the earlier are forgotten, so that the count is a lower
 * bound; the link itself is the key that both events carry. Not thread-safe.
 */
final class ProbableCopies {
  private static final int PLACES = 1 << 17;

  private final long[] likenesses = new long[PLACES];
  private final int[] ids = new int[PLACES];
  private final boolean[] withoutIds = new boolean[PLACES];

  /** Whether this is a probable copy of one seen before, or that one of this. */
  boolean isCopy(String likeness, String recordId, Origin origin) {
    long key = Long.parseUnsignedLong(likeness, 0, 16, 16);
    int place = (int) (key & (PLACES - 1));
    boolean withoutId = origin == Origin.MAILBOX_EXPORT;
    boolean copy =
        likenesses[place] == key
            && ids[place] != recordId.hashCode()
            && (withoutId || withoutIds[place]);
    if (!copy) {
      likenesses[place] = key;
      ids[place] = recordId.hashCode();
      withoutIds[place] = withoutId;
    }
    return copy;
  }
}
