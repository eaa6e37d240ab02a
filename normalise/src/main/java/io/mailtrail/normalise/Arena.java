package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Where text is put together: UTF-8 bytes that grow at the end. When it grows, what was written
 * stays in the old array too, so a value that points there stays good until {@link #clear()}.
 */
final class Arena {
  private static final int INITIAL = 16 * 1024;
  private static final int KEPT = 1024 * 1024;

  private byte[] bytes = new byte[INITIAL];
  private int length;

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Forgets what was written, and lets go of the room that one huge record needed. */
  void clear() {
    length = 0;
    if (bytes.length > KEPT) {
      bytes = new byte[INITIAL];
    }
  }

  /** Takes back what was written after a mark. */
  void cut(int mark) {
    length = mark;
  }

  Arena add(byte[] source) {
    return add(source, 0, source.length);
  }

  Arena add(byte[] source, int start, int count) {
    room(count);
    System.arraycopy(source, start, bytes, length, count);
    length += count;
    return this;
  }

  Arena add(byte value) {
    room(1);
    bytes[length++] = value;
    return this;
  }

  @SuppressWarnings("deprecation") // the one way to copy ASCII out of a String without an array
  Arena ascii(String text) {
    room(text.length());
    text.getBytes(0, text.length(), bytes, length);
    length += text.length();
    return this;
  }

  Arena text(String text) {
    return add(text.getBytes(UTF_8));
  }

  Arena number(long value) {
    return add(Long.toString(value).getBytes(ISO_8859_1));
  }

  /** Two or more decimal digits, with leading zeros. */
  Arena digits(int value, int count) {
    room(count);
    int rest = value;
    for (int i = length + count - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += count;
    return this;
  }

  /** Writes UTF-16 as UTF-8; half of a surrogate pair becomes U+FFFD. */
  Arena chars(char[] chars, int start, int count) {
    room(3 * count);
    byte[] out = bytes;
    int o = length;
    int end = start + count;
    for (int i = start; i < end; i++) {
      char c = chars[i];
      if (c < 0x80) {
        out[o++] = (byte) c;
      } else if (c < 0x800) {
        out[o++] = (byte) (0xC0 | (c >> 6));
        out[o++] = (byte) (0x80 | (c & 0x3F));
      } else if (Character.isHighSurrogate(c)
          && i + 1 < end
          && Character.isLowSurrogate(chars[i + 1])) {
        int point = Character.toCodePoint(c, chars[++i]);
        out[o++] = (byte) (0xF0 | (point >> 18));
        out[o++] = (byte) (0x80 | ((point >> 12) & 0x3F));
        out[o++] = (byte) (0x80 | ((point >> 6) & 0x3F));
        out[o++] = (byte) (0x80 | (point & 0x3F));
      } else {
        char safe = Character.isSurrogate(c) ? '\uFFFD' : c;
        out[o++] = (byte) (0xE0 | (safe >> 12));
        out[o++] = (byte) (0x80 | ((safe >> 6) & 0x3F));
        out[o++] = (byte) (0x80 | (safe & 0x3F));
      }
    }
    length = o;
    return this;
  }

  private void room(int count) {
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
    }
  }
}
