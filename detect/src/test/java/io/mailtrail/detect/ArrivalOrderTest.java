package io.mailtrail.detect;

import static io.mailtrail.detect.Happening.HOUR;
import static io.mailtrail.detect.Happening.START;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.Alert;
import io.mailtrail.model.Alert.Status;
import io.mailtrail.model.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is found depends on what happened, never on when or how often it arrived. */
class ArrivalOrderTest {
  private static final int LATENESS_HOURS = 8;

  /**
   * Arrival orders of each of three hundred histories: over a thousand in every build. {@code
   * -Dmailtrail.orders=1000} for a thousand of each, by hand.
   */
  private static final int ORDERS = Integer.getInteger("mailtrail.orders", 4);

  @Property(tries = 800)
  void theEngineFindsWhatTheDefinitionsSay(
      @ForAll Scenario scenario,
      @ForAll("sizes") Scenario.Sizes sizes,
      @ForAll("histories") List<Happening> history) {
    List<String> expected = new ArrayList<>();
    scenario
        .naiveByUser(history, sizes)
        .forEach(
            (user, findings) ->
                findings.forEach(
                    f -> expected.add(user + "@" + f.anchor() + " " + new TreeSet<>(f.proofs()))));
    List<String> actual =
        offline(scenario.rules(sizes), history).stream()
            .map(alert -> outline(alert, scenario))
            .toList();
    assertThat(actual).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Property(tries = 300)
  void everyArrivalOrderSettlesTheSameAlertsToTheByte(
      @ForAll Scenario scenario,
      @ForAll("sizes") Scenario.Sizes sizes,
      @ForAll("histories") List<Happening> history,
      @ForAll Random random) {
    RuleSet rules = scenario.rules(sizes);
    List<String> expected =
        offline(rules, history).stream().map(alert -> text(alert)).sorted().toList();

    for (int order = 0; order < ORDERS; order++) {
      settles(live(rules, arrivals(history, random), random), expected);
    }
  }

  @Property(tries = 400)
  void correlationsThatShareAKeyAreAsIfEachWereAlone(
      @ForAll Scenario scenario,
      @ForAll Scenario other,
      @ForAll("sizes") Scenario.Sizes sizes,
      @ForAll("sizes") Scenario.Sizes otherSizes,
      @ForAll("longHistories") List<Happening> history,
      @ForAll Random random) {
    List<String> alone =
        offline(scenario.rules(sizes), history).stream()
            .map(alert -> text(alert))
            .sorted()
            .toList();
    RuleSet both = scenario.rules(sizes, other, otherSizes);
    assertThat(both.errors()).isEmpty();
    for (int order = 0; order < ORDERS; order++) {
      List<Alert> versions =
          live(both, arrivals(history, random), random).stream()
              .filter(alert -> alert.rule().equals("root"))
              .toList();
      settles(versions, alone);
    }
  }

  private static void settles(List<Alert> versions, List<String> expected) {
    Map<String, Alert> last = new HashMap<>();
    for (Alert version : versions) {
      Alert before = last.put(version.id(), version);
      assertThat(before == null || before.status() == Status.PROVISIONAL || isGone(before))
          .as("no version after the settled one")
          .isTrue();
    }
    assertThat(last.values().stream().filter(alert -> !isGone(alert)).map(alert -> text(alert)))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Property(tries = 150)
  void theOrderOfTheInputIsNothingToTheOfflineDetector(
      @ForAll Scenario scenario,
      @ForAll("sizes") Scenario.Sizes sizes,
      @ForAll("histories") List<Happening> history,
      @ForAll Random random) {
    RuleSet rules = scenario.rules(sizes);
    List<Happening> shuffled = new ArrayList<>(history);
    shuffled.addAll(history);
    Collections.shuffle(shuffled, random);
    assertThat(offline(rules, shuffled).stream().map(a -> new String(a.toBytes(), UTF_8)))
        .containsExactlyElementsOf(
            offline(rules, history).stream().map(a -> new String(a.toBytes(), UTF_8)).toList());
  }

  /** An arrival: the event, and the hour at which it comes. */
  private record Arrival(Happening happening, long hour) {}

  /** Each inside the lateness horizon; repeats at any time later. */
  private static List<Arrival> arrivals(List<Happening> history, Random random) {
    List<Arrival> arrivals = new ArrayList<>();
    for (Happening happening : history) {
      long first = happening.hour() + random.nextInt(LATENESS_HOURS + 1);
      arrivals.add(new Arrival(happening, first));
      while (random.nextInt(3) == 0) {
        arrivals.add(new Arrival(happening, first + random.nextInt(40)));
      }
    }
    Collections.shuffle(arrivals, random);
    arrivals.sort(Comparator.comparingLong(Arrival::hour));
    return arrivals;
  }

  /** As a job runs it: every arrival evaluated, timers in order of stages, state put away. */
  private static final class Live {
    private final Correlator correlator;
    private final Matcher matcher;
    private final Random random;
    private final TreeMap<Integer, Map<String, Group>> stages = new TreeMap<>();
    private final Map<String, Evaluation> wholes = new HashMap<>();
    private final List<Alert> versions = new ArrayList<>();

    Live(RuleSet rules, Random random) {
      this.correlator = new Correlator(rules);
      this.matcher = new Matcher(rules);
      this.random = random;
    }

    private void timers(long watermark) {
      for (int stage = 0; stage <= correlator.stages(); stage++) {
        Map<String, Group> groups = stages.getOrDefault(stage, Map.of());
        for (String key : new ArrayList<>(groups.keySet())) {
          Group group = groups.get(key);
          if (group.nextTimer() <= watermark || random.nextInt(4) == 0) {
            advance(key, group, watermark);
          }
          if (random.nextInt(4) == 0) {
            advance(key, group, watermark);
            group.compact(watermark);
            wholes.keySet().removeIf(one -> one.startsWith(key));
          }
          if (random.nextInt(8) == 0) {
            groups.put(key, restarted(group, watermark));
          }
        }
      }
    }

    private Group restarted(Group group, long watermark) {
      Group.State state = Json.read(Json.bytes(group.state()), Group.State.class);
      Group again = Group.of(state, correlator, CollectionProof.BY_WATERMARK);
      take(again.advance(watermark), watermark);
      return again;
    }

    private void arrive(Happening happening, long watermark) {
      matcher.match(
          happening.event(),
          new Sink() {
            @Override
            public void fact(Fact fact) {
              add(fact, watermark);
            }

            @Override
            public void alert(Alert alert) {
              // rules that the scenario does not refer to: settled at once
            }
          });
    }

    private void add(Fact fact, long watermark) {
      Group group =
          stages
              .computeIfAbsent(correlator.stage(fact.grouping()), s -> new TreeMap<>())
              .computeIfAbsent(
                  fact.key(),
                  k -> new Group(correlator, fact.grouping(), CollectionProof.BY_WATERMARK));
      if (group.add(fact)) {
        advance(fact.key(), group, watermark);
      }
    }

    private void advance(String key, Group group, long watermark) {
      checkNeighbourhood(key, group.state());
      take(group.advance(watermark), watermark);
    }

    private void take(Step step, long watermark) {
      versions.addAll(step.alerts());
      step.facts().forEach(fact -> add(fact, watermark));
    }

    /** What is found near the change, and what was found before, is what all the facts show. */
    private void checkNeighbourhood(String key, Group.State state) {
      Map<String, Group.Part> parts = new HashMap<>();
      for (String family : correlator.families(state.grouping())) {
        parts.put(family, new Group.Part(family, List.of(), Trace.NONE, Long.MIN_VALUE));
      }
      state.parts().forEach(part -> parts.put(part.family(), part));
      for (Group.Part part : parts.values()) {
        if (part.changed() != Long.MAX_VALUE) {
          checkNeighbourhood(key + part.family(), state, part);
        }
      }
    }

    private void checkNeighbourhood(String key, Group.State state, Group.Part part) {
      FactSource source = FactSource.of(state.facts());
      String family = part.family();
      Evaluation near = correlator.evaluate(family, part.trace(), part.changed(), source);
      Evaluation whole = correlator.evaluate(family, Trace.NONE, Long.MIN_VALUE, source);
      List<Found> expected = new ArrayList<>(whole.found());
      expected.removeIf(f -> f.alert().anchor().toEpochMilli() < near.since());
      assertThat(near.found()).isEqualTo(expected);
      assertThat(near.trace().since(state.from()).spans())
          .containsExactlyInAnyOrderElementsOf(whole.trace().since(state.from()).spans());
      Evaluation before = wholes.put(key, whole);
      if (before != null) {
        assertThat(before(whole, near.since(), state.from()))
            .isEqualTo(before(before, near.since(), state.from()));
      }
    }

    private static List<Found> before(Evaluation evaluation, long since, long from) {
      return evaluation.found().stream()
          .filter(f -> f.alert().anchor().toEpochMilli() < since)
          .filter(f -> f.alert().anchor().toEpochMilli() >= from)
          .toList();
    }
  }

  private static List<Alert> live(RuleSet rules, List<Arrival> arrivals, Random random) {
    Live live = new Live(rules, random);
    for (Arrival arrival : arrivals) {
      long watermark = START + (arrival.hour() - LATENESS_HOURS) * HOUR - 1;
      live.timers(watermark);
      live.arrive(arrival.happening(), watermark);
    }
    live.timers(Long.MAX_VALUE);
    return live.versions;
  }

  private static List<Alert> offline(RuleSet rules, List<Happening> history) {
    OfflineDetector detector = new OfflineDetector(rules, CollectionProof.BY_WATERMARK);
    history.forEach(happening -> detector.accept(happening.event()));
    return detector.settleAll().stream().filter(alert -> alert.rule().equals("root")).toList();
  }

  private static boolean isGone(Alert alert) {
    return alert.status() == Status.RETRACTED;
  }

  private static String outline(Alert alert, Scenario scenario) {
    TreeSet<String> proofs =
        alert.evidence().stream()
            .map(e -> e.recordId() + "|" + e.step())
            .collect(Collectors.toCollection(TreeSet::new));
    if (scenario.toString().contains("suppressed")) {
      proofs.add("repeats " + alert.repeats());
    }
    return alert.group().get("user.email") + "@" + alert.anchor().toEpochMilli() + " " + proofs;
  }

  /** All of it but the aliases, which tell what was published before. */
  private static String text(Alert alert) {
    Alert without = alert.with(alert.status(), List.of(), alert.explanation(), alert.coverage());
    return new String(without.toBytes(), UTF_8);
  }

  @Provide
  Arbitrary<Scenario.Sizes> sizes() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 8),
            Arbitraries.integers().between(1, 12),
            Arbitraries.integers().between(0, 6),
            Arbitraries.integers().between(1, 3))
        .as(Scenario.Sizes::new);
  }

  @Provide
  Arbitrary<List<Happening>> histories() {
    return histories(24, 14);
  }

  /** So long that most of it is forgotten on the way. */
  @Provide
  Arbitrary<List<Happening>> longHistories() {
    return histories(72, 40);
  }

  private static Arbitrary<List<Happening>> histories(int hours, int most) {
    Arbitrary<Happening> happening =
        Combinators.combine(
                Arbitraries.integers().between(0, hours),
                Arbitraries.of("A", "B", "C"),
                Arbitraries.of("v1", "v2", "v3"),
                Arbitraries.of("u1", "u1", "u2"),
                Arbitraries.integers().between(0, 1_000_000))
            .as((hour, op, value, user, id) -> new Happening("r" + id, hour, op, value, user));
    return happening.list().ofMinSize(0).ofMaxSize(most).uniqueElements(Happening::id);
  }
}
