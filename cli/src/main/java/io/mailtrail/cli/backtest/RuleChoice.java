package io.mailtrail.cli.backtest;

import io.mailtrail.cli.Failure;
import io.mailtrail.cli.rules.RuleFiles;
import io.mailtrail.detect.Rule;
import io.mailtrail.detect.RuleError;
import io.mailtrail.detect.RuleSet;
import io.mailtrail.detect.RuleSource;
import io.mailtrail.detect.sigma.RuleException;
import io.mailtrail.detect.sigma.YamlDocuments;
import io.mailtrail.enrich.RuleText;
import io.mailtrail.enrich.RuleTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rules that a backtest runs with, and those among them that it is about.
 *
 * @param texts every rule in force: those of the start, with the chosen files in place of the rules
 *     of the same ids
 * @param subjects the rules whose alerts are reported, in the order in which they stand
 * @param serving chosen rules that raise nothing themselves; the subjects that refer to them do
 * @param errors rules of the start that cannot be used
 */
record RuleChoice(
    RuleTexts texts, List<Rule> subjects, List<Rule> serving, List<RuleError> errors) {
  RuleChoice {
    subjects = List.copyOf(subjects);
    serving = List.copyOf(serving);
    errors = List.copyOf(errors);
  }

  /**
   * Finds and loads the rules.
   *
   * @param arguments files, folders of files, ids and names of rules of the start
   * @param folder of the rules of the start; null for the bundled ones
   * @throws Failure if one is not there, cannot be used, or can raise no alert
   */
  static RuleChoice of(List<String> arguments, Path folder) {
    Map<String, RuleText> inForce = new LinkedHashMap<>();
    for (RuleSource file : RuleFiles.sources(folder == null ? List.of() : List.of(folder))) {
      RuleText.split(file).forEach(rule -> inForce.putIfAbsent(key(inForce, rule), rule));
    }
    Set<String> chosen = new LinkedHashSet<>();
    for (String argument : arguments) {
      if (Files.exists(Path.of(argument))) {
        for (RuleText rule : fromFiles(Path.of(argument))) {
          inForce.put(rule.id(), rule);
          chosen.add(rule.id());
        }
      }
    }
    Map<String, Rule> rules = new LinkedHashMap<>();
    RuleSet loaded = load(inForce.values());
    loaded.rules().forEach(rule -> rules.put(rule.id(), rule));
    Map<String, Rule> byName =
        loaded.rules().stream()
            .filter(rule -> rule.name() != null)
            .collect(Collectors.toMap(Rule::name, rule -> rule));
    for (String argument : arguments) {
      if (!Files.exists(Path.of(argument))) {
        Rule rule = rules.getOrDefault(argument, byName.get(argument));
        if (rule == null) {
          refuse(loaded.errors(), Set.of(argument), Set.of());
          throw new Failure(
              argument + ": no such rule: it is no file, and the id or name of none of the rules");
        }
        chosen.add(rule.id());
      }
    }
    Set<String> sources =
        chosen.stream()
            .filter(inForce::containsKey)
            .map(id -> inForce.get(id).source())
            .collect(Collectors.toSet());
    List<RuleError> others = refuse(loaded.errors(), chosen, sources);
    Set<String> raising = raising(chosen, rules, affected(inForce.values(), rules, byName));
    if (raising.isEmpty()) {
      throw new Failure(String.join(", ", arguments) + ": holds no rule that raises alerts");
    }
    return new RuleChoice(
        texts(inForce.values()),
        rules.values().stream().filter(rule -> raising.contains(rule.id())).toList(),
        chosen.stream().map(rules::get).filter(rule -> rule != null && !raises(rule)).toList(),
        others);
  }

  /** Of two with one id both are loaded, so that the second is refused by name. */
  private static String key(Map<String, RuleText> known, RuleText rule) {
    return known.containsKey(rule.id()) ? rule.source() : rule.id();
  }

  private static List<RuleText> fromFiles(Path path) {
    try {
      List<RuleText> rules = new ArrayList<>();
      for (RuleSource file : RuleSource.fromFolder(path)) {
        boolean isItself = file.name().equals(path.toString());
        String name = isItself ? file.name() : path.resolve(file.name()).toString();
        rules.addAll(RuleText.split(new RuleSource(name, file.yaml())));
      }
      if (rules.isEmpty()) {
        throw new Failure(path + ": holds no rule");
      }
      return rules;
    } catch (IOException e) {
      throw Failure.file(path, e);
    }
  }

  private static RuleSet load(Collection<RuleText> rules) {
    return RuleSet.load(
        rules.stream().map(rule -> new RuleSource(rule.source(), rule.yaml())).toList());
  }

  private static RuleTexts texts(Collection<RuleText> rules) {
    Map<String, String> byName = new LinkedHashMap<>();
    rules.forEach(rule -> byName.put(rule.source(), rule.yaml()));
    return RuleTexts.of(byName);
  }

  /** The errors of rules that were not chosen; one of a chosen rule ends it all. */
  private static List<RuleError> refuse(
      List<RuleError> errors, Set<String> chosen, Set<String> sources) {
    List<RuleError> others = new ArrayList<>();
    for (RuleError error : errors) {
      if (chosen.contains(error.rule()) || sources.contains(error.source())) {
        throw new Failure("rule refused: " + error);
      }
      others.add(error);
    }
    return others;
  }

  /** By id, who shows its effect: correlations that refer to it, or rules that a filter thins. */
  private static Map<String, Set<String>> affected(
      Collection<RuleText> texts, Map<String, Rule> rules, Map<String, Rule> byName) {
    Map<String, Set<String>> affected = new HashMap<>();
    for (RuleText text : texts) {
      for (Map<String, Object> document : documents(text)) {
        for (Rule target : references(document.get("correlation"), rules, byName)) {
          affected.computeIfAbsent(target.id(), id -> new LinkedHashSet<>()).add(text.id());
        }
        for (Rule target : references(document.get("filter"), rules, byName)) {
          affected.computeIfAbsent(text.id(), id -> new LinkedHashSet<>()).add(target.id());
        }
      }
    }
    return affected;
  }

  private static List<Rule> references(
      Object section, Map<String, Rule> rules, Map<String, Rule> byName) {
    if (!(section instanceof Map<?, ?> map) || !(map.get("rules") instanceof List<?> references)) {
      return List.of();
    }
    return references.stream()
        .map(reference -> rules.getOrDefault(reference, byName.get(reference)))
        .filter(Objects::nonNull)
        .toList();
  }

  /** What cannot be read has been refused by the loader. */
  private static List<Map<String, Object>> documents(RuleText text) {
    try {
      return YamlDocuments.read(text.yaml());
    } catch (RuleException e) {
      return List.of();
    }
  }

  /** The chosen rules that raise alerts, and those that do on behalf of chosen ones. */
  private static Set<String> raising(
      Set<String> chosen, Map<String, Rule> rules, Map<String, Set<String>> affected) {
    Set<String> raising = new LinkedHashSet<>();
    Set<String> seen = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(chosen);
    while (!open.isEmpty()) {
      String id = open.poll();
      if (!seen.add(id)) {
        continue;
      }
      Rule rule = rules.get(id);
      if (rule != null && raises(rule)) {
        raising.add(id);
      }
      open.addAll(affected.getOrDefault(id, Set.of()));
    }
    return raising;
  }

  private static boolean raises(Rule rule) {
    return rule.kind() == Rule.Kind.EVENT || rule.kind() == Rule.Kind.CORRELATION;
  }

  Set<String> subjectIds() {
    return subjects.stream().map(Rule::id).collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
