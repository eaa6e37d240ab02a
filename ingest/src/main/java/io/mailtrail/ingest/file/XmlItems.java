package io.mailtrail.ingest.file;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mailtrail.ingest.cut.Cut.Codes;
import io.mailtrail.ingest.cut.Window;
import io.mailtrail.model.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Splits a {@code SearchResult.xml} into its {@code Event} elements, as bytes, without reading what
 * they say: so that a malformed one costs itself only. XML allows no {@code <} in an attribute's
 * value, so whatever is broken before it, {@code <Event} begins an element. What is none is given
 * too, so that every byte that says something is accounted for. Needs memory for one element.
 */
final class XmlItems {
  private static final String EVENT = "Event";
  private static final String ROOT = "SearchResults";
  private static final int MAX_NAME = 128;
  private static final String BETWEEN = "this stands between the events and is none";

  /** How many bytes may be read again in all for comments that do not end. */
  private static final long RESCAN_BUDGET = 4L * Limits.MAX_RECORD_BYTES;

  private final Window window;
  private final int max;
  private String otherRoot;
  private boolean begun;
  private long rescanned;

  /**
   * A piece of the file.
   *
   * @param code why it is no event; null for one that has a beginning and an end
   */
  record Piece(byte[] bytes, String code, String message) {
    boolean isEvent() {
      return code == null;
    }
  }

  private enum Ahead {
    EVENT_START,
    EVENT_END,
    ROOT_TAG,
    COMMENT,
    CDATA,
    OTHER
  }

  XmlItems(InputStream utf8) {
    this(utf8, Limits.MAX_RECORD_BYTES);
  }

  XmlItems(InputStream utf8, int max) {
    this.window = new Window(utf8);
    this.max = max;
  }

  /** The next piece, or null at the end. */
  Piece next() throws IOException {
    while (skipBlanks()) {
      if (window.current() != '<') {
        return junk();
      }
      if (startsWith("<?") || startsWith("<!--")) {
        if (!skipThrough(window.at(1) == '?' ? "?>" : "-->")) {
          window.goTo(0);
          return junk();
        }
      } else if (startsWith("<!DOCTYPE") || startsWith("<!doctype")) {
        return documentType();
      } else {
        switch (ahead()) {
          case EVENT_START -> {
            begun = true;
            return event();
          }
          case ROOT_TAG -> {
            begun = true;
            if (!skipTag()) {
              return cutOff();
            }
          }
          default -> {
            if (!isFirstRoot() || !skipTag()) {
              return junk();
            }
          }
        }
      }
    }
    return null;
  }

  /** A file may call its root as it likes; the first element that is no event is taken for it. */
  private boolean isFirstRoot() throws IOException {
    if (begun) {
      return false;
    }
    window.advance();
    String name = name();
    window.goTo(0);
    if (name.isEmpty()) {
      return false;
    }
    begun = true;
    otherRoot = name;
    return true;
  }

  private Piece event() throws IOException {
    boolean inTag = true;
    byte quote = 0;
    byte last = 0;
    boolean comments = rescanned <= RESCAN_BUDGET;
    window.advance();
    while (window.hasCurrent()) {
      if (window.length() >= max) {
        return oversized(window.marked(), Codes.TOO_LARGE, tooLarge());
      }
      byte b = window.current();
      if (b == '<') {
        inTag = false;
        int here = window.length();
        switch (ahead()) {
          case EVENT_END -> {
            return skipThrough(">") ? new Piece(window.marked(), null, null) : cutOff();
          }
          case EVENT_START, ROOT_TAG -> {
            return new Piece(window.marked(), Codes.NOT_XML, "this event does not end");
          }
          case COMMENT, CDATA -> {
            boolean found = comments && skipThrough(startsCdata(here) ? "]]>" : "-->");
            if (!found) {
              rescanned += window.length() - here;
              comments = false;
              window.goTo(here + 1);
            }
            continue;
          }
          default -> {
            // An element within the event.
          }
        }
      } else if (inTag) {
        if (quote != 0) {
          quote = b == quote ? 0 : quote;
        } else if (b == '"' || b == '\'') {
          quote = b;
        } else if (b == '>') {
          inTag = false;
          if (last == '/') {
            window.advance();
            return new Piece(window.marked(), null, null);
          }
        }
        last = b;
      }
      window.advance();
    }
    return new Piece(window.marked(), Codes.CUT_OFF, "the file ends inside this event");
  }

  private boolean startsCdata(int offset) {
    return window.at(offset + 2) == '[';
  }

  /** Everything from the mark to where an event or the root's tag begins. */
  private Piece junk() throws IOException {
    if (window.length() == 0) {
      window.advance();
    }
    while (window.hasCurrent()) {
      if (window.length() >= max) {
        return oversized(window.marked(), Codes.NOT_XML, BETWEEN);
      }
      if (window.current() == '<' && isBoundary(ahead())) {
        break;
      }
      window.advance();
    }
    return new Piece(window.marked(), Codes.NOT_XML, BETWEEN);
  }

  private static boolean isBoundary(Ahead ahead) {
    return ahead == Ahead.EVENT_START || ahead == Ahead.ROOT_TAG;
  }

  /** Keeps what it has and goes on to where something begins. */
  private Piece oversized(byte[] head, String code, String message) throws IOException {
    window.mark();
    while (window.hasCurrent()) {
      if (window.current() == '<') {
        Ahead ahead = ahead();
        if (isBoundary(ahead)) {
          break;
        }
        if (ahead == Ahead.EVENT_END) {
          skipThrough(">");
          break;
        }
      }
      window.advance();
      window.mark();
    }
    return new Piece(head, code, message);
  }

  private String tooLarge() {
    return "this event is larger than " + max + " bytes";
  }

  /** No declaration is read, so no entity is ever declared: what uses one is malformed. */
  private Piece documentType() throws IOException {
    boolean subset = false;
    byte quote = 0;
    while (window.hasCurrent() && window.length() < max) {
      byte b = window.current();
      if (b == '<' && window.length() > 0 && isBoundary(ahead())) {
        break;
      }
      if (quote != 0) {
        quote = b == quote ? 0 : quote;
      } else if (b == '"' || b == '\'') {
        quote = b;
      } else if (b == '[') {
        subset = true;
      } else if (b == ']') {
        subset = false;
      } else if (b == '>' && !subset) {
        window.advance();
        break;
      }
      window.advance();
    }
    return new Piece(window.marked(), Codes.DTD_REFUSED, "document type declarations are not read");
  }

  private Piece cutOff() {
    return new Piece(window.marked(), Codes.CUT_OFF, "the file ends inside this");
  }

  // --- looking ahead; the position stays

  /** What begins at the current byte, which is an opening bracket. */
  private Ahead ahead() throws IOException {
    int here = window.length();
    try {
      window.advance();
      if (!window.hasCurrent()) {
        return Ahead.OTHER;
      }
      if (window.current() == '!') {
        return matches("!--") ? Ahead.COMMENT : matchesAt(here + 1, "![CDATA[");
      }
      boolean end = window.current() == '/';
      if (end) {
        window.advance();
      }
      String name = name();
      if (!window.hasCurrent()) {
        return Ahead.OTHER;
      }
      String local = name.substring(name.indexOf(':') + 1);
      if (local.equalsIgnoreCase(EVENT)) {
        return end ? Ahead.EVENT_END : Ahead.EVENT_START;
      }
      boolean root = local.equalsIgnoreCase(ROOT) || name.equals(otherRoot);
      return root ? Ahead.ROOT_TAG : Ahead.OTHER;
    } finally {
      window.goTo(here);
    }
  }

  private Ahead matchesAt(int offset, String text) throws IOException {
    window.goTo(offset);
    return matches(text) ? Ahead.CDATA : Ahead.OTHER;
  }

  /** The name of an element, up to what may follow one; empty where none stands. */
  private String name() throws IOException {
    byte[] name = new byte[MAX_NAME];
    int length = 0;
    while (window.hasCurrent() && length < MAX_NAME) {
      byte b = window.current();
      if (isBlank(b) || b == '/' || b == '>') {
        return new String(name, 0, length, US_ASCII);
      }
      if (b == '<' || b == '=' || b == '"') {
        return "";
      }
      name[length++] = b;
      window.advance();
    }
    return "";
  }

  private boolean startsWith(String text) throws IOException {
    boolean matches = matches(text);
    window.goTo(0);
    return matches;
  }

  private boolean matches(String text) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      if (!window.hasCurrent() || window.current() != text.charAt(i)) {
        return false;
      }
      window.advance();
    }
    return true;
  }

  // --- moving on

  /** To behind this text; false, at the end or the limit, if it does not come. */
  private boolean skipThrough(String end) throws IOException {
    byte[] wanted = end.getBytes(US_ASCII);
    byte[] tail = new byte[wanted.length];
    while (window.hasCurrent() && window.length() < max) {
      System.arraycopy(tail, 1, tail, 0, tail.length - 1);
      tail[tail.length - 1] = window.current();
      window.advance();
      if (Arrays.equals(tail, wanted)) {
        return true;
      }
    }
    return false;
  }

  /** To behind a tag; false, staying there, if it does not end. */
  private boolean skipTag() throws IOException {
    byte quote = 0;
    while (window.hasCurrent() && window.length() < max) {
      byte b = window.current();
      if (quote != 0) {
        quote = b == quote ? 0 : quote;
      } else if (b == '"' || b == '\'') {
        quote = b;
      } else if (b == '<' && window.length() > 0) {
        return false;
      }
      window.advance();
      if (b == '>' && quote == 0) {
        return true;
      }
    }
    return false;
  }

  private boolean skipBlanks() throws IOException {
    window.mark();
    while (window.hasCurrent()) {
      if (!isBlank(window.current())) {
        return true;
      }
      window.advance();
      window.mark();
    }
    return false;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}
