package io.mailtrail.dashboards.query;

import java.util.Objects;
import java.util.Optional;

/**
 * One chip of the search page: a field has this value.
 *
 * <p>In an address it is {@code field:value}. Field names can hold anything, since name/value lists
 * bring names of their own, so a colon or per-cent sign in the name is written as {@code %3A} or
 * {@code %25}; the value follows as it is.
 */
public record Filter(String field, String value) {
  public Filter {
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(value, "value");
    if (field.isEmpty()) {
      throw new IllegalArgumentException("a filter needs a field");
    }
  }

  /** The filter in its address form, if it is one. */
  public static Optional<Filter> parse(String text) {
    int colon = text.indexOf(':');
    if (colon <= 0) {
      return Optional.empty();
    }
    String field = text.substring(0, colon).replace("%3A", ":").replace("%25", "%");
    return Optional.of(new Filter(field, text.substring(colon + 1)));
  }

  public String text() {
    return field.replace("%", "%25").replace(":", "%3A") + ":" + value;
  }
}
