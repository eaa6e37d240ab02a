package io.mailtrail.detect;

import io.mailtrail.detect.sigma.Expression;
import io.mailtrail.detect.sigma.Reasons;
import io.mailtrail.model.Alert;
import io.mailtrail.model.EventFields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A rule over one event, with what follows when it matches. Immutable, thread-safe.
 *
 * @param roles the groupings that it serves
 * @param alerts whether a match is an alert by itself
 */
record EventRule(
    Rule rule, String version, Expression expression, List<Membership> roles, boolean alerts) {
  private static final int MAX_VALUES = 50;
  private static final String USER = "user.email";

  /** What the rule's facts carry in one grouping. */
  record Membership(String grouping, Family.Role role) {}

  /**
   * What a match gives.
   *
   * @param alert null where it only serves correlations
   */
  record Hit(Alert alert, List<Fact> facts) {
    void to(Sink out) {
      if (alert != null) {
        out.alert(alert);
      }
      facts.forEach(out::fact);
    }
  }

  /** What the event gives; null where it does not match. */
  Hit match(EventFields event) {
    if (!expression.matches(event)) {
      return null;
    }
    Reasons reasons = new Reasons();
    expression.explain(event, reasons);
    String reason = Texts.bounded(reasons.text(), Texts.MAX_SENTENCE_CHARS);
    String summary =
        Texts.bounded(event.message() == null ? "" : event.message(), Texts.MAX_SENTENCE_CHARS);
    List<Fact> facts = new ArrayList<>();
    for (Membership membership : roles) {
      for (List<String> group : groups(event, membership.role())) {
        facts.add(fact(event, membership, group, summary, reason));
      }
    }
    return new Hit(alerts ? alert(event, summary, reason) : null, facts);
  }

  private Fact fact(
      EventFields event, Membership membership, List<String> group, String summary, String reason) {
    Map<String, String> values = new HashMap<>();
    for (String field : membership.role().valueFields()) {
      List<String> found = event.values(field);
      if (found.isEmpty()) {
        if (!Entities.FIELDS.contains(field)) {
          values.put(field, Fact.NONE);
        }
      } else {
        values.put(
            field,
            String.join(
                Fact.SEPARATOR,
                found.stream().map(Texts::comparable).distinct().limit(MAX_VALUES).toList()));
      }
    }
    String key = Groups.key(membership.grouping(), event.tenant(), group);
    return new Fact(
        key,
        membership.grouping(),
        event.recordId() + "#" + rule.id(),
        event.recordId(),
        event.tenant(),
        event.time(),
        rule.id(),
        group,
        values,
        summary,
        reason,
        Fidelity.of(event),
        false,
        false,
        false);
  }

  private static List<List<String>> groups(EventFields event, Family.Role role) {
    return Groups.of(
        role.groupFields(),
        field -> {
          List<String> values =
              event.values(field).stream().map(Texts::comparable).distinct().toList();
          return values.isEmpty() && role.optional() ? List.of("") : values;
        });
  }

  private static Map<String, List<String>> entities(EventFields event) {
    Map<String, List<String>> entities = new LinkedHashMap<>();
    for (String field : Entities.FIELDS) {
      List<String> values =
          event.values(field).stream().map(Texts::comparable).distinct().sorted().toList();
      if (!values.isEmpty()) {
        entities.put(field, values);
      }
    }
    return entities;
  }

  private Alert alert(EventFields event, String summary, String reason) {
    Instant time = Instant.ofEpochMilli(event.time());
    List<String> user = event.values(USER);
    String what = summary.isEmpty() ? "" : summary + (summary.endsWith(".") ? " " : ". ");
    return new Alert(
        AlertIds.ofRecord(rule.id(), event.recordId()),
        rule.id(),
        rule.title(),
        rule.description(),
        rule.level(),
        Alert.Status.SETTLED,
        false,
        event.tenant(),
        user.isEmpty() ? Map.of() : Map.of(USER, Texts.comparable(user.get(0))),
        time,
        time,
        time,
        List.of(new Alert.Evidence(event.recordId(), time, rule.label(), summary, reason)),
        rule.tags(),
        what + (reason.isEmpty() ? "" : "It counts because " + reason + "."),
        rule.falsePositives(),
        List.of(),
        version,
        entities(event),
        Map.of(),
        0,
        null,
        null);
  }
}
