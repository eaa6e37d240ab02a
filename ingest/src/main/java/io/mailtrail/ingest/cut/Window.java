package io.mailtrail.ingest.cut;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A stream with one mark: everything from the mark on is held and can be gone back to. Not
 * thread-safe; does not close the stream.
 */
public final class Window {
  private static final int CHUNK = 64 * 1024;

  private final InputStream in;
  private byte[] buffer = new byte[CHUNK];
  private int mark;
  private int position;
  private int limit;
  private boolean ended;

  public Window(InputStream in) {
    this.in = in;
  }

  public boolean hasCurrent() throws IOException {
    return position < limit || fill();
  }

  public byte current() {
    return buffer[position];
  }

  public void advance() {
    position++;
  }

  /** Forgets everything before the current byte. */
  public void mark() {
    mark = position;
  }

  /** Bytes from the mark to the current one, which is not counted. */
  public int length() {
    return position - mark;
  }

  public byte at(int offset) {
    return buffer[mark + offset];
  }

  public byte[] marked() {
    return marked(length());
  }

  public byte[] marked(int length) {
    return Arrays.copyOfRange(buffer, mark, mark + length);
  }

  /** Goes back to the byte that lies so far behind the mark. */
  public void rewind(int offset) {
    position = mark + offset;
    mark = position;
  }

  /** Goes to the byte that lies so far behind the mark, which stays. */
  public void goTo(int offset) {
    position = mark + offset;
  }

  private boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    if (mark == position) {
      // Nothing is held: start over, and give back what one large element had needed.
      if (buffer.length > 16 * CHUNK) {
        buffer = new byte[CHUNK];
      }
      mark = 0;
      position = 0;
      limit = 0;
    } else if (limit == buffer.length) {
      if (mark > buffer.length / 2) {
        System.arraycopy(buffer, mark, buffer, 0, limit - mark);
        position -= mark;
        limit -= mark;
        mark = 0;
      } else {
        buffer = Arrays.copyOf(buffer, buffer.length * 2);
      }
    }
    int read = in.read(buffer, limit, buffer.length - limit);
    if (read < 0) {
      ended = true;
      return false;
    }
    limit += read;
    return read > 0 || fill();
  }
}
