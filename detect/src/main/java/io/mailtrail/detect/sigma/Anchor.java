package io.mailtrail.detect.sigma;

import java.util.Objects;

/**
 * Something about one field without which a rule cannot match, and which can be looked for together
 * with those of other rules.
 *
 * @param text in the form of {@link Letters#fold(String)}; empty for {@link Kind#PRESENT}
 */
public record Anchor(String field, Kind kind, String text) {
  /** What has to be there. */
  public enum Kind {
    /** The field has this value, whatever its letter case. */
    WHOLE,
    /** This is a part of a value of the field. */
    PART,
    /** The field has a value. */
    PRESENT
  }

  public Anchor {
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(text, "text");
  }

  static Anchor present(String field) {
    return new Anchor(field, Kind.PRESENT, "");
  }
}
