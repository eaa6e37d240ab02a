package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** A buffer of JSON in UTF-8, reused from document to document. Not thread-safe. */
final class JsonOutput {
  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
  private static final int INITIAL = 16 * 1024;
  private static final int KEPT = 1024 * 1024;

  /** 0: as it is; else the letter after the backslash, 'u' for a control character. */
  private static final byte[] ESCAPES = escapes();

  private byte[] bytes = new byte[INITIAL];
  private int length;

  /** Forgets what was written, and lets go of the room that one huge document needed. */
  void clear() {
    length = 0;
    if (bytes.length > KEPT) {
      bytes = new byte[INITIAL];
    }
  }

  int length() {
    return length;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  void put(char ascii) {
    room(1);
    bytes[length++] = (byte) ascii;
  }

  void put(byte[] json) {
    put(json, 0, json.length);
  }

  void put(byte[] json, int start, int count) {
    room(count);
    System.arraycopy(json, start, bytes, length, count);
    length += count;
  }

  /** Text that holds nothing to escape, in quotes. */
  void quoted(byte[] text, int start, int count) {
    room(count + 2);
    byte[] to = bytes;
    to[length++] = '"';
    System.arraycopy(text, start, to, length, count);
    length += count;
    to[length++] = '"';
  }

  /** Any text, in quotes. */
  void escaped(byte[] text, int start, int count) {
    room(6 * count + 2);
    byte[] to = bytes;
    int o = length;
    to[o++] = '"';
    int end = start + count;
    int plain = start;
    while (plain < end && (text[plain] < 0 || ESCAPES[text[plain]] == 0)) {
      plain++;
    }
    // Almost always that is all of it.
    System.arraycopy(text, start, to, o, plain - start);
    o += plain - start;
    for (int i = plain; i < end; i++) {
      byte b = text[i];
      byte escape = b < 0 ? 0 : ESCAPES[b];
      if (escape == 0) {
        to[o++] = b;
      } else {
        to[o++] = '\\';
        to[o++] = escape;
        if (escape == 'u') {
          to[o++] = '0';
          to[o++] = '0';
          to[o++] = HEX[b >> 4];
          to[o++] = HEX[b & 0xF];
        }
      }
    }
    to[o++] = '"';
    length = o;
  }

  /** How many of these bytes make at most so many UTF-16 characters, whole ones only. */
  static int bounded(byte[] bytes, int start, int count, int maxChars) {
    int chars = 0;
    for (int i = start; i < start + count; i++) {
      int b = bytes[i] & 0xFF;
      if ((b & 0xC0) != 0x80) {
        chars += b >= 0xF0 ? 2 : 1;
        if (chars > maxChars) {
          return i - start;
        }
      }
    }
    return count;
  }

  private static byte[] escapes() {
    byte[] escapes = new byte[128];
    Arrays.fill(escapes, 0, 0x20, (byte) 'u');
    escapes['\b'] = 'b';
    escapes['\t'] = 't';
    escapes['\n'] = 'n';
    escapes['\f'] = 'f';
    escapes['\r'] = 'r';
    escapes['"'] = '"';
    escapes['\\'] = '\\';
    return escapes;
  }

  private void room(int count) {
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
    }
  }
}
