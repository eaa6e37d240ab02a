package io.mailtrail.testbed.tenant;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;

/** The window of a content listing, by {@code contentCreated}: start included, end not. */
record ListingWindow(Instant start, Instant end) {
  private static final Duration LONGEST = Duration.ofHours(24);

  /** A window, or why there is none. */
  sealed interface Outcome {
    record Window(ListingWindow window) implements Outcome {}

    record Refused(AfCode code, String about) implements Outcome {}
  }

  /**
   * Reads {@code startTime} and {@code endTime}; where both are absent, the window is the 24 hours
   * before now.
   *
   * @param paging whether this continues a listing, which was checked when it began
   */
  static Outcome parse(Map<String, String> query, Instant now, boolean paging) {
    String startText = query.get("startTime");
    String endText = query.get("endTime");
    if (startText == null && endText == null) {
      return new Outcome.Window(new ListingWindow(now.minus(LONGEST), now));
    }
    if (startText == null || endText == null) {
      return refused("one of them is missing");
    }
    Instant start;
    Instant end;
    try {
      start = instant(startText);
      end = instant(endText);
    } catch (DateTimeException e) {
      return refused(startText + ", " + endText);
    }
    if (!start.isBefore(end)) {
      return new Outcome.Refused(AfCode.AF20055, startText + ", " + endText);
    }
    boolean tooLong = Duration.between(start, end).compareTo(LONGEST) > 0;
    boolean tooOld = !paging && start.isBefore(now.minus(FeedBlob.LIFE));
    return tooLong || tooOld
        ? refused(startText + ", " + endText)
        : new Outcome.Window(new ListingWindow(start, end));
  }

  private static Outcome refused(String about) {
    return new Outcome.Refused(AfCode.AF20030, about);
  }

  /** A date, or date and time to the minute or finer; UTC, whether it says so or not. */
  private static Instant instant(String text) {
    String plain = text.endsWith("Z") ? text.substring(0, text.length() - 1) : text;
    return plain.length() == 10
        ? LocalDate.parse(plain).atStartOfDay().toInstant(ZoneOffset.UTC)
        : LocalDateTime.parse(plain).toInstant(ZoneOffset.UTC);
  }
}
