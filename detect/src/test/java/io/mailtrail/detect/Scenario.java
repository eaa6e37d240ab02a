package io.mailtrail.detect;

import io.mailtrail.detect.NaiveDetector.Finding;
import io.mailtrail.detect.NaiveDetector.Thing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A kind of rule set, as YAML for the engine and as a definition for the naive detector. */
enum Scenario {
  FIRST_SEEN("first_seen") {
    @Override
    String yaml(Sizes s) {
      return newValue("root", s);
    }

    @Override
    List<Finding> naive(List<Happening> user, Sizes s) {
      return NaiveDetector.firstSeen(user, "A", s.horizon(), s.learning());
    }
  },
  NEW_THEN_B("temporal_ordered") {
    @Override
    String yaml(Sizes s) {
      return ordered("[news, B]", s) + newValue("news", s);
    }

    @Override
    List<Finding> naive(List<Happening> user, Sizes s) {
      List<Thing> news =
          NaiveDetector.firstSeen(user, "A", s.horizon(), s.learning()).stream()
              .map(f -> f.asThing("news"))
              .sorted(Thing.ORDER)
              .toList();
      return NaiveDetector.ordered(
          List.of("news", "B"), List.of(news, NaiveDetector.base(user, "B")), s.window());
    }
  },
  A_THEN_B("temporal_ordered") {
    @Override
    String yaml(Sizes s) {
      return ordered("[A, B]", s);
    }

    @Override
    List<Finding> naive(List<Happening> user, Sizes s) {
      return orderedBase(user, s, "A", "B");
    }
  },
  A_THEN_A("temporal_ordered") {
    @Override
    String yaml(Sizes s) {
      return ordered("[A, A]", s);
    }

    @Override
    List<Finding> naive(List<Happening> user, Sizes s) {
      return orderedBase(user, s, "A", "A");
    }
  },
  A_THEN_B_THEN_C("temporal_ordered") {
    @Override
    String yaml(Sizes s) {
      return ordered("[A, B, C]", s);
    }

    @Override
    List<Finding> naive(List<Happening> user, Sizes s) {
      return orderedBase(user, s, "A", "B", "C");
    }
  },
  MANY_A("event_count") {
    @Override
    String yaml(Sizes s) {
      return count("root", s);
    }

    @Override
    List<Finding> naive(List<Happening> user, Sizes s) {
      return NaiveDetector.counted(NaiveDetector.base(user, "A"), s.least(), s.window());
    }
  },
  MANY_A_THEN_B("temporal_ordered") {
    @Override
    String yaml(Sizes s) {
      return ordered("[many, B]", s) + count("many", s);
    }

    @Override
    List<Finding> naive(List<Happening> user, Sizes s) {
      List<Thing> many =
          NaiveDetector.counted(NaiveDetector.base(user, "A"), s.least(), s.window()).stream()
              .map(f -> f.asThing("many"))
              .sorted(Thing.ORDER)
              .toList();
      return NaiveDetector.ordered(
          List.of("many", "B"), List.of(many, NaiveDetector.base(user, "B")), s.window());
    }
  },
  MANY_VALUES("value_count") {
    @Override
    String yaml(Sizes s) {
      return """
      title: root
      id: root
      correlation:
        type: value_count
        rules: [A, B]
        group-by: [user.email]
        timespan: %dh
        condition: {field: V, gte: %d}
      ---
      """
          .formatted(s.window(), s.least());
    }

    @Override
    List<Finding> naive(List<Happening> user, Sizes s) {
      return NaiveDetector.counted(things(user, Happening::value), s.least(), s.window());
    }
  },
  A_AND_B("temporal") {
    @Override
    String yaml(Sizes s) {
      return """
      title: root
      id: root
      correlation:
        type: temporal
        rules: [A, B]
        group-by: [user.email]
        timespan: %dh
      ---
      """
          .formatted(s.window());
    }

    @Override
    List<Finding> naive(List<Happening> user, Sizes s) {
      return NaiveDetector.counted(things(user, Happening::operation), 2, s.window());
    }
  },
  RANGE_OF_A("event_count") {
    @Override
    String yaml(Sizes s) {
      return measured("root", "event_count", "[A]", s, "{gte: 2, lte: " + (s.least() + 1) + "}");
    }

    @Override
    List<Finding> naive(List<Happening> user, Sizes s) {
      return NaiveDetector.windows(
          NaiveDetector.base(user, "A"),
          s.window(),
          w -> w.size() >= 2 && w.size() <= s.least() + 1 ? w : List.of());
    }
  },
  NOT_AS_MANY_VALUES("value_count") {
    @Override
    String yaml(Sizes s) {
      return measured("root", "value_count", "[A, B]", s, "{field: V, neq: " + s.least() + "}");
    }

    @Override
    List<Finding> naive(List<Happening> user, Sizes s) {
      return NaiveDetector.windows(
          things(user, Happening::value),
          s.window(),
          w -> w.stream().map(Thing::what).distinct().count() != s.least() ? w : List.of());
    }
  },
  SUM_OF_A("value_sum") {
    @Override
    String yaml(Sizes s) {
      return measured("root", "value_sum", "[A]", s, "{field: N, gt: " + 3 * s.least() + "}");
    }

    @Override
    List<Finding> naive(List<Happening> user, Sizes s) {
      List<Thing> things = NaiveDetector.base(user, "A");
      List<Finding> found = new ArrayList<>();
      long takenUntil = Long.MIN_VALUE;
      for (Thing start : things) {
        List<Thing> window =
            things.stream()
                .filter(t -> Thing.ORDER.compare(t, start) >= 0)
                .filter(t -> t.time() <= start.time() + s.window() * Happening.HOUR)
                .toList();
        if (start.time() > takenUntil && sum(user, window) > 3 * s.least()) {
          found.add(new Finding(start.time(), "", start, NaiveDetector.proofs(window)));
          takenUntil = start.time() + s.window() * Happening.HOUR;
        }
      }
      return found;
    }
  },
  AVERAGE_OF_A_THEN_B("value_avg") {
    @Override
    String yaml(Sizes s) {
      return ordered("[avg, B]", s) + measured("avg", "value_avg", "[A]", s, "{field: N, lte: 3}");
    }

    @Override
    List<Finding> naive(List<Happening> user, Sizes s) {
      List<Thing> averages =
          NaiveDetector.windows(
                  NaiveDetector.base(user, "A"),
                  s.window(),
                  w -> sum(user, w) <= 3.0 * w.size() ? w : List.of())
              .stream()
              .map(f -> f.asThing("avg"))
              .sorted(Thing.ORDER)
              .toList();
      return NaiveDetector.ordered(
          List.of("avg", "B"), List.of(averages, NaiveDetector.base(user, "B")), s.window());
    }
  },
  RARE_VALUE("value_percentile") {
    @Override
    String yaml(Sizes s) {
      return measured("root", "value_percentile", "[A, B]", s, "{field: V, lte: 34}");
    }

    @Override
    List<Finding> naive(List<Happening> user, Sizes s) {
      return NaiveDetector.windows(
          things(user, Happening::value),
          s.window(),
          w ->
              w.stream()
                  .filter(
                      t ->
                          100.0 * w.stream().filter(o -> o.what().equals(t.what())).count()
                              <= 34.0 * w.size())
                  .toList());
    }
  },
  MEDIAN_OF_A("value_percentile") {
    @Override
    String yaml(Sizes s) {
      return measured(
          "root",
          "value_percentile",
          "[A]",
          s,
          "{field: N, percentile: 50, gte: " + s.least() + "}");
    }

    @Override
    List<Finding> naive(List<Happening> user, Sizes s) {
      return NaiveDetector.windows(
          NaiveDetector.base(user, "A"),
          s.window(),
          w -> {
            List<Integer> sorted = w.stream().map(t -> number(user, t)).sorted().toList();
            return sorted.get((sorted.size() + 1) / 2 - 1) >= s.least() ? w : List.of();
          });
    }
  },
  A_WITHOUT_B("not_followed_by") {
    @Override
    String yaml(Sizes s) {
      return measured("root", "not_followed_by", "[A, B]", s, null);
    }

    @Override
    List<Finding> naive(List<Happening> user, Sizes s) {
      return NaiveDetector.notFollowed(
          NaiveDetector.base(user, "A"), NaiveDetector.base(user, "B"), s.window());
    }
  },
  A_WITHOUT_B_THEN_C("not_followed_by") {
    @Override
    String yaml(Sizes s) {
      return ordered("[alone, C]", s) + measured("alone", "not_followed_by", "[A, B]", s, null);
    }

    @Override
    List<Finding> naive(List<Happening> user, Sizes s) {
      List<Thing> alone =
          NaiveDetector.notFollowed(
                  NaiveDetector.base(user, "A"), NaiveDetector.base(user, "B"), s.window())
              .stream()
              .map(f -> f.asThing("alone"))
              .sorted(Thing.ORDER)
              .toList();
      return NaiveDetector.ordered(
          List.of("alone", "C"), List.of(alone, NaiveDetector.base(user, "C")), s.window());
    }
  },
  MANY_A_ONCE_A_WHILE("event_count, suppressed") {
    @Override
    String yaml(Sizes s) {
      return suppressed(s) + count("root", s);
    }

    @Override
    List<Finding> naive(List<Happening> user, Sizes s) {
      return NaiveDetector.suppressed(
          NaiveDetector.counted(NaiveDetector.base(user, "A"), s.least(), s.window()), s.horizon());
    }
  },
  NEW_ONCE_A_WHILE("first_seen, suppressed") {
    @Override
    String yaml(Sizes s) {
      return suppressed(s) + newValue("root", s);
    }

    @Override
    List<Finding> naive(List<Happening> user, Sizes s) {
      return NaiveDetector.suppressed(
          NaiveDetector.firstSeen(user, "A", s.horizon(), s.learning()), s.window());
    }

    @Override
    String suppressed(Sizes s) {
      return "mailtrail: {suppress: %dh}\n".formatted(s.window());
    }
  },
  EACH_A_ONCE_A_WHILE("one event, suppressed") {
    @Override
    String yaml(Sizes s) {
      return suppressed(s)
          + Rules.event("root", "selection: {Operation: A}\ncondition: selection")
          + "---\n";
    }

    @Override
    List<Finding> naive(List<Happening> user, Sizes s) {
      List<Thing> all = NaiveDetector.base(user, "A");
      List<Finding> found = new ArrayList<>();
      for (Thing thing : all) {
        boolean first = all.stream().noneMatch(t -> t.time() == thing.time() && t.isBefore(thing));
        if (first) {
          Set<String> proofs = new TreeSet<>();
          all.stream()
              .filter(t -> t.time() == thing.time())
              .forEach(t -> proofs.add(t.record() + "|root"));
          found.add(new Finding(thing.time(), "", thing, proofs));
        }
      }
      return NaiveDetector.suppressed(found, s.horizon());
    }
  },
  MANY_OF_A_VALUE_THEN_B("chain, finer group") {
    @Override
    String yaml(Sizes s) {
      return ordered("[many, B]", s) + count("many", s).replace("[user.email]", "[user.email, V]");
    }

    @Override
    List<Finding> naive(List<Happening> user, Sizes s) {
      List<Thing> many = new ArrayList<>();
      for (String value : List.of("v1", "v2", "v3")) {
        List<Happening> ofValue = user.stream().filter(h -> h.value().equals(value)).toList();
        NaiveDetector.counted(NaiveDetector.base(ofValue, "A"), s.least(), s.window())
            .forEach(f -> many.add(fed(f, "many/" + value)));
      }
      many.sort(Thing.ORDER);
      return NaiveDetector.ordered(null, List.of(many, NaiveDetector.base(user, "B")), s.window());
    }
  },
  MANY_USERS_OF_A_VALUE_THEN_B("chain, other group") {
    @Override
    String yaml(Sizes s) {
      return ordered("[spray, B]", s)
          + """
          title: spray
          id: spray
          correlation:
            type: value_count
            rules: [A]
            group-by: [V]
            timespan: %dh
            condition: {field: user.email, gte: 2}
          ---
          """
              .formatted(s.window());
    }

    @Override
    List<Finding> naive(List<Happening> user, Sizes s) {
      throw new UnsupportedOperationException("needs all users");
    }

    @Override
    Map<String, List<Finding>> naiveByUser(List<Happening> all, Sizes s) {
      Map<String, List<Thing>> sprayed = new TreeMap<>();
      for (String value : List.of("v1", "v2", "v3")) {
        List<Thing> things =
            all.stream()
                .filter(h -> h.value().equals(value) && h.operation().equals("A"))
                .map(h -> new Thing(h.time(), h.id(), h.user(), Set.of(h.id() + "|A")))
                .toList();
        for (Finding finding : NaiveDetector.counted(things, 2, s.window())) {
          for (String user : USERS) {
            Set<String> theirs = new TreeSet<>(finding.proofs());
            theirs.removeIf(
                p -> all.stream().noneMatch(h -> h.user().equals(user) && p.equals(h.id() + "|A")));
            if (!theirs.isEmpty()) {
              Finding part = new Finding(finding.anchor(), "", finding.completing(), theirs);
              sprayed
                  .computeIfAbsent(user, u -> new ArrayList<>())
                  .add(fed(part, "spray/" + value));
            }
          }
        }
      }
      Map<String, List<Finding>> found = new TreeMap<>();
      for (String user : USERS) {
        List<Thing> first =
            sprayed.getOrDefault(user, List.of()).stream().sorted(Thing.ORDER).toList();
        List<Happening> theirs = all.stream().filter(h -> h.user().equals(user)).toList();
        found.put(
            user,
            NaiveDetector.ordered(
                null, List.of(first, NaiveDetector.base(theirs, "B")), s.window()));
      }
      return found;
    }
  };

  static final List<String> USERS = List.of("u1", "u2");

  /** Hours, and how many. */
  record Sizes(int window, int horizon, int learning, int least) {}

  private static final Pattern ID = Pattern.compile("(?m)^(?:id|name): (\\w+)$");

  private final String type;

  Scenario(String type) {
    this.type = type;
  }

  abstract String yaml(Sizes sizes);

  abstract List<Finding> naive(List<Happening> user, Sizes sizes);

  Map<String, List<Finding>> naiveByUser(List<Happening> all, Sizes sizes) {
    Map<String, List<Finding>> found = new TreeMap<>();
    for (String user : USERS) {
      found.put(user, naive(all.stream().filter(h -> h.user().equals(user)).toList(), sizes));
    }
    return found;
  }

  String suppressed(Sizes sizes) {
    return "mailtrail: {suppress: %dh}\n".formatted(sizes.horizon());
  }

  private static Thing fed(Finding finding, String what) {
    Thing by = finding.completing();
    return new Thing(by.time(), by.record(), what + finding.anchor(), finding.proofs());
  }

  private static int number(List<Happening> user, Thing thing) {
    return user.stream()
        .filter(h -> h.id().equals(thing.record()))
        .findFirst()
        .orElseThrow()
        .number();
  }

  private static int sum(List<Happening> user, List<Thing> things) {
    return things.stream().mapToInt(thing -> number(user, thing)).sum();
  }

  private static String measured(String id, String type, String rules, Sizes s, String condition) {
    return """
    title: %s
    id: %s
    correlation:
      type: %s
      rules: %s
      group-by: [user.email]
      timespan: %dh
    %s---
    """
        .formatted(
            id,
            id,
            type,
            rules,
            s.window(),
            condition == null ? "" : "  condition: " + condition + "\n");
  }

  RuleSet rules(Sizes sizes) {
    return load(yaml(sizes));
  }

  /** The rules of this scenario, and of another beside it, whose root is {@code root2}. */
  RuleSet rules(Sizes sizes, Scenario other, Sizes otherSizes) {
    String beside = other.yaml(otherSizes);
    Matcher ids = ID.matcher(beside);
    Set<String> renamed = new TreeSet<>();
    while (ids.find()) {
      renamed.add(ids.group(1));
    }
    for (String id : renamed) {
      beside = beside.replaceAll("\\b" + id + "\\b", id + "2");
    }
    return load(yaml(sizes) + beside);
  }

  private static RuleSet load(String correlations) {
    StringBuilder yaml = new StringBuilder(correlations);
    for (String operation : List.of("A", "B", "C")) {
      String detection = "selection: {Operation: %s}\ncondition: selection".formatted(operation);
      yaml.append(Rules.event(operation, detection)).append("---\n");
    }
    return Rules.load(yaml.toString());
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT) + " (" + type + ")";
  }

  private static String newValue(String id, Sizes s) {
    return """
    title: %s
    id: %s
    correlation:
      type: first_seen
      rules: [A]
      group-by: [user.email]
      timespan: %dh
      learning: %dh
      condition: {field: V}
    ---
    """
        .formatted(id, id, s.horizon(), s.learning());
  }

  private static String count(String id, Sizes s) {
    return """
    title: %s
    id: %s
    correlation:
      type: event_count
      rules: [A]
      group-by: [user.email]
      timespan: %dh
      condition: {gte: %d}
    ---
    """
        .formatted(id, id, s.window(), s.least());
  }

  private static String ordered(String rules, Sizes s) {
    return """
    title: root
    id: root
    correlation:
      type: temporal_ordered
      rules: %s
      group-by: [user.email]
      timespan: %dh
    ---
    """
        .formatted(rules, s.window());
  }

  private static List<Finding> orderedBase(List<Happening> user, Sizes s, String... operations) {
    List<List<Thing>> steps = new ArrayList<>();
    for (String operation : operations) {
      steps.add(NaiveDetector.base(user, operation));
    }
    return NaiveDetector.ordered(List.of(operations), steps, s.window());
  }

  private static List<Thing> things(List<Happening> user, Function<Happening, String> what) {
    return user.stream()
        .filter(h -> !h.operation().equals("C"))
        .map(h -> new Thing(h.time(), h.id(), what.apply(h), Set.of(h.id() + "|" + h.operation())))
        .toList();
  }
}
