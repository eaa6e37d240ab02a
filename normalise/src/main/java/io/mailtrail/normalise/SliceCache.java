package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Function;

/**
 * What was made of recent pieces of text, found by their bytes without making a String. Users,
 * addresses, clients and operations repeat. Two places per hash; the older one gives way, so it is
 * bounded. It changes no result, only its cost. Not thread-safe.
 */
final class SliceCache<V> {
  /** Longer text is not kept: it does not repeat and costs room. */
  private static final int LONGEST = 512;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  private record Entry<V>(byte[] key, int hash, V value) {}

  private final Entry<V>[] entries;
  private final int mask;
  private final Function<String, V> make;

  /**
   * @param places a power of two
   * @param make a pure function of the text
   */
  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
  SliceCache(int places, Function<String, V> make) {
    this.entries = new Entry[places];
    this.mask = places - 2;
    this.make = make;
  }

  V get(byte[] bytes, int start, int length) {
    if (length > LONGEST) {
      return make.apply(new String(bytes, start, length, UTF_8));
    }
    int hash = hash(bytes, start, length);
    int place = (hash ^ (hash >>> 15)) & mask;
    Entry<V> first = entries[place];
    if (first != null && matches(first, hash, bytes, start, length)) {
      return first.value;
    }
    Entry<V> second = entries[place + 1];
    if (second != null && matches(second, hash, bytes, start, length)) {
      return second.value;
    }
    V value = make.apply(new String(bytes, start, length, UTF_8));
    entries[place + 1] = first;
    entries[place] = new Entry<>(Arrays.copyOfRange(bytes, start, start + length), hash, value);
    return value;
  }

  private static boolean matches(Entry<?> entry, int hash, byte[] bytes, int start, int length) {
    return entry.hash == hash
        && entry.key.length == length
        && Arrays.equals(entry.key, 0, length, bytes, start, start + length);
  }

  /** Eight bytes at a time: this is done some thirty times for a record. */
  private static int hash(byte[] bytes, int start, int length) {
    long hash = length;
    int i = start;
    int end = start + length;
    for (; i + Long.BYTES <= end; i += Long.BYTES) {
      hash = mixed(hash, (long) LONGS.get(bytes, i));
    }
    long rest = 0;
    for (; i < end; i++) {
      rest = (rest << Byte.SIZE) | (bytes[i] & 0xFF);
    }
    return (int) ((mixed(hash, rest) * GOLDEN_RATIO) >>> Integer.SIZE);
  }

  private static long mixed(long hash, long word) {
    long mixed = (hash ^ word) * GOLDEN_RATIO;
    return mixed ^ (mixed >>> Integer.SIZE);
  }
}
