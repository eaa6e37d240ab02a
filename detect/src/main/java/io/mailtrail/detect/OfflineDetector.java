package io.mailtrail.detect;

import io.mailtrail.model.Alert;
import io.mailtrail.model.EventFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Detection over a finished set of events, with the code that runs live. What comes out does not
 * depend on the order of the events. Holds one fact per event that hit a base rule, and a few bytes
 * per record id. For one thread at a time.
 */
public final class OfflineDetector {
  private final Correlator correlator;
  private final Matcher matcher;
  private final CollectionProof proof;
  private final Map<String, Copies> copies = new HashMap<>();
  private final SeenRecords silent = new SeenRecords();
  private final List<RuleFailure> failures = new ArrayList<>();
  private final Set<String> disabled = new HashSet<>();

  public OfflineDetector(RuleSet rules) {
    this(rules, CollectionProof.NONE);
  }

  /**
   * @param proof what is known of how the events were collected
   */
  public OfflineDetector(RuleSet rules, CollectionProof proof) {
    this.correlator = new Correlator(rules);
    this.matcher = new Matcher(rules);
    this.proof = proof;
  }

  public void accept(EventFields event) {
    List<Fact> facts = new ArrayList<>();
    List<Alert> alerts = new ArrayList<>();
    matcher.match(
        event,
        new Sink() {
          @Override
          public void fact(Fact fact) {
            facts.add(fact);
          }

          @Override
          public void alert(Alert alert) {
            alerts.add(alert);
          }

          @Override
          public void failure(RuleFailure failure) {
            failures.add(failure);
          }
        });
    int fidelity = Fidelity.of(event);
    String record = event.recordId();
    Copies known = copies.get(record);
    if (facts.isEmpty() && alerts.isEmpty() && known == null) {
      silent.add(record, fidelity);
    } else if (known != null || silent.fidelity(record) <= fidelity) {
      Copies copy = new Copies(fidelity, facts, alerts);
      copies.put(record, Copies.arrive(known, copy).after());
    }
  }

  /**
   * Rules that failed and were switched off, in the order in which it happened: those over events
   * while events are taken, correlations in {@link #settleAll}. What they would have found is
   * missing, so whoever shows the alerts must show these.
   */
  public List<RuleFailure> failures() {
    return List.copyOf(failures);
  }

  /** The end of the input: every alert, settled, by first time and then id. */
  public List<Alert> settleAll() {
    List<Alert> all = new ArrayList<>();
    Map<Integer, Map<String, Group>> stages = new HashMap<>();
    for (Copies copy : copies.values()) {
      copy.alerts().forEach(alert -> all.add(alert.with(false, coverage(alert))));
      copy.facts().forEach(fact -> add(fact, stages));
    }
    for (int stage = 0; stage <= correlator.stages(); stage++) {
      for (Group group : stages.getOrDefault(stage, Map.of()).values()) {
        for (String family : group.families()) {
          Step step = settle(group, family);
          all.addAll(step.alerts());
          step.facts().forEach(fact -> add(fact, stages));
        }
      }
    }
    all.sort(Comparator.comparing(Alert::first).thenComparing(Alert::id));
    return List.copyOf(all);
  }

  /**
   * A correlation that fails gives nothing from there on; the others go on. Groups come in the
   * order of their keys, so it is always the same that is missing.
   */
  private Step settle(Group group, String family) {
    Step nothing = new Step(List.of(), List.of(), List.of(), Long.MAX_VALUE);
    if (disabled.contains(family)) {
      return nothing;
    }
    try {
      return group.advance(family, Long.MAX_VALUE);
    } catch (RuntimeException | StackOverflowError e) {
      disabled.add(family);
      String what = e.getClass().getSimpleName();
      failures.add(new RuleFailure(family, RuleFailure.Kind.FAILED, what));
      return nothing;
    }
  }

  private Alert.Coverage coverage(Alert alert) {
    return proof.coverage(alert.tenant(), alert.first(), alert.last());
  }

  private void add(Fact fact, Map<Integer, Map<String, Group>> stages) {
    stages
        .computeIfAbsent(correlator.stage(fact.grouping()), s -> new TreeMap<>())
        .computeIfAbsent(fact.key(), key -> new Group(correlator, fact.grouping(), proof))
        .add(fact);
  }
}
