package io.mailtrail.sink;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * The names of the indices. Events go to one index per month of their own time (UTC), so a record
 * can only ever land in one index, and its id is unique over all of them.
 */
public final class EventIndex {
  /** Searches every month. */
  public static final String ALIAS = "mailtrail-events";

  /** Every month, as a pattern. */
  public static final String PATTERN = "mailtrail-events-*";

  /**
   * Holds nothing, ever. It is there from the start, so that the alias and its mapping exist before
   * the first event does.
   */
  public static final String EMPTY = "mailtrail-events-empty";

  public static final String ALERTS = "mailtrail-alerts";
  public static final String FAILED = "mailtrail-failed";
  public static final String LEDGER = "mailtrail-ledger";
  public static final String COVERAGE = "mailtrail-coverage";

  private static final int FIRST_YEAR = 2000;
  private static final int LAST_YEAR = 2099;
  private static final long FIRST = Instant.parse(FIRST_YEAR + "-01-01T00:00:00Z").toEpochMilli();
  private static final long END =
      Instant.parse((LAST_YEAR + 1) + "-01-01T00:00:00Z").toEpochMilli();

  private EventIndex() {}

  /**
   * The index of an event, such as {@code mailtrail-events-2026.03}.
   *
   * @param time event time, milliseconds since the epoch
   * @throws IllegalArgumentException if the time is not in this century: an index a month for
   *     whatever times a damaged record may claim would be a way to bring the cluster down
   */
  public static String of(long time) {
    if (time < FIRST || time >= END) {
      throw new IllegalArgumentException(
          "event time " + time + " is outside the years " + FIRST_YEAR + " to " + LAST_YEAR);
    }
    YearMonth month = YearMonth.from(Instant.ofEpochMilli(time).atOffset(ZoneOffset.UTC));
    StringBuilder name = new StringBuilder(ALIAS.length() + 8).append(ALIAS).append('-');
    name.append(month.getYear()).append('.');
    if (month.getMonthValue() < 10) {
      name.append('0');
    }
    return name.append(month.getMonthValue()).toString();
  }
}
