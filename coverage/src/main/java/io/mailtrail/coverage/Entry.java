package io.mailtrail.coverage;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One object of an export, its properties by their names without case, blanks and underscores. */
final class Entry {
  private final Map<String, Field> fields = new LinkedHashMap<>();

  void put(String property, Field value) {
    fields.putIfAbsent(key(property), value);
  }

  boolean has(String property) {
    return fields.containsKey(key(property));
  }

  boolean isEmpty() {
    return fields.isEmpty();
  }

  /** The property, if it is there and holds something. */
  Optional<Field> get(String property) {
    return Optional.ofNullable(fields.get(key(property)));
  }

  private static String key(String property) {
    return property.strip().toLowerCase(Locale.ROOT).replaceAll("[ _-]", "");
  }
}
