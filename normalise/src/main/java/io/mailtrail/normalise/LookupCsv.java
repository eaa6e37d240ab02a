package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows of a lookup table, by the columns that its header names. */
final class LookupCsv {
  /** More rows than this are a mistake, not a table for the memory of every task. */
  private static final int MAX_ROWS = 2_000_000;

  /**
   * One row.
   *
   * @param line from 1
   * @param values by column, in the order asked for; empty where the row has none
   */
  record Row(int line, List<String> values) {
    String value(int column) {
      return values.get(column);
    }
  }

  /** What is done with a row. */
  interface RowReader {
    /** What is wrong with the row, or null. */
    String read(Row row);
  }

  private final String name;
  private final String text;
  private final List<String> problems = new ArrayList<>();
  private int at;
  private int line = 1;

  private LookupCsv(String name, String text) {
    this.name = name;
    this.text = text;
  }

  /**
   * Reads a table whole.
   *
   * @param required columns that must be there, in any letter case and order
   * @param optional columns that may be there; their values come behind the required ones
   * @throws LookupException naming every line that is wrong, up to a number of them
   */
  static void read(
      String name, byte[] csv, List<String> required, List<String> optional, RowReader reader)
      throws LookupException {
    int invalid = Utf8.firstInvalid(csv);
    if (invalid >= 0) {
      throw new LookupException(List.of(name + ": is not UTF-8 at byte " + invalid));
    }
    String text = new String(csv, UTF_8);
    new LookupCsv(name, text.startsWith("\uFEFF") ? text.substring(1) : text)
        .read(required, optional, reader);
  }

  private void read(List<String> required, List<String> optional, RowReader reader)
      throws LookupException {
    int headerLine = skipToRow();
    if (at >= text.length()) {
      throw new LookupException(
          List.of(name + ": has no header; it must name " + String.join(", ", required)));
    }
    List<String> header = record();
    List<Integer> places = places(header, required, optional, headerLine);
    int rows = 0;
    while (problems.size() < LookupException.MAX_PROBLEMS) {
      int begin = skipToRow();
      if (at >= text.length()) {
        break;
      }
      List<String> cells = record();
      if (cells == null) {
        problem(begin, "a quotation mark is not closed");
        break;
      }
      if (++rows > MAX_ROWS) {
        problem(begin, "more than " + MAX_ROWS + " rows");
        break;
      }
      List<String> values = new ArrayList<>(places.size());
      for (int place : places) {
        values.add(place >= 0 && place < cells.size() ? cells.get(place).strip() : "");
      }
      String wrong =
          cells.size() > header.size()
              ? "has " + cells.size() + " columns, the header " + header.size()
              : reader.read(new Row(begin, values));
      if (wrong != null) {
        problem(begin, wrong);
      }
    }
    if (!problems.isEmpty()) {
      throw new LookupException(problems);
    }
  }

  private List<Integer> places(
      List<String> header, List<String> required, List<String> optional, int headerLine)
      throws LookupException {
    List<String> names = new ArrayList<>();
    if (header != null) {
      header.forEach(cell -> names.add(cell.strip().toLowerCase(Locale.ROOT)));
    }
    List<Integer> places = new ArrayList<>();
    for (String column : required) {
      places.add(names.indexOf(column.toLowerCase(Locale.ROOT)));
      if (places.get(places.size() - 1) < 0) {
        problem(headerLine, "the header names no column \"" + column + "\"");
      }
    }
    optional.forEach(column -> places.add(names.indexOf(column.toLowerCase(Locale.ROOT))));
    if (!problems.isEmpty()) {
      throw new LookupException(problems);
    }
    return places;
  }

  private void problem(int where, String what) {
    problems.add(name + ", line " + where + ": " + what);
  }

  /** Passes blank lines and comments; gives the line of what follows. */
  private int skipToRow() {
    while (at < text.length()) {
      int end = text.indexOf('\n', at);
      end = end < 0 ? text.length() : end;
      String rest = text.substring(at, Math.min(end, at + 200)).strip();
      if (!rest.isEmpty() && !rest.startsWith("#")) {
        break;
      }
      at = Math.min(text.length(), end + 1);
      line++;
    }
    return line;
  }

  /** The cells of the row here (RFC 4180); null if a quotation mark is not closed. */
  private List<String> record() {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\n') {
        line++;
      }
      if (quoted) {
        boolean doubled = c == '"' && at + 1 < text.length() && text.charAt(at + 1) == '"';
        if (doubled) {
          at++;
        }
        if (c != '"' || doubled) {
          cell.append(c);
        } else {
          quoted = false;
        }
      } else if (c == '"' && cell.toString().isBlank()) {
        cell.setLength(0);
        quoted = true;
      } else if (c == ',') {
        cells.add(cell.toString());
        cell.setLength(0);
      } else if (c == '\n') {
        at++;
        break;
      } else if (c != '\r') {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return quoted ? null : cells;
  }
}
