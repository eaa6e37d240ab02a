package io.mailtrail.normalise;

import java.util.Objects;

/**
 * One field of the event.
 *
 * @param path as in the document, such as {@code source.ip}
 * @param list always written as an array
 */
public record Field(String path, FieldType type, boolean list, String description) {
  public Field {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(description, "description");
  }

  String object() {
    int dot = path.lastIndexOf('.');
    return dot < 0 ? "" : path.substring(0, dot);
  }

  String name() {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
