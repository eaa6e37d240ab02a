package io.mailtrail.detect;

import io.mailtrail.model.Alert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes of an episode what is told: an alert, or facts for another family. */
final class Findings {
  private static final int MAX_EVIDENCE = 200;
  private static final int MAX_FED_EVIDENCE = 10;
  private static final int MAX_FED_GROUPS = 1_000;

  private final Family family;
  private final Correlation correlation;

  Findings(Family family, Correlation correlation) {
    this.family = family;
    this.correlation = correlation;
  }

  Found of(Episode episode, boolean tentative) {
    Alert alert = alert(episode);
    return new Found(
        alert,
        episode.closesAt(),
        tentative,
        family.feed() == null ? List.of() : facts(episode, alert));
  }

  private Alert alert(Episode episode) {
    List<Proof> proofs = episode.proofs();
    Fact any = proofs.get(0).fact();
    Map<String, String> group = new LinkedHashMap<>();
    for (int i = 0; i < family.groupBy().size(); i++) {
      group.put(family.groupBy().get(i), any.group().get(i));
    }
    List<Alert.Evidence> evidence = evidence(proofs);
    Map<String, String> joined = Entities.shared(proofs, group);
    String explanation =
        correlation.explain(episode, family.wording())
            + family.wording().joined(joined, group.keySet())
            + family.wording().repeats(episode, family.suppress())
            + beyondTheCap(proofs)
            + unlisted(evidence.size());
    return new Alert(
        AlertIds.ofEpisode(family.root().id(), any, episode),
        family.root().id(),
        family.root().title(),
        family.root().description(),
        family.root().level(),
        Alert.Status.PROVISIONAL,
        proofs.get(proofs.size() - 1).fact().late(),
        any.tenant(),
        group,
        Instant.ofEpochMilli(episode.anchor()),
        evidence.get(0).time(),
        evidence.get(evidence.size() - 1).time(),
        bounded(evidence, MAX_EVIDENCE),
        family.root().tags(),
        explanation,
        family.root().falsePositives(),
        List.of(),
        family.version(),
        Entities.involved(proofs),
        joined,
        episode.repeats(),
        episode.repeats() == 0 ? null : Instant.ofEpochMilli(episode.lastRepeat()),
        new Alert.Coverage(
            Instant.ofEpochMilli(episode.anchor() - family.looksBack()),
            Instant.ofEpochMilli(episode.closesAt()),
            Alert.Collected.INCOMPLETE));
  }

  private List<Alert.Evidence> evidence(List<Proof> proofs) {
    Set<Alert.Evidence> evidence = new LinkedHashSet<>();
    for (Proof proof : proofs) {
      if (Derived.is(proof.fact())) {
        evidence.addAll(Derived.evidence(proof.fact()));
      } else {
        evidence.add(evidence(proof));
      }
    }
    return evidence.stream()
        .sorted(
            java.util.Comparator.comparing(Alert.Evidence::time)
                .thenComparing(Alert.Evidence::recordId)
                .thenComparing(Alert.Evidence::step)
                .thenComparing(Alert.Evidence::reason))
        .toList();
  }

  private Alert.Evidence evidence(Proof proof) {
    return new Alert.Evidence(
        proof.fact().recordId(),
        Instant.ofEpochMilli(proof.fact().time()),
        family.labels().getOrDefault(proof.step(), proof.step()),
        proof.fact().summary(),
        proof.reason());
  }

  /** The first and the last, where there are too many. */
  private static List<Alert.Evidence> bounded(List<Alert.Evidence> evidence, int most) {
    List<Alert.Evidence> listed = new ArrayList<>(evidence);
    if (listed.size() > most) {
      listed.subList(most / 2, listed.size() - most / 2).clear();
    }
    return listed;
  }

  private static String unlisted(int size) {
    return size <= MAX_EVIDENCE
        ? ""
        : " " + (size - MAX_EVIDENCE) + " further records are not listed.";
  }

  private String beyondTheCap(List<Proof> proofs) {
    int cap = Correlator.cap(family);
    boolean full =
        proofs.size() >= cap
            && proofs.stream()
                .collect(Collectors.groupingBy(p -> p.fact().bucket(), Collectors.counting()))
                .values()
                .stream()
                .anyMatch(n -> n >= cap);
    return full ? " Of each hour only the first " + cap + " records count: there may be more." : "";
  }

  /** One fact for every group of the asking family among the records. */
  private List<Fact> facts(Episode episode, Alert alert) {
    Map<List<String>, List<Proof>> groups =
        new TreeMap<>((a, b) -> String.join("\u001f", a).compareTo(String.join("\u001f", b)));
    for (Proof proof : episode.proofs()) {
      for (List<String> group :
          Groups.of(family.feed().group(), name -> family.feed().values(proof.fact(), name))) {
        if (groups.containsKey(group) || groups.size() < MAX_FED_GROUPS) {
          groups.computeIfAbsent(group, g -> new ArrayList<>()).add(proof);
        }
      }
    }
    List<Fact> facts = new ArrayList<>();
    groups.forEach((group, proofs) -> facts.add(fact(episode, alert, group, proofs)));
    return facts;
  }

  private Fact fact(Episode episode, Alert alert, List<String> group, List<Proof> proofs) {
    Map<String, String> values = new HashMap<>(Entities.sharedValues(proofs));
    for (String name : family.feed().carried()) {
      Set<String> carried = new LinkedHashSet<>();
      proofs.forEach(proof -> carried.addAll(family.feed().values(proof.fact(), name)));
      if (!carried.isEmpty()) {
        values.put(
            name, carried.stream().sorted().limit(50).collect(Collectors.joining(Fact.SEPARATOR)));
      }
    }
    values.put(Derived.EVIDENCE, Derived.written(bounded(evidence(proofs), MAX_FED_EVIDENCE)));
    values.put(Derived.CLOSES_AT, Long.toString(episode.closesAt()));
    String grouping = Grouping.own(family.feed().family());
    return new Fact(
        Groups.key(grouping, alert.tenant(), group),
        grouping,
        alert.id() + "#" + family.root().id(),
        episode.completedBy(),
        alert.tenant(),
        episode.completedAt(),
        family.root().id(),
        group,
        values,
        family.root().title(),
        Texts.bounded(alert.explanation(), Texts.MAX_SENTENCE_CHARS),
        0,
        alert.historical(),
        false,
        false);
  }
}
