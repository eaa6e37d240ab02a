package io.mailtrail.ingest.file;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The times in mailbox exports: ISO, or as the machine's region writes them. PowerShell writes a
 * date as its region does, and 3/4 is March in one and April in another: where the file does not
 * tell, the date is refused rather than guessed. Immutable.
 */
final class ExportTimes {
  /** The date may mean two days. */
  static final class AmbiguousException extends Exception {
    private static final long serialVersionUID = 1L;

    AmbiguousException() {
      super("this date may mean two days; say --dates month-first or --dates day-first");
    }
  }

  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .optionalStart()
          .appendOffsetId()
          .toFormatter(Locale.ROOT);

  private static final Pattern REGIONAL =
      Pattern.compile(
          "(\\d{1,4})([./-])(\\d{1,2})\\2(\\d{4}|\\d{1,2}),?\\s+"
              + "(\\d{1,2})[:.](\\d{2})(?:[:.](\\d{2}))?\\s*(?:([AaPp])\\.?\\s?[Mm]\\.?)?");

  private final Optional<DateOrder> order;
  private final ZoneId zone;

  ExportTimes(Optional<DateOrder> order, ZoneId zone) {
    this.order = order;
    this.zone = zone;
  }

  /** The order that some dates of a file prove; empty if none or both are proven. */
  static Optional<DateOrder> orderOf(List<String> dates) {
    boolean dayFirst = false;
    boolean monthFirst = false;
    for (String date : dates) {
      Matcher parts = REGIONAL.matcher(plain(date));
      if (parts.matches() && parts.group(1).length() < 3 && !parts.group(2).equals(".")) {
        dayFirst |= number(parts, 1) > 12;
        monthFirst |= number(parts, 3) > 12;
      }
    }
    if (dayFirst == monthFirst) {
      return Optional.empty();
    }
    return Optional.of(dayFirst ? DateOrder.DAY_FIRST : DateOrder.MONTH_FIRST);
  }

  /**
   * The time that a text says; empty if it says none.
   *
   * @throws AmbiguousException if it may mean two days
   */
  Optional<Instant> parse(String sent) throws AmbiguousException {
    String text = plain(sent);
    Optional<Instant> iso = iso(text);
    if (iso.isPresent()) {
      return iso;
    }
    Matcher parts = REGIONAL.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    int first = number(parts, 1);
    int second = number(parts, 3);
    int third = number(parts, 4);
    if (parts.group(1).length() == 4) {
      return instant(parts, first, second, third);
    }
    int year = parts.group(4).length() == 4 ? third : 2000 + third;
    return monthFirst(parts.group(2), first, second)
        ? instant(parts, year, first, second)
        : instant(parts, year, second, first);
  }

  private boolean monthFirst(String separator, int first, int second) throws AmbiguousException {
    if (separator.equals(".") || first == second) {
      return false;
    }
    return order.orElseThrow(AmbiguousException::new) == DateOrder.MONTH_FIRST;
  }

  private Optional<Instant> instant(Matcher parts, int year, int month, int day) {
    int hour = number(parts, 5);
    if (parts.group(8) != null) {
      if (hour < 1 || hour > 12) {
        return Optional.empty();
      }
      hour = hour % 12 + (parts.group(8).equalsIgnoreCase("p") ? 12 : 0);
    }
    int second = parts.group(7) == null ? 0 : number(parts, 7);
    try {
      return Optional.of(
          LocalDateTime.of(year, month, day, hour, number(parts, 6), second)
              .atZone(zone)
              .toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private Optional<Instant> iso(String text) {
    try {
      String separated =
          text.length() > 10 && text.charAt(10) == ' '
              ? text.substring(0, 10) + 'T' + text.substring(11).replace(" ", "")
              : text;
      return Optional.of(
          ISO.parseBest(separated, OffsetDateTime::from, LocalDateTime::from)
                  instanceof OffsetDateTime withOffset
              ? withOffset.toInstant()
              : LocalDateTime.from(ISO.parse(separated)).atZone(zone).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** As the Management API writes a time: UTC, no zone. */
  static String asInRecords(Instant time) {
    return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
        LocalDateTime.ofInstant(time, ZoneOffset.UTC));
  }

  /** Newer platforms put a narrow space before AM and PM. */
  private static String plain(String text) {
    return text.replace('\u202f', ' ').replace('\u00a0', ' ').strip();
  }

  private static int number(Matcher parts, int group) {
    return Integer.parseInt(parts.group(group));
  }
}
