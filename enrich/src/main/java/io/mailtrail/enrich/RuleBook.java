package io.mailtrail.enrich;

import io.mailtrail.detect.RuleError;
import io.mailtrail.detect.RuleSet;
import io.mailtrail.detect.RuleSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rules that the job started with and what {@code audit.rules} made of them. Decides which text
 * of each rule is in force: the newest that can be used. Pure; for one thread at a time.
 */
final class RuleBook {
  private static final String TOPIC = "audit.rules/";

  private final Map<String, RuleText> start = new LinkedHashMap<>();
  private final Map<String, RuleChange> wanted = new TreeMap<>();
  private final Map<String, RuleChange> accepted = new HashMap<>();
  private Set<Refusal> standing = Set.of();
  private RuleSet rules;

  /**
   * A rule that cannot be used.
   *
   * @param change the message that asked for it, if one did
   */
  record Refusal(RuleError error, Optional<RuleChange> change) {}

  /**
   * A set of rules that is in force.
   *
   * @param refusals what cannot be used and has not been said before
   */
  record Edition(RuleSet rules, List<Refusal> refusals) {
    Edition {
      refusals = List.copyOf(refusals);
    }
  }

  RuleBook(Collection<RuleText> start) {
    for (RuleText rule : start) {
      // Of two with one id the loader refuses the second, and names it.
      this.start.merge(
          this.start.containsKey(rule.id()) ? rule.source() : rule.id(), rule, (a, b) -> a);
    }
  }

  /**
   * Takes over what the topic says.
   *
   * @param newest the newest message of each id; an id that is not among them has none
   * @param acceptedBefore texts that were in force once, for the ids whose newest cannot be used
   */
  Edition begin(Collection<RuleChange> newest, Collection<RuleChange> acceptedBefore) {
    wanted.clear();
    newest.forEach(change -> wanted.put(change.id(), change));
    accepted.clear();
    acceptedBefore.stream()
        .filter(change -> wanted.containsKey(change.id()))
        .forEach(change -> accepted.put(change.id(), change));
    wanted.values().removeIf(RuleChange::isTombstone);
    return load();
  }

  /** Takes over changes, in the order of the topic. */
  Edition apply(Collection<RuleChange> changes) {
    for (RuleChange change : changes) {
      if (change.isTombstone()) {
        wanted.remove(change.id());
        accepted.remove(change.id());
      } else {
        wanted.put(change.id(), change);
      }
    }
    return load();
  }

  /** By id, the texts of the topic that are in force. */
  Map<String, RuleChange> accepted() {
    return Map.copyOf(accepted);
  }

  RuleSet rules() {
    return rules;
  }

  /**
   * A text that is refused gives way to the one before it, and that to the rule of the start. The
   * last one stays even if it is refused, so that the rules that it refers to do not begin to raise
   * alerts of their own.
   */
  private Edition load() {
    Set<Refusal> refusals = new LinkedHashSet<>();
    Map<String, List<Candidate>> candidates = candidates(refusals);
    boolean gaveWay;
    do {
      gaveWay = false;
      Map<String, String> idBySource = new HashMap<>();
      List<RuleSource> sources = new ArrayList<>();
      candidates.forEach(
          (id, texts) ->
              texts
                  .get(0)
                  .text()
                  .ifPresent(
                      text -> {
                        idBySource.put(text.source(), id);
                        sources.add(text.asSource());
                      }));
      rules = SharedRules.load(sources);
      Set<String> failed = new HashSet<>();
      List<Refusal> last = new ArrayList<>();
      for (RuleError error : rules.errors()) {
        String id = idBySource.get(error.source());
        Refusal refusal = new Refusal(error, candidates.get(id).get(0).change());
        failed.add(id);
        (candidates.get(id).size() > 1 ? refusals : last).add(refusal);
      }
      for (String id : failed) {
        List<Candidate> texts = candidates.get(id);
        if (texts.size() > 1) {
          texts.remove(0);
          gaveWay = true;
        }
      }
      if (!gaveWay) {
        // What fell only because it refers to a text that gave way has stood up again.
        refusals.addAll(last);
        accept(candidates, failed);
      }
    } while (gaveWay);
    List<Refusal> news = refusals.stream().filter(r -> !standing.contains(r)).toList();
    standing = refusals;
    return new Edition(rules, news);
  }

  /** A text that could be in force; empty: the rule is switched off. */
  private record Candidate(Optional<RuleText> text, Optional<RuleChange> change) {}

  private Map<String, List<Candidate>> candidates(Set<Refusal> refusals) {
    Map<String, List<Candidate>> candidates = new LinkedHashMap<>();
    Set<String> ids = new LinkedHashSet<>(start.keySet());
    ids.addAll(wanted.keySet());
    for (String id : ids) {
      List<Candidate> texts = new ArrayList<>();
      RuleChange newest = wanted.get(id);
      Optional<RuleError> mistake =
          newest == null ? Optional.empty() : mistake(newest.id(), newest.yaml());
      mistake.ifPresent(error -> refusals.add(new Refusal(error, Optional.of(newest))));
      if (newest != null && mistake.isEmpty()) {
        texts.add(candidate(newest));
      }
      Optional.ofNullable(accepted.get(id))
          .map(RuleBook::candidate)
          .filter(before -> texts.isEmpty() || !before.equals(texts.get(0)))
          .ifPresent(texts::add);
      Optional.ofNullable(start.get(id))
          .map(text -> new Candidate(Optional.of(text), Optional.empty()))
          .ifPresent(texts::add);
      if (!texts.isEmpty()) {
        candidates.put(id, texts);
      }
    }
    return candidates;
  }

  /** One message is one rule, and says the id that is its key. */
  private static Optional<RuleError> mistake(String id, String yaml) {
    List<RuleText> documents = RuleText.split(new RuleSource(TOPIC + id, yaml));
    if (documents.size() != 1) {
      return Optional.of(
          new RuleError(TOPIC + id, id, "document", "must hold one rule, not " + documents.size()));
    }
    Optional<String> said = RuleText.idIn(yaml);
    return said.filter(own -> !own.equals(id))
        .map(own -> new RuleError(TOPIC + id, id, "id", "is " + own + ", the key is another"));
  }

  private static Candidate candidate(RuleChange change) {
    Optional<RuleText> text =
        change.isRemoval()
            ? Optional.empty()
            : Optional.of(new RuleText(change.id(), TOPIC + change.id(), change.yaml()));
    return new Candidate(text, Optional.of(change));
  }

  private void accept(Map<String, List<Candidate>> inForce, Set<String> failed) {
    inForce.forEach(
        (id, texts) ->
            texts
                .get(0)
                .change()
                .filter(change -> !failed.contains(id))
                .ifPresent(change -> accepted.put(id, change)));
  }
}
