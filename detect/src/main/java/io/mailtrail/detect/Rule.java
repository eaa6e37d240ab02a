package io.mailtrail.detect;

import java.util.List;
import java.util.Objects;

/**
 * What is known of a loaded rule, for those who list rules.
 *
 * @param id the rule's {@code id}; where it has none its {@code name}, else a name-based UUID of
 *     its title
 * @param name the name by which other rules refer to it, or null
 * @param level Sigma's: informational, low, medium, high, critical
 * @param source where it was read: {@link RuleSource#name()}
 * @param applies false where no record of this feed comes from the rule's log source: it is
 *     compiled and never evaluated
 */
public record Rule(
    String id,
    String name,
    String title,
    String description,
    String level,
    List<String> tags,
    List<String> falsePositives,
    Kind kind,
    String source,
    boolean applies) {

  /** What a rule does when it matches. */
  public enum Kind {
    /** A rule over one event that raises an alert by itself. */
    EVENT,
    /** A rule over one event that only serves correlations. */
    BASE,
    /** A correlation that raises alerts. */
    CORRELATION,
    /** A correlation that only serves other correlations. */
    STEP
  }

  public Rule {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(kind, "kind");
    tags = List.copyOf(tags);
    falsePositives = List.copyOf(falsePositives);
  }

  /** What people call it: the name, else the id. */
  public String label() {
    return name == null ? id : name;
  }
}
