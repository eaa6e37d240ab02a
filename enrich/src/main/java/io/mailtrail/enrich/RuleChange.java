package io.mailtrail.enrich;

import java.util.Map;
import java.util.Optional;

/**
 * One message of {@code audit.rules}.
 *
 * <p>The newest message of an id counts. A text takes the place of the rule that the job started
 * with, or adds one. A tombstone takes the text back, so that the rule that the job started with
 * counts again. To switch such a rule off, there is a text that says so: a tombstone is gone from
 * the topic after a day, and a job that starts later must not find the rule back.
 *
 * @param id key of the message: the rule's id
 * @param yaml its text; null for a tombstone
 * @param timestamp of the message, milliseconds since the epoch
 */
public record RuleChange(String id, String yaml, int partition, long offset, long timestamp) {

  /** A text that switches a rule off. */
  public static String removal(String id) {
    return "id: '" + id.replace("'", "''") + "'\nmailtrail:\n  removed: true\n";
  }

  boolean isTombstone() {
    return yaml == null;
  }

  /** Whether it switches its rule off. */
  boolean isRemoval() {
    Optional<Map<String, Object>> content =
        yaml == null ? Optional.empty() : RuleText.content(yaml);
    return content.isPresent()
        && content.get().get("mailtrail") instanceof Map<?, ?> ours
        && "true".equals(ours.get("removed"));
  }
}
