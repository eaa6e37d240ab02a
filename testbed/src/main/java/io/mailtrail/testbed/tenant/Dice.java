package io.mailtrail.testbed.tenant;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * Chance that can be repeated: SplitMix64, written out here so that the same seed gives the same
 * tenant on every Java version. Each thing that is made (a person, a person's day, a story) has
 * dice of its own, keyed by what it is, so that making one leaves the others as they were. Not
 * thread-safe.
 */
final class Dice {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final long FNV_OFFSET = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;

  private long state;

  private Dice(long state) {
    this.state = state;
  }

  static Dice of(long seed, String what, long... which) {
    long hash = FNV_OFFSET;
    for (byte b : what.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    long state = mix(seed + GOLDEN_GAMMA) ^ hash;
    for (long number : which) {
      state = mix(state + GOLDEN_GAMMA) ^ mix(number + GOLDEN_GAMMA);
    }
    return new Dice(state);
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  long next() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** From 0 up to, and without, the bound. */
  int below(int bound) {
    return (int) Long.remainderUnsigned(next(), bound);
  }

  long below(long bound) {
    return Long.remainderUnsigned(next(), bound);
  }

  /** Both ends included. */
  int between(int low, int high) {
    return low + below(high - low + 1);
  }

  /** True in so many of a thousand throws. */
  boolean perMille(int chance) {
    return below(1000) < chance;
  }

  <T> T pick(List<T> items) {
    return items.get(below(items.size()));
  }

  <T> List<T> shuffled(List<T> items) {
    List<T> shuffled = new ArrayList<>(items);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      int j = below(i + 1);
      T other = shuffled.get(j);
      shuffled.set(j, shuffled.get(i));
      shuffled.set(i, other);
    }
    return shuffled;
  }

  /** A GUID as Microsoft writes them: version 4, lower case. */
  String guid() {
    long high = (next() & ~0xF000L) | 0x4000L;
    long low = (next() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }

  String hex(int digits) {
    StringBuilder text = new StringBuilder(digits + 16);
    while (text.length() < digits) {
      text.append(HexFormat.of().toHexDigits(next()));
    }
    return text.substring(0, digits);
  }

  /** Text that looks like an Exchange store id: base64 letters. */
  String storeId(String prefix, int length) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    StringBuilder text = new StringBuilder(prefix);
    while (text.length() < length) {
      text.append(alphabet.charAt(below(alphabet.length())));
    }
    return text.toString();
  }
}
