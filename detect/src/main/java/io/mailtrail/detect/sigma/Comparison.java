package io.mailtrail.detect.sigma;

import java.util.Locale;
import java.util.Optional;

/** Sigma's comparisons of numbers. */
public enum Comparison {
  GT("greater than"),
  GTE("at least"),
  LT("less than"),
  LTE("at most"),
  EQ("exactly"),
  NEQ("other than");

  private final String says;

  Comparison(String says) {
    this.says = says;
  }

  public String says() {
    return says;
  }

  /** False where the value is not a number. */
  public boolean holds(double value, double bound) {
    return switch (this) {
      case GT -> value > bound;
      case GTE -> value >= bound;
      case LT -> value < bound;
      case LTE -> value <= bound;
      case EQ -> value == bound;
      case NEQ -> !Double.isNaN(value) && value != bound;
    };
  }

  /** One that stands behind a field's name. */
  static Optional<Comparison> of(String modifier) {
    return switch (modifier) {
      case "gt" -> Optional.of(GT);
      case "gte" -> Optional.of(GTE);
      case "lt" -> Optional.of(LT);
      case "lte" -> Optional.of(LTE);
      default -> Optional.empty();
    };
  }

  /** One that stands in the condition of a correlation. */
  public static Optional<Comparison> ofCondition(String key) {
    return switch (key) {
      case "eq" -> Optional.of(EQ);
      case "neq" -> Optional.of(NEQ);
      default -> of(key.toLowerCase(Locale.ROOT));
    };
  }
}
