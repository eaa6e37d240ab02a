package io.mailtrail.dashboards.query;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The time range of a search, as it stands in the address. */
public sealed interface TimeRange {
  /** The ranges offered, shortest first. */
  List<TimeRange> PRESETS =
      List.of(
          new Last("1h", "1 h", Duration.ofHours(1)),
          new Last("24h", "24 h", Duration.ofHours(24)),
          new Last("7d", "7 d", Duration.ofDays(7)),
          new Last("30d", "30 d", Duration.ofDays(30)),
          new All());

  /** What a page shows that was not asked for a range. */
  TimeRange DEFAULT = PRESETS.get(2);

  /** The stretch of time meant, at this moment. */
  Window window(Instant now);

  /** Name of the range on the page. */
  String label();

  /** Up to now. */
  record Last(String code, String label, Duration length) implements TimeRange {
    @Override
    public Window window(Instant now) {
      return new Window(now.minus(length), now);
    }
  }

  /** Whatever there is. */
  record All() implements TimeRange {
    @Override
    public Window window(Instant now) {
      return Window.ALL;
    }

    @Override
    public String label() {
      return "All";
    }
  }

  /** From and to, both inclusive and in this order; either may be null, not both. */
  record Between(Instant from, Instant to) implements TimeRange {
    public Between {
      if (from == null) {
        Objects.requireNonNull(to, "to");
      } else if (to != null && to.isBefore(from)) {
        throw new IllegalArgumentException("the range ends before it begins");
      }
    }

    @Override
    public Window window(Instant now) {
      return new Window(from, to);
    }

    @Override
    public String label() {
      return "From–to";
    }
  }

  /** The preset of that code. */
  static Optional<TimeRange> preset(String code) {
    return PRESETS.stream().filter(range -> code(range).equals(code)).findFirst();
  }

  /** The code of a preset; empty for {@link Between}. */
  static String code(TimeRange range) {
    if (range instanceof Last last) {
      return last.code();
    }
    return range instanceof All ? "all" : "";
  }

  /** A point in time as people write it, in UTC: a date, or date and time, with or without Z. */
  static Optional<Instant> parseInstant(String text) {
    String iso = text.strip().replace(' ', 'T');
    List<java.util.function.Function<String, Instant>> forms =
        List.of(
            Instant::parse,
            form -> LocalDateTime.parse(form).toInstant(ZoneOffset.UTC),
            form -> LocalDate.parse(form).atStartOfDay(ZoneOffset.UTC).toInstant());
    for (var form : forms) {
      try {
        return Optional.of(form.apply(iso)).filter(TimeRange::canBeShown);
      } catch (DateTimeParseException e) {
        // Perhaps it has the next form.
      }
    }
    return Optional.empty();
  }

  /** What both OpenSearch's date type and the four-digit year of the page can hold. */
  private static boolean canBeShown(Instant instant) {
    int year = instant.atOffset(ZoneOffset.UTC).getYear();
    return year >= 1 && year <= 9999;
  }
}
