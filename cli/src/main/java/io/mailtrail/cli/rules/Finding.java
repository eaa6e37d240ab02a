package io.mailtrail.cli.rules;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/**
 * What is to be said about one rule.
 *
 * @param rule its id, else what the loader calls it
 * @param name may be null
 * @param reason why it is not ok; null if it is
 * @param matches how many of the observed events it matched; null without events, and for
 *     correlations
 * @param records made from the rule, and it fires on them; null unless asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Finding(
    String source,
    String rule,
    String name,
    String title,
    Status status,
    String reason,
    Long matches,
    List<JsonNode> records) {

  /** Whether a rule can be used. */
  enum Status {
    /** A record that matches was made, and the rule fires on it. */
    OK,
    /** Possible like {@link #OK}, but nothing like it has been observed. */
    UNSEEN,
    /** No record of this feed can match. */
    DEAD,
    /** Cannot be loaded. */
    REFUSED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Finding withoutRecords() {
    return new Finding(source, rule, name, title, status, reason, matches, null);
  }

  /** One line. */
  String line() {
    return String.format("%-7s  %s  %s", status.word(), source, name == null ? rule : name)
        + (reason == null ? "" : ": " + reason)
        + (matches == null || matches == 0 ? "" : " (matched " + matches + " events)");
  }
}
