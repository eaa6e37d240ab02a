package io.mailtrail.normalise;

import java.util.Locale;

/** How a field is mapped in OpenSearch. A field has one type for ever. */
public enum FieldType {
  KEYWORD,
  TEXT,
  LONG,
  BOOLEAN,
  DATE,
  IP,
  GEO_POINT,
  FLAT_OBJECT;

  /** The {@code type} in a mapping. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a value is written as JSON text, not as a number, boolean or object. */
  boolean isText() {
    return this == KEYWORD || this == TEXT || this == DATE || this == IP;
  }
}
