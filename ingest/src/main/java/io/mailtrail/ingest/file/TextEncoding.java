package io.mailtrail.ingest.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a text file is encoded: UTF-8 or UTF-16, told by its mark or by where its zeros are.
 *
 * @param markLength bytes of the byte order mark, 0 if there is none
 */
record TextEncoding(Charset charset, int markLength) {
  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final Pattern DECLARED =
      Pattern.compile("^\\s*<\\?xml\\b[^>]*?\\bencoding\\s*=\\s*[\"']([\\w.-]+)[\"']");

  static TextEncoding of(byte[] head) {
    if (starts(head, 0xEF, 0xBB, 0xBF)) {
      return new TextEncoding(UTF_8, 3);
    }
    if (starts(head, 0xFF, 0xFE)) {
      return new TextEncoding(UTF_16LE, 2);
    }
    if (starts(head, 0xFE, 0xFF)) {
      return new TextEncoding(UTF_16BE, 2);
    }
    if (head.length >= 4 && head[0] != 0 && head[1] == 0 && head[3] == 0) {
      return new TextEncoding(UTF_16LE, 0);
    }
    if (head.length >= 4 && head[0] == 0 && head[1] != 0 && head[2] == 0) {
      return new TextEncoding(UTF_16BE, 0);
    }
    return new TextEncoding(UTF_8, 0);
  }

  private static boolean starts(byte[] head, int... mark) {
    if (head.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((head[i] & 0xff) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * The encoding that an XML declaration names, where it can be one: many a declaration says UTF-16
   * in a file that was saved as something else.
   */
  static TextEncoding ofXml(byte[] head) {
    TextEncoding seen = of(head);
    if (seen.markLength > 0 || !seen.charset.equals(UTF_8)) {
      return seen;
    }
    Matcher named = DECLARED.matcher(new String(head, 0, Math.min(head.length, 200), US_ASCII));
    if (!named.find()) {
      return seen;
    }
    try {
      Charset charset = Charset.forName(named.group(1));
      boolean hasAscii = "<?".equals(new String(new byte[] {'<', '?'}, charset));
      return hasAscii ? new TextEncoding(charset, 0) : seen;
    } catch (IllegalArgumentException e) {
      return seen;
    }
  }

  /**
   * Text of a file that should be UTF-8, in UTF-8. What has bytes beyond ASCII and none of them
   * makes UTF-8 was written by a tool in the Windows code page; damaged UTF-8 stays as it is.
   */
  static byte[] utf8(byte[] bytes) {
    boolean multibyte = false;
    boolean invalid = false;
    for (int i = 0; i < bytes.length; ) {
      int length = sequence(bytes, i);
      multibyte |= length > 1;
      invalid |= length == 0;
      i += Math.max(1, length);
    }
    return invalid && !multibyte ? new String(bytes, WINDOWS).getBytes(UTF_8) : bytes;
  }

  /** How long the UTF-8 sequence at a byte is; 0 where there is none. */
  private static int sequence(byte[] bytes, int at) {
    int lead = bytes[at] & 0xff;
    if (lead < 0x80) {
      return 1;
    }
    int length = lead >= 0xF0 && lead < 0xF5 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
    if (lead >= 0xF5 || at + length > bytes.length) {
      return 0;
    }
    for (int i = 1; i < length; i++) {
      if ((bytes[at + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  /** The beginning of a file as text; its last character may be damaged. */
  String decode(byte[] head) {
    return new String(head, markLength, Math.max(0, head.length - markLength), charset);
  }

  Reader reader(InputStream in) throws IOException {
    in.skipNBytes(markLength);
    return new InputStreamReader(in, charset);
  }

  /** The text in UTF-8: the very same bytes, if that is what it is in. */
  InputStream utf8(InputStream in) throws IOException {
    return charset.equals(UTF_8) ? skipMark(in) : new Utf8Stream(reader(in));
  }

  private InputStream skipMark(InputStream in) throws IOException {
    in.skipNBytes(markLength);
    return in;
  }

  private static final class Utf8Stream extends InputStream {
    private final Reader reader;
    private final CharBuffer chars = CharBuffer.allocate(8192);
    private byte[] bytes = new byte[0];
    private int position;
    private boolean highSurrogate;

    Utf8Stream(Reader reader) {
      this.reader = reader;
    }

    @Override
    public int read() throws IOException {
      return fill() ? bytes[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int count = Math.min(length, bytes.length - position);
      System.arraycopy(bytes, position, target, offset, count);
      position += count;
      return count;
    }

    private boolean fill() throws IOException {
      while (position == bytes.length) {
        int read = reader.read(chars);
        chars.flip();
        if (read < 0 && !chars.hasRemaining()) {
          return false;
        }
        // Half a pair waits for its other half.
        int whole = chars.remaining();
        highSurrogate = read >= 0 && Character.isHighSurrogate(chars.get(chars.limit() - 1));
        whole -= highSurrogate ? 1 : 0;
        bytes = chars.toString().substring(0, whole).getBytes(UTF_8);
        position = 0;
        chars.position(whole);
        chars.compact();
      }
      return true;
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
