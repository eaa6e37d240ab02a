package io.mailtrail.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One version of an alert: on {@code audit.alerts} under its id. Two versions with the same {@link
 * #id()} are the same alert, however often it was found.
 *
 * @param id name-based, from rule, group and anchor
 * @param rule id of the rule
 * @param level Sigma's: informational, low, medium, high, critical
 * @param historical found by a backfill: its newest record came later than the lateness horizon
 * @param group the group key: field to value, in the rule's order
 * @param anchor the event time that identifies the episode
 * @param evidence contributing records in event-time order
 * @param tags Sigma tags, such as {@code attack.t1564.008}
 * @param explanation why this fired, for somebody who did not write the rule
 * @param falsePositives what else looks like this
 * @param aliases ids that this alert had while a late record had not yet moved its anchor
 * @param ruleVersion digest of everything the rule says, the rules it refers to included; or null
 * @param entities who and what is involved, by field: users, addresses, sessions, mailboxes
 * @param joinedBy values that all contributing records share, by field: which join held. Empty for
 *     a single record
 * @param repeats how many further findings the rule's suppression window has swallowed
 * @param lastRepeat when the last of those began, or null
 * @param coverage whether collection is known to be complete for the time that was looked at
 */
public record Alert(
    String id,
    String rule,
    String title,
    String description,
    String level,
    Status status,
    boolean historical,
    String tenant,
    Map<String, String> group,
    Instant anchor,
    Instant first,
    Instant last,
    List<Evidence> evidence,
    List<String> tags,
    String explanation,
    List<String> falsePositives,
    List<String> aliases,
    String ruleVersion,
    Map<String, List<String>> entities,
    Map<String, String> joinedBy,
    int repeats,
    Instant lastRepeat,
    Coverage coverage) {

  /** The life of an alert. */
  public enum Status {
    /** Found, but a late record could still change it. */
    PROVISIONAL,
    /** The watermark of every contributing workload has passed. */
    SETTLED,
    /** A late record undid it. */
    RETRACTED,
    /** It was settled, and a record from beyond the lateness horizon changed it. */
    REOPENED
  }

  /**
   * A record behind the alert.
   *
   * @param step the rule of the chain that the record matched: its name, else its id
   * @param summary the event's own sentence
   * @param reason why the record counts: which condition, field and value
   */
  public record Evidence(
      String recordId, Instant time, String step, String summary, String reason) {
    public Evidence {
      Objects.requireNonNull(recordId, "recordId");
      Objects.requireNonNull(time, "time");
    }
  }

  /**
   * What is known of the collection behind an alert.
   *
   * @param from beginning of the time that the alert speaks of
   * @param to its end: what comes later cannot change the alert
   * @param missing of that time, what is known not to be here; the first few. Empty while the alert
   *     has not settled
   */
  public record Coverage(Instant from, Instant to, Collected collected, List<Missing> missing) {
    public Coverage {
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(to, "to");
      Objects.requireNonNull(collected, "collected");
      missing = missing == null ? List.of() : List.copyOf(missing);
    }

    /** Of which nothing is known to be missing. */
    public Coverage(Instant from, Instant to, Collected collected) {
      this(from, to, collected, List.of());
    }
  }

  /**
   * A time of which not everything is here.
   *
   * @param from event time, inclusive
   * @param to event time, exclusive
   * @param contentType whose records are missing
   * @param reason why, in a word or a sentence
   */
  public record Missing(Instant from, Instant to, String contentType, String reason) {
    public Missing {
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(to, "to");
      Objects.requireNonNull(contentType, "contentType");
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** Whether everything there was has been collected. */
  public enum Collected {
    /** All of it is here. */
    COMPLETE,
    /** Something is known to be missing, or has not come yet. */
    INCOMPLETE,
    /** Nobody can tell: an export was read, or it was before collection began. */
    UNKNOWN
  }

  public Alert {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(status, "status");
    group = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(orEmpty(group)));
    evidence = evidence == null ? List.of() : List.copyOf(evidence);
    tags = tags == null ? List.of() : List.copyOf(tags);
    falsePositives = falsePositives == null ? List.of() : List.copyOf(falsePositives);
    aliases = aliases == null ? List.of() : List.copyOf(aliases);
    Map<String, List<String>> involved = new java.util.LinkedHashMap<>();
    if (entities != null) {
      entities.forEach((field, values) -> involved.put(field, List.copyOf(values)));
    }
    entities = java.util.Collections.unmodifiableMap(involved);
    joinedBy =
        java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(orEmpty(joinedBy)));
  }

  /** An alert of which no more is known. */
  public Alert(
      String id,
      String rule,
      String title,
      String description,
      String level,
      Status status,
      boolean historical,
      String tenant,
      Map<String, String> group,
      Instant anchor,
      Instant first,
      Instant last,
      List<Evidence> evidence,
      List<String> tags,
      String explanation,
      List<String> falsePositives,
      List<String> aliases) {
    this(
        id,
        rule,
        title,
        description,
        level,
        status,
        historical,
        tenant,
        group,
        anchor,
        first,
        last,
        evidence,
        tags,
        explanation,
        falsePositives,
        aliases,
        null,
        Map.of(),
        Map.of(),
        0,
        null,
        null);
  }

  /** The same finding in another state. */
  public Alert with(
      Status newStatus, List<String> newAliases, String newExplanation, Coverage newCoverage) {
    return new Alert(
        id,
        rule,
        title,
        description,
        level,
        newStatus,
        historical,
        tenant,
        group,
        anchor,
        first,
        last,
        evidence,
        tags,
        newExplanation,
        falsePositives,
        newAliases,
        ruleVersion,
        entities,
        joinedBy,
        repeats,
        lastRepeat,
        newCoverage);
  }

  /** The same finding, with what is known of when its newest record came, and of collection. */
  public Alert with(boolean isHistorical, Coverage newCoverage) {
    return new Alert(
        id,
        rule,
        title,
        description,
        level,
        status,
        isHistorical,
        tenant,
        group,
        anchor,
        first,
        last,
        evidence,
        tags,
        explanation,
        falsePositives,
        aliases,
        ruleVersion,
        entities,
        joinedBy,
        repeats,
        lastRepeat,
        newCoverage);
  }

  private static Map<String, String> orEmpty(Map<String, String> map) {
    return map == null ? Map.of() : map;
  }

  public byte[] toBytes() {
    return Json.bytes(this);
  }

  public static Alert of(byte[] bytes) {
    return Json.read(bytes, Alert.class);
  }
}
