package io.mailtrail.ingest.cut;

import io.mailtrail.ingest.cut.Cut.Codes;
import io.mailtrail.ingest.cut.Cut.RecordBytes;
import io.mailtrail.ingest.cut.Cut.Reject;
import io.mailtrail.model.Limits;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Cuts the elements out of a JSON array, or out of JSON texts that follow each other (JSON lines,
 * pretty-printed or not), and gives each element's bytes as they stand. Needs memory for one
 * element at a time. What is malformed costs itself and not its neighbours: where the grammar
 * breaks, the cutter looks for the place where the next element begins (see RATIONALE.md, "Why a
 * splitter of our own"). Not thread-safe; does not close the stream.
 */
public final class JsonCutter {
  /** What the end of the stream inside the array or an element means. */
  public enum Ending {
    /** The transfer was cut: {@link EOFException}, so that it can be repeated. */
    STRICT,
    /** That is all there is: the rest is rejected. */
    LENIENT
  }

  /** How many bytes may be read again in all when looking for lost neighbours. */
  private static final long RESCAN_BUDGET = 64L * Limits.MAX_RECORD_BYTES;

  private final Window window;
  private final Ending ending;
  private final OversizedRecords oversized;
  private final int max;
  private final ElementGrammar grammar = new ElementGrammar();
  private boolean begun;
  private boolean array;
  private boolean closed;
  private long ordinal;
  private long rescanned;

  /** Of a record that is too large only the beginning is kept, and its reject says so. */
  public JsonCutter(InputStream in, Ending ending) {
    this(in, ending, OversizedRecords.notKept());
  }

  /**
   * @param oversized keeps records that are too large, whole
   */
  public JsonCutter(InputStream in, Ending ending, OversizedRecords oversized) {
    this(in, ending, oversized, Limits.MAX_RECORD_BYTES);
  }

  JsonCutter(InputStream in, Ending ending, int max) {
    this(in, ending, OversizedRecords.notKept(), max);
  }

  JsonCutter(InputStream in, Ending ending, OversizedRecords oversized, int max) {
    this.oversized = oversized;
    this.window = new Window(in);
    this.ending = ending;
    this.max = max;
  }

  /**
   * The next element, or null at the end.
   *
   * @throws EOFException if the stream ends too early and the ending is strict
   * @throws IOException if the stream cannot be read
   */
  public Cut next() throws IOException {
    if (!begun) {
      begun = true;
      begin();
    }
    return seekElement() ? element() : null;
  }

  private void begin() throws IOException {
    skipByteOrderMark();
    boolean any = skipBlanks();
    if (!any && ending == Ending.STRICT) {
      throw new EOFException("there is nothing, not even an empty array");
    }
    array = any && window.current() == '[';
    if (array) {
      window.advance();
    }
  }

  /** Goes to the first byte of the next element; false where there is none. */
  private boolean seekElement() throws IOException {
    while (skipBlanks()) {
      byte b = window.current();
      if (b == ',') {
        window.advance();
      } else if (b == ']' && array) {
        // The array's end only if nothing follows; else left over from a malformed element.
        window.advance();
        closed = true;
      } else {
        closed = false;
        return true;
      }
    }
    if (array && !closed && ending == Ending.STRICT) {
      throw new EOFException("the array does not end");
    }
    return false;
  }

  private Cut element() throws IOException {
    window.mark();
    grammar.reset();
    while (window.hasCurrent()) {
      if (window.length() >= max) {
        return oversized();
      }
      switch (grammar.accept(window.current(), array)) {
        case CONTINUE -> window.advance();
        case LAST_BYTE -> {
          window.advance();
          return new RecordBytes(window.marked(), ordinal++);
        }
        case ENDED_BEFORE -> {
          return new RecordBytes(window.marked(), ordinal++);
        }
        case BROKEN -> {
          return resynchronise(Boundary.find(window, array));
        }
      }
    }
    if (grammar.mayEndHere() && !array) {
      return new RecordBytes(window.marked(), ordinal++);
    }
    if (ending == Ending.STRICT) {
      throw new EOFException("an element does not end");
    }
    // Nothing is wrong with it but that it does not end: only what looks just like it is a
    // neighbour that it has swallowed, all else is its own contents.
    return resynchronise(Boundary.findSibling(window, array));
  }

  /** The element is malformed: gives up to where the next one begins, and goes there. */
  private Cut resynchronise(int boundary) throws IOException {
    if (boundary >= 0 && rescanned <= RESCAN_BUDGET) {
      rescanned += window.length() - boundary;
      byte[] piece = window.marked(boundary);
      window.rewind(boundary);
      return new Reject(Codes.NOT_JSON, "this record does not end as JSON does", piece, ordinal++);
    }
    return skipToBoundary(Codes.NOT_JSON, "this record is not JSON");
  }

  /** Reads on to where an element begins. */
  private Cut skipToBoundary(String code, String message) throws IOException {
    return skipToBoundary(new Spill(oversized, max, window.marked()), code, message);
  }

  private Cut skipToBoundary(Spill spill, String code, String message) throws IOException {
    Boundary.Scan scan = Boundary.scanned(window, array);
    while (hasCurrentOr(spill)) {
      byte b = window.current();
      if (scan.begins(b)) {
        return spill.reject(code, message, ordinal++);
      }
      spill.write(b);
      closed = b == ']' || (closed && ElementGrammar.isBlank(b));
      window.mark();
      window.advance();
    }
    if (array && !closed && ending == Ending.STRICT) {
      spill.discard();
      throw new EOFException("an element does not end");
    }
    String atEnd = closed || code.equals(Codes.TOO_LARGE) ? code : Codes.CUT_OFF;
    String why = atEnd.equals(Codes.CUT_OFF) ? "the container ends inside this record" : message;
    return spill.reject(atEnd, why, ordinal++);
  }

  /** Larger than allowed, or an element that never ended and has swallowed its neighbours. */
  private Cut oversized() throws IOException {
    int sibling = rescanned > RESCAN_BUDGET ? -1 : Boundary.findSibling(window, array);
    if (sibling >= 0) {
      rescanned += window.length() - sibling;
      byte[] piece = window.marked(sibling);
      window.rewind(sibling);
      return new Reject(Codes.NOT_JSON, "this record does not end as JSON does", piece, ordinal++);
    }
    Spill spill = new Spill(oversized, max, window.marked());
    String message = "this record is larger than " + max + " bytes";
    while (hasCurrentOr(spill)) {
      window.mark();
      byte b = window.current();
      switch (grammar.accept(b, array)) {
        case CONTINUE -> {
          spill.write(b);
          window.advance();
        }
        case LAST_BYTE -> {
          spill.write(b);
          window.advance();
          return spill.reject(Codes.TOO_LARGE, message, ordinal++);
        }
        case ENDED_BEFORE -> {
          return spill.reject(Codes.TOO_LARGE, message, ordinal++);
        }
        case BROKEN -> {
          return skipToBoundary(spill, Codes.TOO_LARGE, message);
        }
      }
    }
    if (ending == Ending.STRICT) {
      spill.discard();
      throw new EOFException("an element does not end");
    }
    return spill.reject(Codes.TOO_LARGE, message, ordinal++);
  }

  /** Whether there is a byte; where reading fails, nothing stays behind. */
  private boolean hasCurrentOr(Spill spill) throws IOException {
    try {
      return window.hasCurrent();
    } catch (IOException e) {
      spill.discard();
      throw e;
    }
  }

  private boolean skipBlanks() throws IOException {
    window.mark();
    while (window.hasCurrent()) {
      if (!ElementGrammar.isBlank(window.current())) {
        return true;
      }
      window.advance();
      window.mark();
    }
    return false;
  }

  private void skipByteOrderMark() throws IOException {
    byte[] mark = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    for (byte b : mark) {
      if (!window.hasCurrent() || window.current() != b) {
        return;
      }
      window.advance();
    }
  }
}
