package io.mailtrail.cli.rules;

import io.mailtrail.cli.rules.RecordMaker.Made;
import io.mailtrail.cli.rules.RecordMaker.Order;
import io.mailtrail.detect.RuleSet;
import io.mailtrail.detect.sigma.Expression;
import io.mailtrail.detect.sigma.Section;
import io.mailtrail.detect.sigma.ValueTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Records that together fulfil a correlation, one after the other. */
final class Stories {
  private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");
  private static final Duration DEFAULT_LEARNING = Duration.ofDays(7);
  private static final int MOST_RECORDS = 2_000;
  private static final int TRIES_PER_VALUE = 12;

  private final RuleBook book;
  private final RuleSet rules;
  private final RecordMaker maker;
  private final List<RecordSort> sorts;
  private final Map<String, Way> found = new HashMap<>();

  /** How a record for a rule was made the last time. */
  private record Way(Conjunct conjunct, RecordSort sort) {}

  /** Records so far, and when the next may be. */
  private record Story(List<byte[]> records, Instant next) {}

  /** What one place in a correlation asks of a rule: the group's fields, and their values. */
  private record Group(List<String> fields, List<String> values) {}

  Stories(RuleBook book, RuleSet rules, RecordMaker maker, List<RecordSort> sorts) {
    this.book = book;
    this.rules = rules;
    this.maker = maker;
    this.sorts = List.copyOf(sorts);
  }

  /**
   * Records on which the correlation raises its alert, as far as can be told before it is asked.
   */
  List<List<byte[]>> of(String rule) {
    RuleBook.Page page = book.find(rule).orElseThrow();
    List<List<byte[]>> stories = new ArrayList<>();
    for (List<String> group : groups(page)) {
      try {
        stories.add(correlation(page, group, BEGIN).records());
      } catch (CannotBeTold e) {
        // Another rule of the correlation may give group values that all of them can have.
      }
    }
    return stories;
  }

  /** One of the rules cannot match with these values of the group. */
  private static final class CannotBeTold extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Values for the group's fields, taken from a record of each rule that the correlation names. */
  private Set<List<String>> groups(RuleBook.Page page) {
    List<String> groupBy = page.correlation().texts("group-by");
    Set<List<String>> groups = new LinkedHashSet<>();
    for (String reference : page.references()) {
      RuleBook.Page target = book.find(reference).orElseThrow();
      if (target.isCorrelation()) {
        groups.addAll(groups(target));
        continue;
      }
      List<String> fields = fields(page, groupBy, target);
      Optional<Made> made = make(target, present(fields), new Order(BEGIN, 1, fields));
      made.ifPresent(record -> groups.add(firsts(record, fields)));
    }
    return groups;
  }

  private static List<Expression> present(List<String> fields) {
    return fields.stream().<Expression>map(Expression.Present::new).toList();
  }

  private static List<String> firsts(Made made, List<String> fields) {
    return fields.stream().map(field -> made.values().get(field).get(0)).toList();
  }

  /** What a name in a correlation means in the events of one rule. */
  private static List<String> fields(RuleBook.Page page, List<String> names, RuleBook.Page target) {
    Section aliases = page.correlation().section("aliases");
    List<String> fields = new ArrayList<>();
    for (String name : names) {
      Section alias = aliases.section(name);
      String field =
          alias.map().keySet().stream()
              .filter(rule -> isCalled(target, rule))
              .map(alias::requiredText)
              .findFirst()
              .orElse(name);
      fields.add(field);
    }
    return fields;
  }

  private static boolean isCalled(RuleBook.Page page, String rule) {
    return rule.equals(page.rule().map().get("id")) || rule.equals(page.rule().map().get("name"));
  }

  private Story correlation(RuleBook.Page page, List<String> group, Instant at) {
    Section spec = page.correlation();
    return switch (spec.requiredText("type").toLowerCase(Locale.ROOT)) {
      case "event_count" -> repeated(page, group, at, least(spec));
      case "value_count" -> values(page, group, at, least(spec), Duration.ofSeconds(1));
      case "first_seen" -> firstSeen(page, group, at);
      default -> inTurn(page, group, at);
    };
  }

  private static int least(Section spec) {
    Section condition = spec.section("condition");
    int least =
        condition
            .text("gte")
            .or(() -> condition.text("eq"))
            .map(Integer::parseInt)
            .or(() -> condition.text("gt").map(bound -> Integer.parseInt(bound) + 1))
            .orElse(1);
    if (least > MOST_RECORDS) {
      throw new CannotBeTold();
    }
    return Math.max(1, least);
  }

  private Story inTurn(RuleBook.Page page, List<String> group, Instant at) {
    List<byte[]> records = new ArrayList<>();
    Instant next = at;
    for (String reference : page.references()) {
      Story story = one(page, book.find(reference).orElseThrow(), group, next, records.size());
      records.addAll(story.records());
      next = story.next();
    }
    return new Story(records, next);
  }

  private Story repeated(RuleBook.Page page, List<String> group, Instant at, int times) {
    List<byte[]> records = new ArrayList<>();
    Instant next = at;
    RuleBook.Page target = book.find(page.references().get(0)).orElseThrow();
    for (int i = 0; i < times; i++) {
      Story story = one(page, target, group, next, i);
      records.addAll(story.records());
      next = story.next();
    }
    return new Story(records, next);
  }

  private Story one(
      RuleBook.Page page, RuleBook.Page target, List<String> group, Instant at, int seed) {
    if (target.isCorrelation()) {
      return correlation(target, group, at);
    }
    List<String> fields = fields(page, page.correlation().texts("group-by"), target);
    Made made =
        make(target, is(new Group(fields, group)), new Order(at, seed, List.of()))
            .orElseThrow(CannotBeTold::new);
    return new Story(List.of(made.record()), at.plusSeconds(1));
  }

  private static List<Expression> is(Group group) {
    List<Expression> more = new ArrayList<>();
    for (int i = 0; i < group.fields().size(); i++) {
      ValueTest value = new ValueTest.Is(group.values().get(i), false);
      more.add(new Expression.Field(group.fields().get(i), List.of(value)));
    }
    return more;
  }

  /** So many records whose values of the field differ. */
  private Story values(
      RuleBook.Page page, List<String> group, Instant at, int count, Duration step) {
    RuleBook.Page target = book.find(page.references().get(0)).orElseThrow();
    Section spec = page.correlation();
    List<String> groupFields = fields(page, spec.texts("group-by"), target);
    String field =
        fields(page, spec.section("condition").texts("field"), target).stream()
            .findFirst()
            .orElseThrow(CannotBeTold::new);
    List<Expression> more = new ArrayList<>(is(new Group(groupFields, group)));
    more.add(new Expression.Present(field));
    Set<List<String>> seen = new HashSet<>();
    List<byte[]> records = new ArrayList<>();
    Instant next = at;
    Instant last = at;
    for (int seed = 0; records.size() < count; seed++) {
      if (seed > count * TRIES_PER_VALUE) {
        throw new CannotBeTold();
      }
      Optional<Made> made = make(target, more, new Order(next, seed, List.of(field)));
      if (made.isPresent() && seen.add(made.get().values().get(field))) {
        records.add(made.get().record());
        last = next;
        next = next.plus(step);
      }
    }
    return new Story(records, last.plusSeconds(1));
  }

  /** What is new, and what is known from before the learning period. */
  private Story firstSeen(RuleBook.Page page, List<String> group, Instant at) {
    Duration learning =
        page.correlation().text("learning").map(Stories::duration).orElse(DEFAULT_LEARNING);
    return learning.isZero()
        ? values(page, group, at, 1, Duration.ofSeconds(1))
        : values(page, group, at.minus(learning).minusSeconds(1), 2, learning.plusSeconds(1));
  }

  private static Duration duration(String text) {
    long count = Long.parseLong(text.substring(0, text.length() - 1));
    return switch (text.charAt(text.length() - 1)) {
      case 's' -> Duration.ofSeconds(count);
      case 'm' -> Duration.ofMinutes(count);
      case 'h' -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  private Optional<Made> make(RuleBook.Page target, List<Expression> more, Order order) {
    String id =
        String.valueOf(target.rule().map().getOrDefault("id", target.rule().map().get("name")));
    Expression expression = rules.expression(id).orElseThrow(CannotBeTold::new);
    Way last = found.get(id);
    if (last != null) {
      Optional<Made> made = make(last, expression, more, order);
      if (made.isPresent()) {
        return made;
      }
    }
    for (Conjunct conjunct : Conjunct.of(expression)) {
      for (RecordSort sort : sorts) {
        Way way = new Way(conjunct, sort);
        Optional<Made> made = make(way, expression, more, order);
        if (made.isPresent()) {
          found.put(id, way);
          return made;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Made> make(Way way, Expression expression, List<Expression> more, Order order) {
    Conjunct conjunct = way.conjunct();
    for (Expression leaf : more) {
      conjunct = conjunct.and(leaf);
    }
    List<Expression> all = new ArrayList<>(more);
    all.add(expression);
    Expression whole = new Expression.All(all);
    return maker.make(conjunct, way.sort(), whole::matches, order);
  }
}
