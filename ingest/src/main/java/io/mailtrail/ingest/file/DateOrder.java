package io.mailtrail.ingest.file;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which comes first in a date with slashes. */
public enum DateOrder {
  /** As the United States write it. */
  MONTH_FIRST("month-first"),
  /** As most others do. */
  DAY_FIRST("day-first");

  private final String optionName;

  DateOrder(String optionName) {
    this.optionName = optionName;
  }

  /** As it is called on the command line. */
  public String optionName() {
    return optionName;
  }

  public static Optional<DateOrder> ofOptionName(String name) {
    return Arrays.stream(values())
        .filter(order -> order.optionName.equals(name.toLowerCase(Locale.ROOT)))
        .findFirst();
  }
}
