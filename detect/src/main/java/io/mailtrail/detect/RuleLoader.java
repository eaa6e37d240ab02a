package io.mailtrail.detect;

import io.mailtrail.detect.sigma.Placeholders;
import io.mailtrail.detect.sigma.RuleException;
import io.mailtrail.detect.sigma.Section;
import io.mailtrail.detect.sigma.YamlDocuments;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads rules, refuses what it must, and finds out who refers to whom. */
final class RuleLoader {
  private final Map<String, LoadedRule> byId = new LinkedHashMap<>();
  private final Map<String, LoadedRule> byName = new LinkedHashMap<>();
  private final Set<String> refused = new HashSet<>();
  private final Set<String> referredToByRefused = new HashSet<>();
  private final List<RuleError> errors = new ArrayList<>();
  private final Map<String, String> placeholders = new HashMap<>();
  private final Filters filters = new Filters();

  List<RuleError> errors() {
    return errors;
  }

  /** To be called with every source before any is read. */
  void placeholder(RuleSource source) {
    source.placeholder().ifPresent(name -> placeholders.put(name, source.yaml()));
  }

  void read(RuleSource source) {
    if (source.placeholder().isPresent()) {
      return;
    }
    List<Section> documents;
    try {
      documents = RuleDocuments.resolve(YamlDocuments.read(source.yaml()));
    } catch (RuleException e) {
      errors.add(new RuleError(source.name(), "(all in this file)", e.where(), e.getMessage()));
      return;
    }
    Placeholders known = Placeholders.of(placeholders);
    for (int i = 0; i < documents.size(); i++) {
      Section rule = documents.get(i);
      String called = called(rule, i);
      if (rule.has("filter")) {
        filters.add(new Filters.Filter(source.name(), called, rule));
        continue;
      }
      try {
        add(LoadedRule.read(rule, source.name(), known));
      } catch (RuleException e) {
        refused.add(called);
        referredToByRefused.addAll(references(rule));
        refuse(source.name(), called, e);
      }
    }
  }

  private void filter() {
    for (Filters.Filter filter : filters.all()) {
      try {
        Filters.apply(
                filter,
                this::find,
                byId.values().stream().filter(rule -> !rule.isCorrelation()).toList())
            .forEach(this::replace);
      } catch (RuleException e) {
        refuse(filter.source(), filter.label(), e);
      }
    }
  }

  private void replace(LoadedRule rule) {
    byId.put(rule.id(), rule);
    if (rule.name() != null) {
      byName.put(rule.name(), rule);
    }
  }

  private void add(LoadedRule rule) {
    LoadedRule same = byId.get(rule.id());
    if (same != null) {
      throw new RuleException("id", "is that of a rule in " + same.source() + ", too");
    }
    if (rule.name() != null && byName.containsKey(rule.name())) {
      throw new RuleException(
          "name", "is that of a rule in " + byName.get(rule.name()).source() + ", too");
    }
    byId.put(rule.id(), rule);
    if (rule.name() != null) {
      byName.put(rule.name(), rule);
    }
  }

  /** A rule that was to serve a refused correlation must not begin to raise alerts instead. */
  private static List<String> references(Section rule) {
    try {
      return rule.has("correlation") ? rule.section("correlation").texts("rules") : List.of();
    } catch (RuleException e) {
      return List.of();
    }
  }

  private static String called(Section rule, int position) {
    for (String key : List.of("id", "name", "title")) {
      if (rule.map().get(key) instanceof String text && !text.isBlank()) {
        return text;
      }
    }
    return "#" + (position + 1);
  }

  private void refuse(String source, String rule, RuleException e) {
    errors.add(new RuleError(source, rule, e.where(), e.getMessage()));
  }

  /** What stands after everything is read: rules with their kind, and families. */
  RuleSet.Contents link() {
    filter();
    Set<String> served = new HashSet<>();
    Set<String> alsoAlone = new HashSet<>();
    for (LoadedRule rule : correlations()) {
      for (String reference : rule.correlation().references()) {
        find(reference)
            .ifPresent(
                target -> (rule.correlation().generate() ? alsoAlone : served).add(target.id()));
      }
    }
    referredToByRefused.forEach(reference -> find(reference).ifPresent(r -> served.add(r.id())));
    served.removeAll(alsoAlone);
    dropCorrelationsThatCannotStand();
    List<Rule> rules = new ArrayList<>();
    Map<String, Family> families = new LinkedHashMap<>();
    for (LoadedRule rule : byId.values()) {
      boolean serves = served.contains(rule.id());
      if (!rule.isCorrelation()) {
        rules.add(rule.asRule(serves ? Rule.Kind.BASE : Rule.Kind.EVENT));
        if (!serves && rule.suppress() != null) {
          families.put(rule.id(), FamilyBuilder.ofRepeats(rule));
        }
      } else {
        rules.add(rule.asRule(serves ? Rule.Kind.STEP : Rule.Kind.CORRELATION));
        if (!serves) {
          new FamilyBuilder(this, rule).build().forEach(f -> families.put(f.id(), f));
        }
      }
    }
    return new RuleSet.Contents(
        List.copyOf(rules), Map.copyOf(byId), families, Grouping.of(families.values()));
  }

  /** One refusal can pull down who refers to it, so this goes on until nothing falls. */
  private void dropCorrelationsThatCannotStand() {
    boolean fell;
    do {
      fell = false;
      for (LoadedRule rule : correlations()) {
        try {
          new FamilyBuilder(this, rule).build();
        } catch (RuleException e) {
          byId.remove(rule.id());
          byName.remove(rule.name());
          refused.add(rule.id());
          refused.add(rule.label());
          refuse(rule.source(), rule.label(), e);
          fell = true;
        }
      }
    } while (fell);
  }

  private List<LoadedRule> correlations() {
    return byId.values().stream().filter(LoadedRule::isCorrelation).toList();
  }

  private Optional<LoadedRule> find(String reference) {
    return Optional.ofNullable(byId.get(reference))
        .or(() -> Optional.ofNullable(byName.get(reference)));
  }

  /** The rule that a correlation refers to by id or name. */
  LoadedRule resolve(String reference) {
    return find(reference)
        .orElseThrow(
            () ->
                new RuleException(
                    "correlation.rules",
                    refused.contains(reference)
                        ? "refers to " + reference + ", which was refused"
                        : "refers to " + reference + ", which is not there"));
  }
}
