package io.mailtrail.detect;

import io.mailtrail.model.Alert;
import io.mailtrail.model.Alert.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the copies of one record come to: those of the highest fidelity count, and what a lower one
 * gave and they do not is taken back. A pure function of what was kept for the record and of what
 * arrives.
 *
 * @param fidelity of the copies that count
 * @param facts theirs
 * @param alerts theirs
 */
public record Copies(int fidelity, List<Fact> facts, List<Alert> alerts) {
  public Copies {
    facts = List.copyOf(facts);
    alerts = List.copyOf(alerts);
  }

  /**
   * What follows from another copy.
   *
   * @param facts to be passed on, those that are gone first
   * @param alerts to be published, retractions first
   * @param after to be kept for the record
   */
  public record Change(List<Fact> facts, List<Alert> alerts, Copies after) {
    public Change {
      facts = List.copyOf(facts);
      alerts = List.copyOf(alerts);
    }
  }

  /** 64 bits that stand for a record where only its copies are told apart. */
  public static long record(String recordId) {
    return SeenRecords.hash(recordId);
  }

  /** 64 bits that stand for a fact in its key. */
  public static long mark(Fact fact) {
    return SeenRecords.hash(fact.key() + fact.id());
  }

  /** Of a copy that shows nothing. */
  public static Copies silent(int fidelity) {
    return new Copies(fidelity, List.of(), List.of());
  }

  /**
   * @param before what was kept, or null where the record has not been seen
   */
  public static Change arrive(Copies before, Copies copy) {
    return arrive(before, copy, new long[0]);
  }

  /**
   * @param before what was kept, or null where the record has not been seen
   * @param direct {@link #mark} of each fact of this copy that is not among its {@link #facts}: it
   *     goes to its key on a way of its own, because no copy could be better
   */
  public static Change arrive(Copies before, Copies copy, long[] direct) {
    if (before == null) {
      return new Change(copy.facts(), copy.alerts(), copy);
    }
    if (copy.fidelity() < before.fidelity()) {
      return new Change(List.of(), List.of(), before);
    }
    Map<String, Fact> facts = new HashMap<>();
    Map<String, Alert> alerts = new HashMap<>();
    before.facts().forEach(fact -> facts.put(fact.key() + fact.id(), fact));
    before.alerts().forEach(alert -> alerts.put(alert.id(), alert));
    boolean same = copy.fidelity() == before.fidelity();
    Map<String, Fact> factsAfter = new HashMap<>(same ? facts : Map.of());
    Map<String, Alert> alertsAfter = new HashMap<>(same ? alerts : Map.of());
    copy.facts().forEach(fact -> factsAfter.merge(fact.key() + fact.id(), fact, Fact::better));
    copy.alerts().forEach(alert -> alertsAfter.merge(alert.id(), alert, Copies::firm));
    List<Fact> changedFacts = new ArrayList<>();
    facts.forEach(
        (id, fact) -> {
          if (!factsAfter.containsKey(id) && !contains(direct, mark(fact))) {
            changedFacts.add(fact.asGone());
          }
        });
    List<Alert> changedAlerts = new ArrayList<>();
    alerts.forEach(
        (id, alert) -> {
          if (!alertsAfter.containsKey(id)) {
            changedAlerts.add(
                alert.with(
                    Status.RETRACTED,
                    alert.aliases(),
                    "A better copy of the record does not show this.",
                    alert.coverage()));
          }
        });
    factsAfter.forEach((id, fact) -> changedFacts.addAll(differs(fact, facts.get(id))));
    alertsAfter.forEach((id, alert) -> changedAlerts.addAll(differs(alert, alerts.get(id))));
    return new Change(
        changedFacts,
        changedAlerts,
        new Copies(
            copy.fidelity(), List.copyOf(factsAfter.values()), List.copyOf(alertsAfter.values())));
  }

  private static boolean contains(long[] marks, long mark) {
    return Arrays.stream(marks).anyMatch(one -> one == mark);
  }

  private static <T> List<T> differs(T now, T before) {
    return now.equals(before) ? List.of() : List.of(now);
  }

  /** Of two alerts of copies that are equally good, always the same one. */
  private static Alert firm(Alert a, Alert b) {
    return Arrays.compare(a.toBytes(), b.toBytes()) <= 0 ? a : b;
  }
}
