package io.mailtrail.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.model.Digests;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;

/**
 * Content ids that were listed, to be forgotten by the hour. Of each there are 16 bytes: 14 of its
 * SHA-256, and the hour; so a day of a hundred thousand blobs takes 1.6 MB of a checkpoint and in
 * memory at most four times that. Two ids of which 14 bytes are the same are not to be met with.
 * Not thread-safe.
 *
 * <p>A table with open addresses, at most half full; where both numbers are 0 there is none.
 */
final class SeenIds {
  private static final long HOUR = Duration.ofHours(1).toSeconds();
  private static final int HOUR_BITS = 16;
  private static final long HOUR_MASK = (1L << HOUR_BITS) - 1;
  private static final int LEAST_SLOTS = 16;

  private long[] table = new long[2 * LEAST_SLOTS];
  private int size;
  private long forgottenHour = Long.MIN_VALUE;

  /**
   * Remembers the id.
   *
   * @param until when it may be forgotten, at the earliest
   * @return whether it was not known
   */
  boolean add(String contentId, Instant until) {
    ByteBuffer digest = digest(contentId);
    long high = digest.getLong();
    long low = digest.getLong() & ~HOUR_MASK;
    if (isAt(slot(table, high, low))) {
      return false;
    }
    if (4 * (size + 1) > table.length) {
      rebuild(2 * table.length, Long.MIN_VALUE);
    }
    put(high, low | ((hour(until) + 1) & HOUR_MASK));
    return true;
  }

  boolean contains(String contentId) {
    ByteBuffer digest = digest(contentId);
    return isAt(slot(table, digest.getLong(), digest.getLong()));
  }

  /** Forgets what may be forgotten, once an hour. */
  void forget(Instant now) {
    if (hour(now) != forgottenHour) {
      forgottenHour = hour(now);
      rebuild(table.length, forgottenHour);
    }
  }

  int size() {
    return size;
  }

  /** As it is now. */
  SeenIds copy() {
    SeenIds copy = new SeenIds();
    copy.table = table.clone();
    copy.size = size;
    copy.forgottenHour = forgottenHour;
    return copy;
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeInt(size);
    for (int slot = 0; slot < table.length; slot += 2) {
      if (isAt(slot)) {
        out.writeLong(table[slot]);
        out.writeLong(table[slot + 1]);
      }
    }
  }

  static SeenIds readFrom(DataInput in) throws IOException {
    SeenIds seen = new SeenIds();
    int count = in.readInt();
    seen.table = new long[Math.max(2 * LEAST_SLOTS, 4 * Integer.highestOneBit(2 * count + 1))];
    for (int i = 0; i < count; i++) {
      seen.put(in.readLong(), in.readLong());
    }
    return seen;
  }

  private static ByteBuffer digest(String contentId) {
    return ByteBuffer.wrap(Digests.newSha256().digest(contentId.getBytes(UTF_8)));
  }

  private static long hour(Instant instant) {
    return Math.floorDiv(instant.getEpochSecond(), HOUR);
  }

  private void put(long high, long low) {
    int slot = slot(table, high, low);
    table[slot] = high;
    table[slot + 1] = low;
    size++;
  }

  private boolean isAt(int slot) {
    return table[slot] != 0 || table[slot + 1] != 0;
  }

  /** Where it is, whatever its hour, or where there is room for it. */
  private static int slot(long[] table, long high, long low) {
    int slot = 2 * (int) (high & (table.length / 2 - 1));
    while ((table[slot] != 0 || table[slot + 1] != 0)
        && (table[slot] != high || (table[slot + 1] ^ low) >>> HOUR_BITS != 0)) {
      slot = (slot + 2) % table.length;
    }
    return slot;
  }

  /** Into a table of this length, without what may be forgotten in this hour. */
  private void rebuild(int length, long now) {
    long[] before = table;
    table = new long[length];
    size = 0;
    for (int slot = 0; slot < before.length; slot += 2) {
      boolean any = before[slot] != 0 || before[slot + 1] != 0;
      if (any && (now == Long.MIN_VALUE || (short) (now - before[slot + 1]) < 0)) {
        put(before[slot], before[slot + 1]);
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof SeenIds that) || size != that.size) {
      return false;
    }
    for (int slot = 0; slot < table.length; slot += 2) {
      int there = slot(that.table, table[slot], table[slot + 1]);
      if (isAt(slot) && that.table[there + 1] != table[slot + 1]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return size;
  }
}
