package io.mailtrail.normalise;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Times as Microsoft and its exports write them: ISO dates with {@code T} or a space, with or
 * without a fraction and a zone. No zone means UTC.
 */
final class Timestamps {
  /** What cannot be read. */
  static final long UNREADABLE = Long.MIN_VALUE;

  private static final long EARLIEST = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();
  private static final long MAX_AHEAD = Duration.ofDays(1).toMillis();

  private final byte[] bytes;
  private final int end;
  private int at;

  private Timestamps(byte[] bytes, int start, int length) {
    this.bytes = bytes;
    this.at = start;
    this.end = start + length;
  }

  /** Milliseconds since the epoch, or {@link #UNREADABLE}. */
  static long parse(byte[] bytes, int start, int length) {
    return new Timestamps(bytes, start, length).parse();
  }

  /** Whether an event may have this time: not before 2000, at most a day after it was fetched. */
  static boolean isPlausible(long time, long fetchedAt) {
    return time >= EARLIEST && time - MAX_AHEAD <= fetchedAt;
  }

  /** Writes a time as {@code 2026-03-01T12:00:00.000Z}. */
  static void write(Arena arena, long millis) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(millis, 1000), Math.floorMod(millis, 1000) * 1_000_000, ZoneOffset.UTC);
    if (time.getYear() < 0 || time.getYear() > 9999) {
      arena.ascii(Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.MILLIS).toString());
      return;
    }
    arena.digits(time.getYear(), 4).add((byte) '-').digits(time.getMonthValue(), 2);
    arena.add((byte) '-').digits(time.getDayOfMonth(), 2);
    arena.add((byte) 'T').digits(time.getHour(), 2);
    arena.add((byte) ':').digits(time.getMinute(), 2);
    arena.add((byte) ':').digits(time.getSecond(), 2);
    arena.add((byte) '.').digits(time.getNano() / 1_000_000, 3).add((byte) 'Z');
  }

  private long parse() {
    trim();
    int year = number(4);
    int month = take('-') ? number(2) : -1;
    int day = take('-') ? number(2) : -1;
    if (year < 0 || month < 1 || month > 12 || day < 1 || !(take('T') || take('t') || take(' '))) {
      return UNREADABLE;
    }
    if (day > 28 && day > LocalDate.of(year, month, 1).lengthOfMonth()) {
      return UNREADABLE;
    }
    int hour = number(2);
    int minute = take(':') ? number(2) : -1;
    int second = take(':') ? number(2) : 0;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
      return UNREADABLE;
    }
    int millis = take('.') || take(',') ? fraction() : 0;
    int zone = zone();
    if (millis < 0 || zone == Integer.MIN_VALUE || at != end) {
      return UNREADABLE;
    }
    long days = epochDay(year, month, day);
    return (((days * 24 + hour) * 60 + minute - zone) * 60 + second) * 1000 + millis;
  }

  private void trim() {
    while (at < end && bytes[at] == ' ') {
      at++;
    }
  }

  private boolean take(char c) {
    if (at < end && bytes[at] == c) {
      at++;
      return true;
    }
    return false;
  }

  private int number(int digits) {
    if (end - at < digits) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < digits; i++) {
      int digit = bytes[at++] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = 10 * value + digit;
    }
    return value;
  }

  /** Milliseconds of a fraction of any length. */
  private int fraction() {
    int millis = 0;
    int weight = 100;
    int from = at;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      millis += weight * (bytes[at++] - '0');
      weight /= 10;
    }
    return at == from ? -1 : millis;
  }

  /** Minutes east of Greenwich; trailing spaces are passed over. */
  private int zone() {
    trim();
    int minutes = 0;
    if (at < end && (bytes[at] == '+' || bytes[at] == '-')) {
      int sign = bytes[at++] == '-' ? -1 : 1;
      int hours = number(2);
      boolean colon = take(':');
      int rest = colon || (at < end && bytes[at] != ' ') ? number(2) : 0;
      if (hours < 0 || hours > 18 || rest < 0 || rest > 59) {
        return Integer.MIN_VALUE;
      }
      minutes = sign * (60 * hours + rest);
    } else if (!take('Z')) {
      take('z');
    }
    trim();
    return minutes;
  }

  /** Days since 1970-01-01 (the civil calendar counted from 1 March). */
  private static long epochDay(int year, int month, int day) {
    long y = month <= 2 ? year - 1L : year;
    long era = Math.floorDiv(y, 400);
    long yearOfEra = y - era * 400;
    long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
  }
}
