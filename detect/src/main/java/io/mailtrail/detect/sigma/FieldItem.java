package io.mailtrail.detect.sigma;

import io.mailtrail.detect.sigma.LogSource.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** One {@code field|modifier: value} of a detection, compiled for a log source. */
final class FieldItem {
  private final String where;
  private final String field;
  private final Modifiers modifiers;
  private final LogSource source;

  private FieldItem(String where, String field, Modifiers modifiers, LogSource source) {
    this.where = where;
    this.field = field;
    this.modifiers = modifiers;
    this.source = source;
  }

  static Expression compile(String key, Object value, LogSource source, String where) {
    List<String> parts = Arrays.asList(key.split("\\|", -1));
    Modifiers modifiers = Modifiers.parse(parts.subList(1, parts.size()), where);
    FieldItem item = new FieldItem(where, parts.get(0).strip(), modifiers, source);
    Expression expression =
        value instanceof List<?> list ? item.list(list) : item.alternatives(value);
    return modifiers.negated() ? new Expression.Not(expression) : expression;
  }

  private Expression list(List<?> values) {
    if (values.isEmpty()) {
      throw new RuleException(where, "has an empty list of values");
    }
    // Some lists throw when they are asked for null.
    if (values.stream().anyMatch(Objects::isNull)) {
      throw new RuleException(
          where, "null cannot be one of several values; give it its own selection");
    }
    if (modifiers.all()) {
      if (values.size() == 1) {
        throw new RuleException(where, "modifier all needs at least two values");
      }
      return Expression.All.of(values.stream().map(this::single).toList());
    }
    boolean tests =
        switch (modifiers.type()) {
          case EXISTENCE, REFERENCE -> false;
          case TEXT, REGEX, NETWORK, NUMBER, TIME -> true;
        };
    return tests
        ? tested(values.stream().map(this::text).toList())
        : Expression.Any.of(values.stream().map(this::single).toList());
  }

  private Expression alternatives(Object value) {
    if (modifiers.all()) {
      throw new RuleException(where, "modifier all needs at least two values");
    }
    return single(value);
  }

  private Expression single(Object value) {
    if (value == null) {
      return absent();
    }
    String text = text(value);
    return switch (modifiers.type()) {
      case EXISTENCE -> existence(text);
      case REFERENCE -> reference(text);
      case TEXT, REGEX, NETWORK, NUMBER, TIME -> tested(List.of(text));
    };
  }

  private String text(Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw new RuleException(where, "must have plain values");
  }

  private Expression absent() {
    if (modifiers.type() != Modifiers.Type.TEXT || !modifiers.transformations().isEmpty()) {
      throw new RuleException(where, "null cannot have modifiers");
    }
    if (field.isEmpty()) {
      throw new RuleException(where, "a keyword cannot be null");
    }
    return Expression.All.of(
        source.targets(field).stream()
            .<Expression>map(target -> new Expression.Absent(target.field()))
            .toList());
  }

  private Expression existence(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes" ->
          Expression.Any.of(
              source.targets(field).stream()
                  .<Expression>map(target -> new Expression.Present(target.field()))
                  .toList());
      case "false", "no" ->
          Expression.All.of(
              source.targets(field).stream()
                  .<Expression>map(target -> new Expression.Absent(target.field()))
                  .toList());
      default -> throw new RuleException(where, "exists takes true or false, not " + text);
    };
  }

  private Expression reference(String other) {
    List<Expression> pairs = new ArrayList<>();
    for (Target left : source.targets(field)) {
      for (Target right : source.targets(other)) {
        pairs.add(
            new Expression.Reference(
                left.field(), right.field(), modifiers.relation(), modifiers.cased()));
      }
    }
    return Expression.Any.of(pairs);
  }

  private Expression tested(List<String> written) {
    List<String> values = written;
    if (modifiers.expanded()) {
      values =
          written.stream()
              .flatMap(value -> source.placeholders().expand(value, where).stream())
              .toList();
    }
    if (field.isEmpty()) {
      return new Expression.Keyword(keywords(values));
    }
    List<Expression> alternatives = new ArrayList<>();
    for (Target target : source.targets(field)) {
      List<ValueTest> tests = new ArrayList<>();
      for (String value : values) {
        for (String translated : target.translate(value)) {
          tests.addAll(tests(translated, target));
        }
      }
      Expression tested = new Expression.Field(target.field(), tests);
      alternatives.add(
          target.when() == null ? tested : new Expression.All(List.of(target.when(), tested)));
    }
    return Expression.Any.of(alternatives);
  }

  private List<ValueTest> tests(String value, Target target) {
    List<ValueTest> tests = new ArrayList<>(Values.tests(value, modifiers, where));
    if (target.suffix() != null && modifiers.type() == Modifiers.Type.TEXT) {
      for (SigmaText text : Values.texts(value, modifiers, where)) {
        tests.add(text.followedBy(target.suffix()).test(modifiers.cased()));
      }
    }
    return tests;
  }

  private List<ValueTest> keywords(List<String> values) {
    Modifiers anywhere =
        modifiers.type() == Modifiers.Type.TEXT && !modifiers.transformations().contains("contains")
            ? new Modifiers(
                modifiers.type(),
                append(modifiers.transformations(), "contains"),
                null,
                modifiers.regexFlags(),
                modifiers.all(),
                modifiers.cased(),
                modifiers.negated(),
                modifiers.expanded(),
                null)
            : modifiers;
    List<ValueTest> tests = new ArrayList<>();
    values.forEach(value -> tests.addAll(Values.tests(value, anywhere, where)));
    return tests;
  }

  private static List<String> append(List<String> names, String name) {
    List<String> more = new ArrayList<>(names);
    more.add(name);
    return more;
  }

  /** What a list of words, with no field, asks of the record. */
  static Expression keywords(List<?> words, LogSource source, String where) {
    return compile("", words, source, where);
  }

  /** A condition of the log source itself. */
  static Expression when(Map<String, Object> conditions, String where) {
    List<Expression> all = new ArrayList<>();
    conditions.forEach((key, value) -> all.add(compile(key, value, LogSource.PLAIN, where)));
    return Expression.All.of(all);
  }
}
