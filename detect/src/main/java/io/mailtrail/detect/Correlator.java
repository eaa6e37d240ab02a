package io.mailtrail.detect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Evaluates the correlations: a pure function of the set of facts of one key. Thread-safe. */
public final class Correlator {
  /**
   * In how many stages families can feed each other: a correlation over findings that are grouped
   * otherwise, over findings that are grouped otherwise.
   */
  public static final int STAGES = 3;

  private static final int LEAST_CAP = 1_000;

  private static final long HOUR = 3_600_000;

  private final Map<String, Grouping> groupings;
  private final Map<String, Look> looks = new HashMap<>();

  /**
   * How a family looks at the keys of its grouping.
   *
   * @param rules whose facts it asks for
   * @param most how many facts of a bucket count for it
   */
  private record Look(Family family, Grouping grouping, Set<String> rules, int most) {
    boolean isLimited() {
      return most < grouping.cap();
    }
  }

  public Correlator(RuleSet rules) {
    this.groupings = rules.groupings();
    for (Grouping grouping : groupings.values()) {
      grouping
          .families()
          .forEach(
              (id, family) ->
                  looks.put(id, new Look(family, grouping, family.asks(), cap(family))));
    }
  }

  private Family family(String id) {
    Look look = looks.get(id);
    return look == null ? null : look.family();
  }

  /**
   * The episodes of one family that the facts of one key show, by anchor. The order of the facts is
   * of no account, and repeats of one count once. A family that is not loaded shows nothing.
   *
   * <p>It looks only at what a change can affect: the result is what evaluating everything gives
   * from {@link Evaluation#since()} on, and before that nothing is different.
   *
   * @param family one of the {@link #families} of the key
   * @param before the trace that the last evaluation of the family left in the key
   * @param changedFrom earliest time of a fact that came, went or changed since then, in both its
   *     versions; {@link Long#MIN_VALUE} if that is not known
   * @param facts the facts of the key as they are now, those of other families among them; read
   *     once
   */
  public Evaluation evaluate(String family, Trace before, long changedFrom, FactSource facts) {
    Look look = looks.get(family);
    if (look == null) {
      return new Evaluation(Long.MIN_VALUE, List.of(), Trace.NONE);
    }
    Neighbourhood where = Neighbourhood.of(look.family(), before, changedFrom);
    List<Fact> seen = facts(look, where.factsFrom(), facts);
    return look.family().evaluate(new History(look.family(), where, seen), where, before);
  }

  /** The facts that a family looks at: of each bucket no more than count for it. */
  private static List<Fact> facts(Look look, long from, FactSource facts) {
    // To know which of a bucket come first, one has to see all of it.
    long since =
        look.isLimited() && from != Long.MIN_VALUE ? Math.floorDiv(from, HOUR) * HOUR : from;
    List<Fact> seen = new ArrayList<>();
    for (Fact fact : facts.since(since)) {
      if (fact.time() >= since && look.rules().contains(fact.rule())) {
        seen.add(fact);
      }
    }
    return look.isLimited() && seen.size() > look.most() ? capped(seen, look.most()) : seen;
  }

  private static List<Fact> capped(List<Fact> facts, int most) {
    Map<String, Fact> unique = new HashMap<>();
    facts.forEach(fact -> unique.merge(fact.id(), fact, Fact::better));
    Map<String, Integer> counts = new HashMap<>();
    return unique.values().stream()
        .sorted(Fact.ORDER)
        .filter(fact -> counts.merge(fact.bucket(), 1, Integer::sum) <= most)
        .toList();
  }

  /**
   * Ids of the families that look at the facts of a grouping, in order; none where it is not
   * loaded.
   *
   * @param grouping {@link Fact#grouping()}
   */
  public Collection<String> families(String grouping) {
    Grouping loaded = groupings.get(grouping);
    return loaded == null ? List.of() : loaded.families().keySet();
  }

  /** Of those, the ones that look at the facts of one rule. */
  public Collection<String> families(String grouping, String rule) {
    Grouping loaded = groupings.get(grouping);
    return loaded == null ? List.of() : loaded.byRule().getOrDefault(rule, List.of());
  }

  /** The {@link Fact#grouping()} of what a family looks at, or null where it is not loaded. */
  public String grouping(String family) {
    Look look = looks.get(family);
    return look == null ? null : look.grouping().id();
  }

  /**
   * Whether a family could find anything in a key. Cheap; where it says no, evaluating it finds
   * nothing.
   *
   * @param facts how many the key holds, by rule
   */
  public boolean isPossible(String family, Map<String, Integer> facts) {
    Family loaded = family(family);
    return loaded != null && loaded.isPossible(rule -> facts.getOrDefault(rule, 0));
  }

  /** Digest of the rules that have a part in a family, or null where it is not loaded. */
  public String version(String family) {
    Family loaded = family(family);
    return loaded == null ? null : loaded.version();
  }

  /** By what the facts of a grouping are grouped, or null where it is not loaded. */
  public List<String> groupBy(String grouping) {
    Grouping loaded = groupings.get(grouping);
    return loaded == null ? null : loaded.groupBy();
  }

  /**
   * How many facts of one {@link Fact#bucket()} are kept in a key of this grouping: the first so
   * many by {@link Fact#ORDER}. This, times the hours that a key keeps, times the base rules, is
   * the bound of its state, whatever somebody does to one account.
   */
  public int cap(String grouping) {
    Grouping loaded = groupings.get(grouping);
    return loaded == null ? LEAST_CAP : loaded.cap();
  }

  /** How many of them count for a family. */
  static int cap(Family family) {
    double most = LEAST_CAP;
    for (Correlation correlation : family.correlations().values()) {
      boolean counts = false;
      double largest = 0;
      if (correlation instanceof Counted counted) {
        counts = counted.measure().type() != CorrelationSpec.Type.VALUE_SUM;
        largest = counted.bounds().largest();
      } else if (correlation instanceof Windowed windowed) {
        counts = windowed.measure().type() == CorrelationSpec.Type.EVENT_COUNT;
        largest = windowed.bounds().largest();
      }
      most = counts ? Math.max(most, 2 * largest) : most;
    }
    return (int) most;
  }

  /**
   * In which order groupings have to be evaluated where their families feed each other: 0 what only
   * records feed. Facts of {@link Found#facts()} go to groupings of a higher stage.
   */
  public int stage(String grouping) {
    Grouping loaded = groupings.get(grouping);
    return loaded == null ? 0 : loaded.stage();
  }

  /** Whether a family gives its findings to another one instead of raising alerts. */
  public boolean feeds(String family) {
    Family loaded = family(family);
    return loaded != null && loaded.feed() != null;
  }

  /**
   * What is to be published, now that the facts show this and the watermark has come so far.
   *
   * @param family one of the {@link #families} of the key
   * @param known what the last step of the family left in it: all that is not settled, and of the
   *     rest what begins at or after {@link Evaluation#since()}
   * @param watermark no record up to this time (milliseconds since the epoch) will come inside the
   *     horizon
   * @param from {@link Retained#from()} of the key, or {@link Long#MIN_VALUE}: what begins before
   *     it is forgotten, not retracted
   * @param proof what is known of the collection
   */
  public Step advance(
      String family,
      Collection<Known> known,
      Evaluation evaluation,
      long watermark,
      long from,
      CollectionProof proof) {
    Family loaded = family(family);
    return loaded != null && loaded.feed() != null
        ? FeedLife.advance(known, evaluation, watermark, from)
        : AlertLife.advance(known, evaluation, watermark, from, proof);
  }

  /** The highest {@link #stage}. */
  public int stages() {
    return groupings.values().stream().mapToInt(Grouping::stage).max().orElse(0);
  }

  /**
   * What may be forgotten without changing what is found later, once no fact at or before {@code
   * before} will come any more (or, if one does, may count as a mere memory). {@code before} must
   * never go back for a key.
   */
  public Retained compact(Collection<Fact> factsOfOneKey, long before) {
    Grouping grouping =
        factsOfOneKey.isEmpty() ? null : groupings.get(factsOfOneKey.iterator().next().grouping());
    if (grouping == null) {
      return new Retained(factsOfOneKey.stream().map(Fact::id).toList(), List.of(), before);
    }
    List<Fact> sorted = factsOfOneKey.stream().sorted(Fact.ORDER).toList();
    Map<Family, History> histories = new LinkedHashMap<>();
    for (Family family : grouping.families().values()) {
      List<Fact> facts = facts(looks.get(family.id()), Long.MIN_VALUE, since -> sorted);
      histories.put(family, new History(family, Neighbourhood.WHOLE, facts));
    }
    long keepFrom = keepFrom(histories, before);
    Set<String> needed = new HashSet<>();
    histories.forEach((family, history) -> family.remember(history.facts(), keepFrom, needed));
    List<Fact> old = factsOfOneKey.stream().filter(fact -> fact.time() < keepFrom).toList();
    return new Retained(
        old.stream().map(Fact::id).filter(id -> !needed.contains(id)).toList(),
        old.stream()
            .filter(fact -> needed.contains(fact.id()) && !fact.memory())
            .map(Fact::asMemory)
            .toList(),
        keepFrom);
  }

  /** What one of the families still needs may begin in the middle of what another has found. */
  private static long keepFrom(Map<Family, History> histories, long before) {
    long from = Long.MAX_VALUE;
    long lowered = from;
    do {
      from = lowered;
      for (Map.Entry<Family, History> entry : histories.entrySet()) {
        lowered = entry.getKey().keepFrom(entry.getValue(), before, lowered);
      }
    } while (lowered < from);
    return from;
  }
}
