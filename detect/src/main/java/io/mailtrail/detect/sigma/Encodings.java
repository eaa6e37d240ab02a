package io.mailtrail.detect.sigma;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** What Sigma's encoding modifiers make of a literal. */
final class Encodings {
  /** Wide text is carried as one character per byte, until it is encoded or compared. */
  static String wide(String text, Charset charset, boolean byteOrderMark) {
    String bytes = new String(text.getBytes(charset), ISO_8859_1);
    return byteOrderMark
        ? (charset.equals(UTF_16LE) ? "\u00ff\u00fe" : "\u00fe\u00ff") + bytes
        : bytes;
  }

  static String utf16le(String text) {
    return wide(text, UTF_16LE, false);
  }

  static String utf16be(String text) {
    return wide(text, UTF_16BE, false);
  }

  static String utf16(String text) {
    return wide(text, UTF_16LE, true);
  }

  static String base64(String text, boolean bytes) {
    return Base64.getEncoder().encodeToString(bytes(text, bytes));
  }

  /**
   * The three forms that a text takes inside a longer encoded text, without the characters that its
   * neighbours have a part in.
   */
  static List<String> base64AtEveryOffset(String text, boolean bytes) {
    byte[] value = bytes(text, bytes);
    List<String> forms = new ArrayList<>(3);
    for (int offset = 0; offset < 3; offset++) {
      byte[] shifted = new byte[offset + value.length];
      System.arraycopy(value, 0, shifted, offset, value.length);
      String encoded = Base64.getEncoder().encodeToString(shifted);
      int start = offset == 0 ? 0 : offset + 1;
      int rest = shifted.length % 3;
      int end = encoded.length() - (rest == 0 ? 0 : rest == 1 ? 3 : 2);
      forms.add(encoded.substring(start, Math.max(start, end)));
    }
    return forms;
  }

  private static byte[] bytes(String text, boolean bytes) {
    return text.getBytes(bytes ? ISO_8859_1 : UTF_8);
  }

  private Encodings() {}
}
