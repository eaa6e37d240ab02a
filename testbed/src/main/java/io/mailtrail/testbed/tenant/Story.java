package io.mailtrail.testbed.tenant;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Something that was planted in the tenant.
 *
 * @param id names it, such as {@code takeover-slow} or {@code live-17-traveller}
 * @param user whom it happens to, in lower case: whom an alert would name, where it names a person
 * @param takeover whether alerts are due
 * @param login the sign-in that opens it, or looks like it
 * @param rule the deed: the inbox rule, or whatever else completes an alert
 * @param rules names of the bundled rules that must find it or, of a near miss, must not
 * @param records ids of all its records
 */
public record Story(
    String id,
    StoryKind kind,
    String user,
    boolean takeover,
    Step login,
    Step rule,
    List<String> rules,
    List<String> records) {

  /**
   * A record of the story.
   *
   * @param recordId its {@code Id}
   * @param time when it happened
   * @param available from when on it can be had from the API, at the earliest
   */
  public record Step(String recordId, Instant time, Instant available) {
    public Step {
      Objects.requireNonNull(recordId, "recordId");
    }

    static Step of(TenantRecord tenantRecord) {
      return new Step(tenantRecord.id(), tenantRecord.created(), tenantRecord.available());
    }
  }

  public Story {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(login, "login");
    Objects.requireNonNull(rule, "rule");
    rules = List.copyOf(rules);
    records = List.copyOf(records);
  }

  /** Whether an alert with this evidence, as ids of records, is about this story. */
  public boolean isToldBy(Collection<String> evidence) {
    return !Collections.disjoint(Set.copyOf(evidence), records);
  }

  /** Whether an alert of the rule with this name is right where it is about this story. */
  public boolean explains(String rule) {
    return (takeover && rules.contains(rule)) || kind.alsoFound().contains(rule);
  }
}
