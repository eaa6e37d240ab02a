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

  private final Map<String, Family> families;
  private final Map<String, Grouping> groupings;
  private final Map<String, String> groupingOf = new HashMap<>();
  private final Map<String, Set<String>> asks = new HashMap<>();
  private final Map<String, Integer> caps = new HashMap<>();

  public Correlator(RuleSet rules) {
    this.families = rules.families();
    this.groupings = rules.groupings();
    groupings
        .values()
        .forEach(g -> g.families().keySet().forEach(family -> groupingOf.put(family, g.id())));
    families.forEach(
        (id, family) -> {
          asks.put(id, family.asks());
          caps.put(id, cap(family));
        });
  }

  /**
   * The episodes of one family that these facts of one key show, by anchor. The order of the facts
   * is of no account, and repeats of one count once. A family that is not loaded shows nothing.
   */
  public Evaluation evaluate(String family, Collection<Fact> factsOfOneKey) {
    return evaluate(family, Trace.NONE, Long.MIN_VALUE, FactSource.of(factsOfOneKey));
  }

  /**
   * The same, looking only at what a change can affect: the result is what evaluating everything
   * gives from {@link Evaluation#since()} on, and before that nothing is different.
   *
   * @param family one of the {@link #families} of the key
   * @param before the trace that the last evaluation of the family left in the key
   * @param changedFrom earliest time of a fact that came, went or changed since then, in both its
   *     versions; {@link Long#MIN_VALUE} if that is not known
   * @param facts the facts of the key as they are now, those of other families among them; read
   *     once
   */
  public Evaluation evaluate(String family, Trace before, long changedFrom, FactSource facts) {
    Family loaded = families.get(family);
    if (loaded == null) {
      return new Evaluation(Long.MIN_VALUE, List.of(), Trace.NONE);
    }
    Neighbourhood where = Neighbourhood.of(loaded, before, changedFrom);
    return loaded.evaluate(
        new History(loaded, where, facts(loaded, where.factsFrom(), facts)), where, before);
  }

  /** The facts that a family looks at: of each bucket no more than count for it. */
  private List<Fact> facts(Family family, long from, FactSource facts) {
    int most = caps.get(family.id());
    boolean othersKeepMore = groupings.get(groupingOf.get(family.id())).cap() > most;
    // To know which of a bucket come first, one has to see all of it.
    long since = othersKeepMore && from != Long.MIN_VALUE ? Math.floorDiv(from, HOUR) * HOUR : from;
    Set<String> asked = asks.get(family.id());
    List<Fact> read = new ArrayList<>();
    for (Fact fact : facts.since(since)) {
      if (fact.time() >= since && asked.contains(fact.rule())) {
        read.add(fact);
      }
    }
    return othersKeepMore && read.size() > most ? capped(read, most) : read;
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
    return groupingOf.get(family);
  }

  /**
   * Whether a family could find anything in a key. Cheap; where it says no, evaluating it finds
   * nothing.
   *
   * @param facts how many the key holds, by rule
   */
  public boolean isPossible(String family, Map<String, Integer> facts) {
    Family loaded = families.get(family);
    return loaded != null && loaded.isPossible(rule -> facts.getOrDefault(rule, 0));
  }

  /** Digest of the rules that have a part in a family, or null where it is not loaded. */
  public String version(String family) {
    Family loaded = families.get(family);
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
    Family loaded = families.get(family);
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
    Family loaded = families.get(family);
    return loaded != null && loaded.feed() != null
        ? FeedLife.advance(known, evaluation, watermark, from)
        : AlertLife.advance(known, evaluation, watermark, from, proof);
  }

  /** The highest {@link #stage}. */
  public int stages() {
    return families.values().stream().mapToInt(Family::stage).max().orElse(0);
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
      List<Fact> facts = facts(family, Long.MIN_VALUE, since -> sorted);
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
