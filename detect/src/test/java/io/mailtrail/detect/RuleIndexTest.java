package io.mailtrail.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.Alert;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The index only saves work: it never misses what asking every rule would find. */
class RuleIndexTest {
  @Property(tries = 400)
  void findsWhatAskingEveryRuleFinds(
      @ForAll("rules") List<String> detections, @ForAll("events") List<String> events) {
    String[] yaml = new String[detections.size()];
    for (int i = 0; i < yaml.length; i++) {
      yaml[i] = Rules.event("rule" + i, detections.get(i));
    }
    RuleSet rules = Rules.load(yaml);
    Matcher matcher = new Matcher(rules);
    for (String event : events) {
      JsonEvent parsed = JsonEvent.of(event);
      List<String> found = new ArrayList<>();
      matcher.match(parsed, alerts(found));
      TreeSet<String> expected = new TreeSet<>();
      for (EventRule rule : Matcher.eventRules(rules)) {
        if (rule.expression().matches(parsed)) {
          expected.add(rule.rule().id());
        }
      }
      assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static Sink alerts(List<String> into) {
    return new Sink() {
      @Override
      public void fact(Fact fact) {
        throw new AssertionError("there are no correlations");
      }

      @Override
      public void alert(Alert alert) {
        into.add(alert.rule());
      }
    };
  }

  @Provide
  Arbitrary<List<String>> rules() {
    Arbitrary<String> item =
        Arbitraries.of(
            "{Operation: Aa}",
            "{operation: Aa}",
            "{Operation: [aA, Bb, '\u00c4']}",
            "{Operation|contains: a}",
            "{Operation|cased: Aa}",
            "{Operation|startswith: B}",
            "{Operation|all: [Aa, Bb]}",
            "{Operation|neq: Aa}",
            "{Operation: 'B?'}",
            "{Operation: null}",
            "{Operation|exists: true}",
            "{Operation: Bb, F: '1'}",
            "{event.action: Aa}",
            "{eventName: Aa}",
            "{F: '1'}",
            "{F|contains: '1'}",
            "{F|contains: [x, K]}",
            "{F|startswith: '1', G|endswith: 'z'}",
            "{F|re: '^1'}",
            "{F|gte: 1}",
            "{F: 'a*1*b'}",
            "{F|contains|all: [x, 1]}",
            "{G|exists: true}",
            "{F|fieldref: G}",
            "{'|all': [x, y]}",
            "{F|contains: ''}",
            "{F|contains: abra}",
            "{F|contains: [abra, xk, q, zz, '1', rab]}",
            "[one, two, abra, xk, 'x?y', three]",
            "[{Operation: Aa}, {F: '1'}]",
            "[{Operation: Aa}, {Operation: Bb}]");
    Arbitrary<String> condition =
        Arbitraries.of(
            "x", "y", "x and y", "x or y", "not x", "x and not y", "not (x or y)", "1 of them");
    return Combinators.combine(item, item, condition)
        .as("x: %s\ny: %s\ncondition: %s"::formatted)
        .list()
        .ofMinSize(1)
        .ofMaxSize(25);
  }

  @Provide
  Arbitrary<List<String>> events() {
    Arbitrary<String> operation =
        Arbitraries.of(
            "",
            "'Operation': 'Aa', ",
            "'Operation': 'AA', ",
            "'Operation': 'bb', ",
            "'Operation': 'Ab', ",
            "'Operation': '\u00e4', ",
            "'Operation': ['Aa', 'Bb'], ",
            "'Operation': ['Bb', 'bb'], ");
    Arbitrary<String> flag =
        Arbitraries.of(
            "'F': '1'",
            "'G': '1'",
            "'F': 'x1', 'G': 'yz'",
            "'F': ['q', 'A-1-B']",
            "'F': 'xk1'",
            "'F': '\u212a'",
            "'F': 'abrabra', 'G': 'ABRABRA'",
            "'F': ''");
    return Combinators.combine(operation, flag)
        .as((o, f) -> "{" + o + f + "}")
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }
}
