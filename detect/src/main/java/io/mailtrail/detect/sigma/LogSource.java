package io.mailtrail.detect.sigma;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How the records of this feed answer to rules written for one log source.
 *
 * @param when what a record must be to come from this source, or null
 * @param targets by the rule's field name: the fields of the feed that hold what it means
 * @param placeholders what rules for it may refer to
 */
record LogSource(Expression when, Map<String, List<Target>> targets, Placeholders placeholders) {
  static final LogSource PLAIN = new LogSource(null, Map.of(), Placeholders.NONE);

  /**
   * One field of the feed.
   *
   * @param when on which records it means what the rule means, or null for all
   * @param values from a value in the rule, in lower case, to the values that the feed has for it
   * @param suffix text that the feed may have behind the value, or null
   */
  record Target(String field, Expression when, Map<String, List<String>> values, String suffix) {
    List<String> translate(String value) {
      return values.getOrDefault(value.toLowerCase(Locale.ROOT), List.of(value));
    }
  }

  LogSource {
    targets = Map.copyOf(targets);
  }

  LogSource with(Placeholders known) {
    return new LogSource(when, targets, known);
  }

  /** A field that is not mapped stands for itself. */
  List<Target> targets(String field) {
    List<Target> mapped = targets.get(field);
    return mapped == null ? List.of(new Target(field, null, Map.of(), null)) : mapped;
  }
}
