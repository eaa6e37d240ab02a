package io.mailtrail.ingest.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.ingest.api.Outcome.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides what an error answer means: by the code in its body first, then by the HTTP status, since
 * the same code comes with different statuses (AF429 is documented with 403). The body is searched,
 * not parsed: documented bodies are not always valid JSON.
 */
final class ErrorTable {
  /** Too many requests. */
  static final String THROTTLED = "AF429";

  private static final Pattern CODE = Pattern.compile("\\bAF\\d{3,5}\\b");

  /**
   * What a code means and what is to be done about it.
   *
   * @param meaning in the API reference's sense, for whoever reads the ledger
   */
  private record Entry(Remedy remedy, String meaning) {}

  private static final Map<String, Entry> ENTRIES =
      Map.ofEntries(
          entry(THROTTLED, Remedy.RETRY, "too many requests"),
          entry("AF50000", Remedy.RETRY, "an internal error of the API"),
          entry("AF10001", Remedy.STOP_TENANT, "the application lacks a permission"),
          entry("AF20001", Remedy.STOP_TENANT, "a parameter is missing"),
          entry("AF20002", Remedy.STOP_TENANT, "a parameter is of the wrong type"),
          entry("AF20003", Remedy.STOP_TENANT, "an expiration lies in the past"),
          entry("AF20010", Remedy.STOP_TENANT, "the token is another tenant's"),
          entry("AF20011", Remedy.STOP_TENANT, "the tenant is not known or was deleted"),
          entry("AF20012", Remedy.STOP_TENANT, "the tenant is not set up for the API"),
          entry("AF20013", Remedy.STOP_TENANT, "the tenant's id is no GUID"),
          entry("AF20020", Remedy.STOP_TENANT, "the content type is not known"),
          entry("AF20021", Remedy.STOP_TENANT, "the webhook could not be validated"),
          entry("AF20022", Remedy.START_SUBSCRIPTION, "there is no subscription"),
          entry("AF20023", Remedy.STOP_TENANT, "an administrator has disabled the subscription"),
          entry("AF20024", Remedy.ALREADY_ENABLED, "the subscription is enabled already"),
          entry("AF20030", Remedy.SHRINK_WINDOW, "the window is not one that can be listed"),
          entry("AF20031", Remedy.RESTART_LISTING, "the listing cannot be continued"),
          entry("AF20050", Remedy.SKIP_MISSING, "there is no such content"),
          entry("AF20051", Remedy.SKIP_EXPIRED, "the content has expired"),
          entry("AF20052", Remedy.SKIP_MISSING, "the content's id is not one"),
          entry("AF20053", Remedy.STOP_TENANT, "more than one language was asked for"),
          entry("AF20054", Remedy.STOP_TENANT, "the language asked for is not one"),
          entry("AF20055", Remedy.SHRINK_WINDOW, "the window is not one that can be listed"));

  private static Map.Entry<String, Entry> entry(String code, Remedy remedy, String meaning) {
    return Map.entry(code, new Entry(remedy, meaning));
  }

  private ErrorTable() {}

  /**
   * @param retryAfter value of the header of that name, seconds or a date, or null
   * @param now for a date
   */
  static Refusal classify(int status, byte[] body, String retryAfter, Instant now) {
    String text = new String(body, UTF_8);
    Matcher matcher = CODE.matcher(text);
    while (matcher.find()) {
      Entry entry = ENTRIES.get(matcher.group());
      if (entry != null) {
        return refusal(entry, matcher.group(), status, retryAfter, now);
      }
    }
    if (text.contains("Tenant ") && text.contains("does not exist")) {
      // So the API answers where unified audit logging is off.
      Entry off = new Entry(Remedy.STOP_TENANT, "unified audit logging is off in the tenant");
      return refusal(off, "auditing_off", status, retryAfter, now);
    }
    Entry bare = new Entry(byStatus(status), "no code that is known");
    return refusal(bare, "http_" + status, status, retryAfter, now);
  }

  private static Remedy byStatus(int status) {
    // A bare 404 is no word of the API's: a proxy's, most likely. Nothing is given up for it.
    return status == 401 ? Remedy.SIGN_IN_AGAIN : Remedy.RETRY;
  }

  private static Refusal refusal(
      Entry entry, String code, int status, String retryAfter, Instant now) {
    return new Refusal(
        entry.remedy(),
        code,
        entry.meaning() + " (HTTP status " + status + ")",
        retryAfter(retryAfter, now));
  }

  /** Seconds or an HTTP date; at most an hour, so that a mistake of theirs is not a standstill. */
  static Optional<Duration> retryAfter(String header, Instant now) {
    if (header == null) {
      return Optional.empty();
    }
    Duration wait;
    try {
      wait =
          header.strip().matches("\\d{1,9}")
              ? Duration.ofSeconds(Long.parseLong(header.strip()))
              : Duration.between(
                  now,
                  ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                      .toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
    if (wait.isNegative()) {
      return Optional.of(Duration.ZERO);
    }
    Duration most = Duration.ofHours(1);
    return Optional.of(wait.compareTo(most) > 0 ? most : wait);
  }
}
