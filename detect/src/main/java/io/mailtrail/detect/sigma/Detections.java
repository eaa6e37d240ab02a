package io.mailtrail.detect.sigma;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The compiled detection of a rule. Immutable, thread-safe. */
public final class Detections {
  private static final String CONDITION = "condition";

  private final Expression expression;
  private final boolean applies;
  private final LogSource source;

  private Detections(Expression expression, boolean applies, LogSource source) {
    this.expression = expression;
    this.applies = applies;
    this.source = source;
  }

  /** What it asks of an event, the log source's own conditions included. */
  public Expression expression() {
    return expression;
  }

  /** Whether this feed has records of the rule's log source at all. */
  public boolean applies() {
    return applies;
  }

  /** Under which name the feed has a field that the rule's author calls so. */
  public String field(String name) {
    return source.targets(name).get(0).field();
  }

  /**
   * @param rule the whole rule
   * @throws RuleException for whatever is wrong or not supported
   */
  public static Detections compile(Section rule, LogSources sources, Placeholders placeholders) {
    Optional<LogSource> found = sources.find(rule);
    LogSource source = found.orElse(LogSource.PLAIN).with(placeholders);
    Expression asked = compile(rule.section("detection"), source);
    return new Detections(
        source.when() == null ? asked : new Expression.All(List.of(source.when(), asked)),
        found.isPresent(),
        source);
  }

  /**
   * The same without the events that a Sigma filter takes away. A filter can only take away: {@code
   * condition: selection}, as the specification writes it, and {@code condition: not selection}, as
   * pySigma's users do, both mean that what is selected is not wanted.
   *
   * @param filter the filter section
   */
  public Detections without(Section filter) {
    Map<String, Object> searches = new LinkedHashMap<>(filter.map());
    searches.remove("rules");
    Expression written = compile(new Section(filter.path(), searches), source);
    Expression kept = written instanceof Expression.Not ? written : new Expression.Not(written);
    return new Detections(Expression.All.of(List.of(expression, kept)), applies, source);
  }

  private static Expression compile(Section detection, LogSource source) {
    if (detection.has("timeframe")) {
      throw new RuleException(
          detection.at("timeframe"), "belongs to obsolete aggregations; write a correlation");
    }
    Map<String, Expression> named = new LinkedHashMap<>();
    detection
        .map()
        .forEach(
            (name, value) -> {
              if (!name.equals(CONDITION)) {
                named.put(name, search(value, source, detection.at(name)));
              }
            });
    if (named.isEmpty()) {
      throw new RuleException(detection.path(), "has no search identifier");
    }
    List<String> conditions = detection.texts(CONDITION);
    if (conditions.isEmpty()) {
      throw new RuleException(detection.at(CONDITION), "is missing");
    }
    return Expression.Any.of(
        conditions.stream()
            .map(text -> ConditionParser.parse(text, named, detection.at(CONDITION)))
            .toList());
  }

  private static Expression search(Object value, LogSource source, String where) {
    if (value instanceof Map<?, ?>) {
      return map(Section.of(where, value), source);
    }
    if (value instanceof String) {
      return FieldItem.keywords(List.of(value), source, where);
    }
    if (!(value instanceof List<?> list) || list.isEmpty()) {
      throw new RuleException(where, "must be a map, a list of maps or a list of keywords");
    }
    List<Expression> alternatives = new ArrayList<>();
    List<Object> words = new ArrayList<>();
    for (Object item : list) {
      if (item instanceof Map<?, ?>) {
        alternatives.add(map(Section.of(where, item), source));
      } else {
        words.add(item);
      }
    }
    if (!words.isEmpty()) {
      alternatives.add(FieldItem.keywords(words, source, where));
    }
    return Expression.Any.of(alternatives);
  }

  private static Expression map(Section map, LogSource source) {
    if (map.map().isEmpty()) {
      throw new RuleException(map.path(), "is empty");
    }
    List<Expression> items = new ArrayList<>();
    map.map()
        .forEach((key, value) -> items.add(FieldItem.compile(key, value, source, map.at(key))));
    return Expression.All.of(items);
  }
}
