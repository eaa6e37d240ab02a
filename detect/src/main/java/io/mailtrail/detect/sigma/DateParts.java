package io.mailtrail.detect.sigma;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.IsoFields;

/**
 * The numbers in a date as ISO 8601 writes it: {@code 2026-03-01T12:30:00}, with or without zone.
 */
final class DateParts {
  private DateParts() {}

  /** Minute, hour, day, week (ISO), month or year; not a number where the text has none. */
  static double get(String text, String part) {
    boolean date =
        text.length() >= 10 && text.charAt(4) == '-' && text.charAt(7) == '-' && !digitAt(text, 10);
    if (!date) {
      return Double.NaN;
    }
    double year = number(text, 0, 4);
    double month = number(text, 5, 7);
    double day = number(text, 8, 10);
    return switch (part) {
      case "year" -> year;
      case "month" -> month;
      case "day" -> day;
      case "week" -> week(year, month, day);
      case "hour" -> hasTime(text) ? number(text, 11, 13) : Double.NaN;
      default -> hasTime(text) ? number(text, 14, 16) : Double.NaN;
    };
  }

  private static double week(double year, double month, double day) {
    try {
      return LocalDate.of((int) year, (int) month, (int) day)
          .get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
    } catch (DateTimeException e) {
      return Double.NaN;
    }
  }

  private static boolean hasTime(String text) {
    return text.length() >= 16
        && (text.charAt(10) == 'T' || text.charAt(10) == ' ')
        && text.charAt(13) == ':';
  }

  private static boolean digitAt(String text, int at) {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  private static double number(String text, int start, int end) {
    double number = 0;
    for (int i = start; i < end; i++) {
      if (!digitAt(text, i)) {
        return Double.NaN;
      }
      number = number * 10 + (text.charAt(i) - '0');
    }
    return number;
  }
}
