package io.mailtrail.normalise;

import java.io.IOException;
import java.util.List;

/** A lookup table that cannot be used; each problem names the file, and the line where it can. */
public final class LookupException extends IOException {
  private static final long serialVersionUID = 1L;

  /** One file may be all wrong: so many problems tell enough. */
  static final int MAX_PROBLEMS = 10;

  private final List<String> problems;

  LookupException(List<String> problems) {
    this(problems, null);
  }

  LookupException(List<String> problems, Throwable cause) {
    super(String.join("; ", problems), cause);
    this.problems = List.copyOf(problems);
  }

  /** Such as {@code hosting.csv, line 12: "10.0.0.0/33" is no network}. */
  public List<String> problems() {
    return problems;
  }
}
