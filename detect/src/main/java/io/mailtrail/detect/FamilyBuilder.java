package io.mailtrail.detect;

import io.mailtrail.detect.sigma.RuleException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Compiles one correlation and all it refers to; says why if it cannot stand. What it refers to
 * under another group-by becomes a family of its own, which feeds this one.
 */
final class FamilyBuilder {
  private static final int MAX_CHAIN = 10;

  private final RuleLoader rules;
  private final LoadedRule root;
  private final String id;
  private final List<String> groupBy;
  private final Asked asked;
  private final Map<String, Correlation> correlations = new LinkedHashMap<>();
  private final Map<String, List<String>> groupFields = new LinkedHashMap<>();
  private final Map<String, Set<String>> valueFields = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> feedFields = new LinkedHashMap<>();
  private final Map<String, String> labels = new LinkedHashMap<>();
  private final Map<String, String> titles = new LinkedHashMap<>();
  private final TreeMap<String, String> versions = new TreeMap<>();
  private final Map<String, Long> fedLags = new LinkedHashMap<>();
  private final List<Family> feeders = new ArrayList<>();

  /**
   * What another family wants of this one: the values of its group-by fields, and of those that it
   * has to carry further.
   */
  private record Asked(
      String family, List<String> group, List<String> carried, CorrelationSpec by, LoadedRule of) {
    List<String> names() {
      List<String> names = new ArrayList<>(group);
      names.addAll(carried);
      return names.stream().distinct().toList();
    }
  }

  FamilyBuilder(RuleLoader rules, LoadedRule root) {
    this(rules, root, root.id(), null);
  }

  private FamilyBuilder(RuleLoader rules, LoadedRule root, String id, Asked asked) {
    this.rules = rules;
    this.root = root;
    this.id = id;
    this.asked = asked;
    this.groupBy = root.correlation().groupBy();
  }

  /** A rule over one event with a suppression window is a count of one. */
  static Family ofRepeats(LoadedRule rule) {
    Rule root = rule.asRule(Rule.Kind.EVENT);
    Measure events = new Measure(CorrelationSpec.Type.EVENT_COUNT, Map.of(), Double.NaN);
    Correlation once =
        new Counted(root, List.of(rule.id()), events, List.of(), Bounds.atLeast(1), 0, 0);
    List<String> fields = rule.suppressBy().stream().map(rule.detections()::field).toList();
    return new Family(
        rule.id(),
        root,
        rule.version(),
        rule.suppressBy(),
        Map.of(rule.id(), once),
        Map.of(rule.id(), new Family.Role(fields, Set.copyOf(Entities.FIELDS), true)),
        Map.of(rule.id(), rule.label()),
        new Wording(rule.suppressBy(), Map.of(rule.id(), rule.title())),
        rule.suppress().toMillis(),
        null,
        0,
        0,
        0);
  }

  /** The family, and after it those that feed it. */
  List<Family> build() {
    return build(new LinkedHashSet<>());
  }

  private List<Family> build(Set<String> above) {
    add(root, above);
    Map<String, Family.Role> roles = new LinkedHashMap<>();
    groupFields.forEach(
        (rule, fields) -> {
          Set<String> values = new LinkedHashSet<>(Entities.FIELDS);
          values.addAll(valueFields.getOrDefault(rule, Set.of()));
          roles.put(rule, new Family.Role(fields, values, false));
        });
    int stage = feeders.stream().mapToInt(feeder -> feeder.stage() + 1).max().orElse(0);
    if (stage >= Correlator.STAGES) {
      throw new RuleException(
          "correlation.rules",
          "is a chain of more than "
              + Correlator.STAGES
              + " correlations, each grouped otherwise than the next");
    }
    long feedLag = fedLags.values().stream().mapToLong(Long::longValue).max().orElse(0);
    Feed feed =
        asked == null ? null : new Feed(asked.family(), asked.group(), asked.names(), feedFields);
    Family family =
        new Family(
            id,
            root.asRule(Rule.Kind.CORRELATION),
            LoadedRule.version(List.copyOf(versions.values())),
            groupBy,
            correlations,
            roles,
            labels,
            new Wording(groupBy, titles),
            asked != null || root.suppress() == null ? 0 : root.suppress().toMillis(),
            feed,
            stage,
            feedLag,
            feeders.stream().mapToLong(FamilyBuilder::reach).max().orElse(0));
    List<Family> all = new ArrayList<>(List.of(family));
    all.addAll(feeders);
    return all;
  }

  private static long reach(Family feeder) {
    return feeder.correlations().get(feeder.root().id()).timespan() + feeder.looksBack();
  }

  private void add(LoadedRule rule, Set<String> above) {
    if (!above.add(rule.id())) {
      throw new RuleException("correlation.rules", "refers back to itself through " + rule.label());
    }
    if (above.size() > MAX_CHAIN) {
      throw new RuleException("correlation.rules", "is a chain of more than " + MAX_CHAIN);
    }
    name(rule);
    CorrelationSpec spec = rule.correlation();
    List<String> references = new ArrayList<>();
    Map<String, List<String>> fields = new LinkedHashMap<>();
    long lag = 0;
    for (String reference : spec.references()) {
      LoadedRule target = rules.resolve(reference);
      references.add(target.id());
      name(target);
      if (!target.isCorrelation()) {
        addBase(spec, target, fields);
      } else {
        checkHasNoField(spec, target);
        lag = Math.max(lag, addCorrelation(spec, target, above));
      }
    }
    checkDistinct(spec, references);
    correlations.put(rule.id(), compile(rule, spec, references, fields, lag));
    above.remove(rule.id());
  }

  private long addCorrelation(CorrelationSpec spec, LoadedRule target, Set<String> above) {
    if (target.correlation().groupBy().equals(groupBy)) {
      if (!correlations.containsKey(target.id()) || above.contains(target.id())) {
        add(target, above);
      }
      return correlations.get(target.id()).findingLag();
    }
    if (!fedLags.containsKey(target.id())) {
      List<String> carried = asked == null ? List.of() : asked.names();
      Asked wanted = new Asked(id, groupBy, carried, spec, target);
      List<Family> built =
          new FamilyBuilder(rules, target, id + ">" + target.id(), wanted).build(above);
      Family feeder = built.get(0);
      feeders.addAll(built);
      versions.put(target.id() + ">", feeder.version());
      fedLags.put(target.id(), feeder.correlations().get(target.id()).findingLag());
      if (asked != null) {
        Map<String, String> same = new LinkedHashMap<>();
        asked.names().forEach(name -> same.put(name, name));
        feedFields.put(target.id(), same);
      }
    }
    return fedLags.get(target.id());
  }

  private void name(LoadedRule rule) {
    labels.put(rule.id(), rule.label());
    titles.put(rule.id(), rule.title());
    versions.put(rule.id(), rule.version());
  }

  private static void checkHasNoField(CorrelationSpec spec, LoadedRule target) {
    if (spec.type().asksField()) {
      throw new RuleException(
          "correlation.rules",
          "values of a correlation ("
              + target.label()
              + ") are not supported; refer to a rule over events");
    }
  }

  private static void checkDistinct(CorrelationSpec spec, List<String> references) {
    boolean repeated = new HashSet<>(references).size() < references.size();
    if (repeated && spec.type() != CorrelationSpec.Type.TEMPORAL_ORDERED) {
      throw new RuleException("correlation.rules", "names one rule twice");
    }
  }

  private void addBase(CorrelationSpec spec, LoadedRule base, Map<String, List<String>> measured) {
    List<String> group = groupBy.stream().map(field -> field(spec, field, base, null)).toList();
    List<String> known = groupFields.putIfAbsent(base.id(), group);
    if (known != null && !known.equals(group)) {
      throw new RuleException(
          "correlation.aliases",
          "give " + base.label() + " different group fields in one chain, which is not supported");
    }
    Set<String> values = valueFields.computeIfAbsent(base.id(), b -> new LinkedHashSet<>());
    if (!spec.fields().isEmpty()) {
      List<String> fields =
          spec.fields().stream().map(name -> field(spec, name, base, null)).toList();
      measured.put(base.id(), fields);
      values.addAll(fields);
    }
    if (asked != null) {
      Map<String, String> byName = new LinkedHashMap<>();
      asked.names().forEach(name -> byName.put(name, field(asked.by(), name, base, asked.of())));
      feedFields.put(base.id(), byName);
      values.addAll(byName.values());
    }
  }

  /**
   * What a name means in the events of one rule: an alias, or a field.
   *
   * @param through the correlation through which it is asked, if the alias may name that one
   */
  private static String field(
      CorrelationSpec spec, String name, LoadedRule base, LoadedRule through) {
    Map<String, String> alias = spec.aliases().get(name);
    if (alias == null) {
      return base.detections().field(name);
    }
    return alias.entrySet().stream()
        .filter(
            entry ->
                base.isCalled(entry.getKey())
                    || (through != null && through.isCalled(entry.getKey())))
        .map(entry -> base.detections().field(entry.getValue()))
        .findFirst()
        .orElseThrow(
            () ->
                new RuleException(
                    "correlation.aliases." + name, "says nothing for " + base.label()));
  }

  private Correlation compile(
      LoadedRule loaded,
      CorrelationSpec spec,
      List<String> references,
      Map<String, List<String>> fields,
      long lag) {
    Rule rule = loaded.asRule(Rule.Kind.CORRELATION);
    long timespan = spec.timespan().toMillis();
    Measure measure = new Measure(spec.type(), Map.copyOf(fields), spec.percentile());
    return switch (spec.type()) {
      case FIRST_SEEN ->
          new FirstSeen(
              rule,
              references,
              Map.copyOf(fields),
              String.join(" and ", spec.fields().stream().map(Wording::noun).toList()),
              Wording.group(groupBy),
              timespan,
              spec.learning().toMillis());
      case TEMPORAL_ORDERED -> new Ordered(rule, references, timespan, lag);
      case NOT_FOLLOWED_BY -> new NotFollowed(rule, references, timespan, lag);
      case VALUE_AVG, VALUE_PERCENTILE ->
          new Windowed(rule, references, measure, spec.fields(), spec.bounds(), timespan, lag);
      case EVENT_COUNT, VALUE_COUNT, TEMPORAL, VALUE_SUM ->
          spec.bounds().onlyLower()
              ? new Counted(rule, references, measure, spec.fields(), spec.bounds(), timespan, lag)
              : new Windowed(
                  rule, references, measure, spec.fields(), spec.bounds(), timespan, lag);
    };
  }
}
