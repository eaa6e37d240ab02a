package io.mailtrail.dashboards;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** How values are written on the pages. Times are UTC everywhere. */
final class Show {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter INPUT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Show() {}

  static String time(Instant instant) {
    return instant == null ? "" : TIME.format(instant);
  }

  static String minute(Instant instant) {
    return instant == null ? "" : MINUTE.format(instant);
  }

  /** The value of a datetime-local input. */
  static String input(Instant instant) {
    return instant == null ? "" : INPUT.format(instant);
  }

  static Optional<Instant> parseInstant(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** With thousands apart: {@code 12,345}. */
  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 record}, {@code 2 records}. */
  static String count(long number, String one) {
    return number(number) + " " + one + (number == 1 ? "" : "s");
  }

  /** The two largest units: {@code 2 h 14 min}. */
  static String duration(Duration duration) {
    long seconds = Math.abs(duration.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3_600) {
      return units(seconds, 60, "min", 1, "s");
    }
    return seconds < 86_400
        ? units(seconds, 3_600, "h", 60, "min")
        : units(seconds, 86_400, "d", 3_600, "h");
  }

  private static String units(long seconds, long large, String first, long small, String second) {
    long rest = seconds % large / small;
    return seconds / large + " " + first + (rest == 0 ? "" : " " + rest + " " + second);
  }

  static String bytes(long bytes) {
    if (bytes < 1_024) {
      return bytes + " B";
    }
    return bytes < 1_048_576
        ? String.format(Locale.ROOT, "%.1f KB", bytes / 1_024.0)
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1_048_576.0);
  }

  /** At most so many characters. */
  static String cut(String text, int chars) {
    if (text.length() <= chars) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(chars - 1)) ? chars - 1 : chars;
    return text.substring(0, end) + "…";
  }
}
