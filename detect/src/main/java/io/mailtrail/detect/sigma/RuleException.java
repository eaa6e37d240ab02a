package io.mailtrail.detect.sigma;

/** A rule cannot be loaded; it never leaves the loader, which makes it a value. */
public final class RuleException extends RuntimeException {
  private final String where;

  public RuleException(String where, String what) {
    super(what);
    this.where = where;
  }

  /** The path inside the rule. */
  public String where() {
    return where;
  }
}
