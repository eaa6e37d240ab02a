package io.mailtrail.dashboards;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.dashboards.query.Filter;
import io.mailtrail.dashboards.query.SearchState;
import io.mailtrail.dashboards.query.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Addresses of pages that show one document. Ids are made from what somebody else wrote, so one
 * that is not plain goes as base64 behind a tilde: no id can climb out of its path.
 */
final class Links {
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

  private Links() {}

  static String event(String id) {
    return "/events/" + segment(id);
  }

  /** The detail that opens in the table, whose filters narrow this search. */
  static String eventPart(String id, SearchState state) {
    String address = state.withCursor(null).address();
    return "/parts/events/" + segment(id) + (address.isEmpty() ? "" : "?" + address);
  }

  static String alert(String id) {
    return "/alerts/" + segment(id);
  }

  static String failedPart(String id) {
    return "/parts/failed/" + segment(id);
  }

  static String failedBytes(String id) {
    return "/failed/bytes/" + segment(id);
  }

  private static String segment(String id) {
    return PLAIN.matcher(id).matches()
        ? id
        : "~" + Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(UTF_8));
  }

  /** The id in a path; empty where there is none. */
  static String id(String segment) {
    if (!segment.startsWith("~")) {
      return segment;
    }
    try {
      return new String(Base64.getUrlDecoder().decode(segment.substring(1)), UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** A search for one value of a field, around a time; everywhere in time without one. */
  static String search(String field, String value, Instant around, Duration margin) {
    return search(field, value, around, around, margin);
  }

  /** A search for one value of a field, from a margin before one time to a margin after another. */
  static String search(String field, String value, Instant from, Instant to, Duration margin) {
    TimeRange range =
        from == null
            ? new TimeRange.All()
            : new TimeRange.Between(from.minus(margin), to.plus(margin));
    return SearchState.DEFAULT
        .withRange(range)
        .including(new Filter(field, value))
        .withOrder(from != null)
        .link();
  }
}
