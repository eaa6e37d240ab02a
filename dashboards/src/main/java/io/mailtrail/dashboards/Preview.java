package io.mailtrail.dashboards;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * The beginning of some bytes, for reading: as text if they are UTF-8, else in hexadecimal.
 *
 * @param cut whether there is more
 */
record Preview(String content, boolean text, boolean cut) {
  private static final int TEXT_BYTES = 8_192;
  private static final int HEX_BYTES = 1_024;
  private static final int HEX_PER_LINE = 16;

  static Preview of(byte[] bytes) {
    String text = text(Arrays.copyOf(bytes, Math.min(bytes.length, TEXT_BYTES)));
    return text != null
        ? new Preview(text, true, bytes.length > TEXT_BYTES)
        : new Preview(hex(bytes), false, bytes.length > HEX_BYTES);
  }

  /** The text, with control characters made visible; null where the bytes are not UTF-8. */
  private static String text(byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
    CharBuffer characters = CharBuffer.allocate(bytes.length);
    ByteBuffer input = ByteBuffer.wrap(bytes);
    // Where the text was cut, a character that the cut went through is left over, not an error.
    boolean whole = bytes.length < TEXT_BYTES;
    if (decoder.decode(input, characters, whole).isError()) {
      return null;
    }
    StringBuilder visible = new StringBuilder();
    characters.flip().chars().forEach(c -> append(visible, (char) c));
    return visible.toString();
  }

  private static void append(StringBuilder visible, char c) {
    if (c < ' ' && c != '\n' && c != '\t' && c != '\r') {
      // The Unicode block that pictures control characters.
      visible.append((char) (0x2400 + c));
    } else if (c != '\r') {
      visible.append(c);
    }
  }

  private static String hex(byte[] bytes) {
    StringBuilder dump = new StringBuilder();
    int end = Math.min(bytes.length, HEX_BYTES);
    for (int start = 0; start < end; start += HEX_PER_LINE) {
      StringBuilder ascii = new StringBuilder();
      dump.append(String.format(Locale.ROOT, "%08x  ", start));
      for (int i = start; i < start + HEX_PER_LINE; i++) {
        if (i < end) {
          dump.append(String.format(Locale.ROOT, "%02x ", bytes[i]));
          ascii.append(bytes[i] >= ' ' && bytes[i] < 127 ? (char) bytes[i] : '.');
        } else {
          dump.append("   ");
        }
      }
      dump.append(' ').append(ascii).append('\n');
    }
    return dump.toString();
  }
}
