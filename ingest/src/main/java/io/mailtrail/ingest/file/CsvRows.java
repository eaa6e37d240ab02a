package io.mailtrail.ingest.file;

import io.mailtrail.ingest.cut.Window;
import io.mailtrail.model.Limits;
import java.io.IOException;
import java.io.InputStream;

/**
 * Splits CSV into rows, as bytes, without reading their fields: so that one damaged row costs
 * itself, a quote that is never closed costs its line and not the rest of the file, and the bytes
 * stay what they are, in whatever encoding that has ASCII in it. Needs memory for one row, up to a
 * limit.
 */
final class CsvRows {
  /** Doubling quotes can make a record twice as long, and there are other columns. */
  static final int MAX_BYTES = 3 * Limits.MAX_RECORD_BYTES;

  /** How many bytes may be read again in all; after that a row is a line. */
  private static final long RESCAN_BUDGET = 4L * MAX_BYTES;

  private final Window window;
  private final int max;
  private long rescanned;

  /** Until the header says which, each of them may be it. */
  private String separators = ",;\t|";

  /**
   * @param isWhole false: a line out of a row that does not end
   * @param lines how many there are
   * @param backslashed a quote within its fields is written with a backslash, and not doubled
   */
  record Row(byte[] bytes, boolean isWhole, int lines, boolean backslashed) {}

  CsvRows(InputStream in) {
    this(in, MAX_BYTES);
  }

  CsvRows(InputStream in, int max) {
    this.window = new Window(in);
    this.max = max;
  }

  /** What separates fields from the next row on. */
  void separator(char given) {
    separators = String.valueOf(given);
  }

  /** The next row without its line end, or null at the end. */
  Row next() throws IOException {
    window.mark();
    boolean quoted = false;
    boolean fieldStart = true;
    boolean backslashes = false;
    boolean anyBackslashed = false;
    int lines = 1;
    while (window.hasCurrent()) {
      byte c = window.current();
      if (quoted) {
        window.advance();
        if (c == '\\' && backslashes) {
          skipOne();
        } else if (c == '"') {
          if (!window.hasCurrent() || endsField(window.current())) {
            quoted = false;
          } else if (window.current() == '"') {
            window.advance();
          }
        } else if (c == '\n' || (c == '\r' && !(window.hasCurrent() && window.current() == '\n'))) {
          lines++;
          if (rescanned > RESCAN_BUDGET) {
            return firstLine();
          }
        }
        fieldStart = false;
      } else if (c == '\n' || c == '\r') {
        return whole(lines, anyBackslashed);
      } else {
        quoted = c == '"' && fieldStart;
        fieldStart = separators.indexOf(c) >= 0 || (fieldStart && c == ' ');
        window.advance();
        if (quoted) {
          backslashes = startsBackslashed();
          anyBackslashed |= backslashes;
        }
      }
      if (window.length() > max) {
        return firstLine();
      }
    }
    if (window.length() == 0) {
      return null;
    }
    return quoted ? firstLine() : new Row(window.marked(), true, lines, anyBackslashed);
  }

  /** JSON begins with a brace and a quote, which is doubled where quotes are doubled. */
  private boolean startsBackslashed() throws IOException {
    int here = window.length();
    boolean is = is('{') && is('\\') && is('"');
    window.goTo(here);
    return is;
  }

  private boolean is(char c) throws IOException {
    boolean is = window.hasCurrent() && window.current() == c;
    if (is) {
      window.advance();
    }
    return is;
  }

  private void skipOne() throws IOException {
    if (window.hasCurrent()) {
      window.advance();
    }
  }

  private boolean endsField(byte c) {
    return separators.indexOf(c) >= 0 || c == '\n' || c == '\r' || c == ' ';
  }

  private Row whole(int lines, boolean backslashed) throws IOException {
    Row row = new Row(window.marked(), true, lines, backslashed);
    skipLineEnd();
    return row;
  }

  /**
   * Gives up on the row that was given last, and begins again behind its first line, which it
   * gives. Only for a row of several lines.
   */
  Row giveUp() throws IOException {
    return firstLine();
  }

  boolean mayGiveUp() {
    return rescanned <= RESCAN_BUDGET;
  }

  private Row firstLine() throws IOException {
    int length = window.length();
    int end = 0;
    while (end < length && window.at(end) != '\n' && window.at(end) != '\r') {
      end++;
    }
    rescanned += length - end;
    Row row = new Row(window.marked(end), false, 1, false);
    window.goTo(end);
    skipLineEnd();
    return row;
  }

  private void skipLineEnd() throws IOException {
    if (window.hasCurrent() && window.current() == '\r') {
      window.advance();
    }
    if (window.hasCurrent() && window.current() == '\n') {
      window.advance();
    }
  }
}
