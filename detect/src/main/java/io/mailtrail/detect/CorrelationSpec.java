package io.mailtrail.detect;

import io.mailtrail.detect.sigma.Comparison;
import io.mailtrail.detect.sigma.Numbers;
import io.mailtrail.detect.sigma.RuleException;
import io.mailtrail.detect.sigma.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The correlation section of a rule, as written and checked.
 *
 * @param references names or ids of the rules it refers to
 * @param aliases from an alias to the field that it means in each rule
 * @param timespan the window; of {@link Type#FIRST_SEEN} the horizon
 * @param fields whose values are counted, added up or new; several count as one value together
 * @param bounds what the measure must be
 * @param percentile which one of the numbers is compared; NaN for the share of a value
 * @param learning of {@link Type#FIRST_SEEN}: for how long after a group's first fact all is known
 * @param generate whether the rules it refers to raise alerts of their own, too
 */
record CorrelationSpec(
    Type type,
    List<String> references,
    List<String> groupBy,
    Map<String, Map<String, String>> aliases,
    Duration timespan,
    List<String> fields,
    Bounds bounds,
    double percentile,
    Duration learning,
    boolean generate) {

  /** The correlations we know; the last two are ours. */
  enum Type {
    EVENT_COUNT,
    VALUE_COUNT,
    TEMPORAL,
    TEMPORAL_ORDERED,
    VALUE_SUM,
    VALUE_AVG,
    VALUE_PERCENTILE,
    FIRST_SEEN,
    NOT_FOLLOWED_BY;

    /** As rules write it. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    boolean asksField() {
      return switch (this) {
        case VALUE_COUNT, VALUE_SUM, VALUE_AVG, VALUE_PERCENTILE, FIRST_SEEN -> true;
        default -> false;
      };
    }

    private boolean asksBounds() {
      return switch (this) {
        case EVENT_COUNT, VALUE_COUNT, VALUE_SUM, VALUE_AVG, VALUE_PERCENTILE -> true;
        default -> false;
      };
    }
  }

  private static final Set<String> KEYS =
      Set.of(
          "type", "rules", "group-by", "timespan", "condition", "aliases", "generate", "learning");
  private static final Duration DEFAULT_LEARNING = Duration.ofDays(7);
  private static final Duration LONGEST = Duration.ofDays(400);
  private static final int MOST_STEPS = 20;
  private static final int MOST_FIELDS = 5;
  private static final double LARGEST_COUNT = 1_000_000;

  static CorrelationSpec parse(Section rule) {
    Section section = rule.section("correlation");
    section.only(KEYS);
    Type type = type(section);
    List<String> references = section.texts("rules");
    if (references.isEmpty() || references.size() > MOST_STEPS) {
      throw new RuleException(section.at("rules"), "must name 1 to " + MOST_STEPS + " rules");
    }
    if (type == Type.NOT_FOLLOWED_BY && references.size() < 2) {
      throw new RuleException(section.at("rules"), "must name what is not to follow, too");
    }
    if (section.has("learning") && type != Type.FIRST_SEEN) {
      throw new RuleException(section.at("learning"), "belongs to first_seen only");
    }
    Section condition = section.section("condition");
    return new CorrelationSpec(
        type,
        List.copyOf(references),
        List.copyOf(section.texts("group-by")),
        aliases(section.section("aliases")),
        timespan(section, "timespan")
            .orElseThrow(() -> new RuleException(section.at("timespan"), "is missing")),
        fields(type, condition),
        bounds(type, condition, references),
        percentile(type, condition),
        timespan(section, "learning").orElse(DEFAULT_LEARNING),
        generate(rule, section));
  }

  private static Type type(Section section) {
    String name = section.requiredText("type").toLowerCase(Locale.ROOT);
    for (Type type : Type.values()) {
      if (type.word().equals(name)) {
        return type;
      }
    }
    throw new RuleException(section.at("type"), name + " is no type of correlation");
  }

  private static List<String> fields(Type type, Section condition) {
    List<String> fields = condition.texts("field");
    if (!type.asksField() && condition.has("field")) {
      throw new RuleException(condition.at("field"), "does not belong to " + type.word());
    }
    if (type.asksField() && fields.isEmpty()) {
      throw new RuleException(condition.at("field"), "is missing");
    }
    boolean several = type == Type.VALUE_COUNT || type == Type.FIRST_SEEN;
    if (fields.size() > (several ? MOST_FIELDS : 1)) {
      throw new RuleException(
          condition.at("field"),
          several
              ? "must name at most " + MOST_FIELDS
              : "must be one field: " + type.word() + " measures one");
    }
    return List.copyOf(fields);
  }

  private static Bounds bounds(Type type, Section condition, List<String> references) {
    List<Bounds.Bound> bounds = new ArrayList<>();
    for (String key : condition.map().keySet()) {
      Optional<Comparison> comparison = Comparison.ofCondition(key);
      if (comparison.isPresent()) {
        bounds.add(bound(type, condition, key, comparison.get()));
      } else if (!key.equals("field") && !key.equals("percentile")) {
        throw new RuleException(condition.at(key), "is not known here");
      }
    }
    if (bounds.isEmpty() && type.asksBounds()) {
      throw new RuleException(
          condition.path(), "needs a bound: one of gt, gte, lt, lte, eq, neq, or two for a range");
    }
    int different = (int) references.stream().distinct().count();
    if (type == Type.TEMPORAL) {
      return bounds.isEmpty() ? Bounds.atLeast(different) : new Bounds(bounds);
    }
    if (!type.asksBounds() && !bounds.isEmpty()) {
      Bounds all = Bounds.atLeast(references.size());
      boolean allOfThem = type == Type.TEMPORAL_ORDERED && new Bounds(bounds).equals(all);
      if (!allOfThem) {
        throw new RuleException(
            condition.path(),
            type == Type.TEMPORAL_ORDERED
                ? "takes all of its rules in order (gte: " + references.size() + ")"
                : "takes no bound for " + type.word());
      }
    }
    return new Bounds(bounds);
  }

  private static Bounds.Bound bound(
      Type type, Section condition, String key, Comparison comparison) {
    String text = condition.requiredText(key).strip();
    double number = Numbers.parse(text);
    boolean counts =
        switch (type) {
          case VALUE_SUM, VALUE_AVG, VALUE_PERCENTILE -> false;
          default -> true;
        };
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      throw new RuleException(condition.at(key), text + " is not a number");
    }
    if (counts && (number < 0 || number > LARGEST_COUNT || number != Math.rint(number))) {
      throw new RuleException(condition.at(key), text + " is not a count");
    }
    return new Bounds.Bound(comparison, number, text);
  }

  private static double percentile(Type type, Section condition) {
    Optional<String> written = condition.text("percentile");
    if (written.isEmpty()) {
      return Double.NaN;
    }
    double percentile = Numbers.parse(written.get().strip());
    if (type != Type.VALUE_PERCENTILE || !(percentile > 0 && percentile <= 100)) {
      throw new RuleException(
          condition.at("percentile"),
          type == Type.VALUE_PERCENTILE
              ? written.get() + " is not between 0 and 100"
              : "belongs to value_percentile only");
    }
    return percentile;
  }

  private static Map<String, Map<String, String>> aliases(Section section) {
    Map<String, Map<String, String>> aliases = new LinkedHashMap<>();
    for (String alias : section.map().keySet()) {
      Section fields = section.section(alias);
      Map<String, String> byRule = new LinkedHashMap<>();
      fields.map().keySet().forEach(rule -> byRule.put(rule, fields.requiredText(rule)));
      aliases.put(alias, byRule);
    }
    return aliases;
  }

  private static boolean generate(Section rule, Section section) {
    List<String> written = new ArrayList<>(rule.texts("generate"));
    written.addAll(section.texts("generate"));
    return written.stream().anyMatch("true"::equalsIgnoreCase);
  }

  static Optional<Duration> timespan(Section section, String key) {
    return section.text(key).map(text -> duration(text.strip(), section.at(key)));
  }

  private static Duration duration(String text, String where) {
    int last = text.length() - 1;
    if (last < 1
        || last > 9
        || !text.substring(0, last).chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw notATimespan(text, where);
    }
    long count = Long.parseLong(text.substring(0, last));
    Duration duration =
        switch (text.charAt(last)) {
          case 's' -> Duration.ofSeconds(count);
          case 'm' -> Duration.ofMinutes(count);
          case 'h' -> Duration.ofHours(count);
          case 'd' -> Duration.ofDays(count);
          default -> throw notATimespan(text, where);
        };
    if (duration.compareTo(LONGEST) > 0) {
      throw new RuleException(where, text + " is longer than " + LONGEST.toDays() + "d");
    }
    return duration;
  }

  private static RuleException notATimespan(String text, String where) {
    return new RuleException(where, text + " is not a time span such as 30s, 15m, 24h or 7d");
  }
}
