package io.mailtrail.dashboards.query;

import java.util.Objects;
import java.util.Optional;

/**
 * A place in the result: between two pages. The next page holds what comes after the record with
 * this time and id in the order shown, or, {@code backward}, what comes before it.
 *
 * @param time event time of the record at the edge, milliseconds since the epoch
 * @param id its record id, which orders records of the same millisecond
 */
public record Cursor(long time, String id, boolean backward) {
  public Cursor {
    Objects.requireNonNull(id, "id");
  }

  /** The cursor in its address form, if it is one. */
  public static Optional<Cursor> parse(String text, boolean backward) {
    int comma = text.indexOf(',');
    if (comma <= 0) {
      return Optional.empty();
    }
    try {
      long time = Long.parseLong(text.substring(0, comma));
      return Optional.of(new Cursor(time, text.substring(comma + 1), backward));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  public String text() {
    return time + "," + id;
  }
}
