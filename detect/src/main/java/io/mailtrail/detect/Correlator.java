package io.mailtrail.detect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
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

  private final Map<String, Family> families;

  public Correlator(RuleSet rules) {
    this.families = rules.families();
  }

  /**
   * The episodes that these facts show, by anchor. The order of the facts is of no account, and
   * repeats of one count once. Facts of a family that is not loaded show nothing.
   */
  public Evaluation evaluate(Collection<Fact> factsOfOneKey) {
    return factsOfOneKey.isEmpty()
        ? new Evaluation(Long.MIN_VALUE, List.of(), Trace.NONE)
        : evaluate(
            factsOfOneKey.iterator().next().family(),
            Trace.NONE,
            Long.MIN_VALUE,
            FactSource.of(factsOfOneKey));
  }

  /**
   * The same, looking only at what a change can affect: the result is what evaluating everything
   * gives from {@link Evaluation#since()} on, and before that nothing is different.
   *
   * @param family {@link Fact#family()} of the key
   * @param before the trace that the last evaluation of the key left
   * @param changedFrom earliest time of a fact that came, went or changed since then, in both its
   *     versions; {@link Long#MIN_VALUE} if that is not known
   * @param facts the facts as they are now; read once
   */
  public Evaluation evaluate(String family, Trace before, long changedFrom, FactSource facts) {
    Family loaded = families.get(family);
    if (loaded == null) {
      return new Evaluation(Long.MIN_VALUE, List.of(), Trace.NONE);
    }
    Neighbourhood where = Neighbourhood.of(loaded, before, changedFrom);
    List<Fact> read = new ArrayList<>();
    facts.since(where.factsFrom()).forEach(read::add);
    return loaded.evaluate(new History(loaded, where, read), where, before);
  }

  /** Digest of the rules that have a part in a family, or null where it is not loaded. */
  public String version(String family) {
    Family loaded = families.get(family);
    return loaded == null ? null : loaded.version();
  }

  /** Names of the fields that a family groups by, or null where it is not loaded. */
  public List<String> groupBy(String family) {
    Family loaded = families.get(family);
    return loaded == null ? null : loaded.groupBy();
  }

  /**
   * How many facts of one {@link Fact#bucket()} count in a key of this family: the first so many by
   * {@link Fact#ORDER}. This, times the hours that a key keeps, times the family's base rules, is
   * the bound of its state, whatever somebody does to one account.
   */
  public int cap(String family) {
    Family loaded = families.get(family);
    return loaded == null ? LEAST_CAP : cap(loaded);
  }

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
   * In which order families have to be evaluated where they feed each other: 0 those that only
   * records feed. Facts of {@link Found#facts()} go to families of a higher stage.
   */
  public int stage(String family) {
    Family loaded = families.get(family);
    return loaded == null ? 0 : loaded.stage();
  }

  /**
   * What is to be published, now that the facts show this and the watermark has come so far.
   *
   * @param family {@link Fact#family()} of the key
   * @param known what the last step left
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
    Family family =
        factsOfOneKey.isEmpty() ? null : families.get(factsOfOneKey.iterator().next().family());
    if (family == null) {
      return new Retained(factsOfOneKey.stream().map(Fact::id).toList(), List.of(), before);
    }
    History history = new History(family, Neighbourhood.WHOLE, factsOfOneKey);
    long from = family.keepFrom(history, before);
    Set<String> needed = new HashSet<>();
    family.correlations().values().forEach(c -> c.remember(history.facts(), from, needed));
    List<Fact> old = history.facts().stream().filter(fact -> fact.time() < from).toList();
    return new Retained(
        old.stream().map(Fact::id).filter(id -> !needed.contains(id)).toList(),
        old.stream()
            .filter(fact -> needed.contains(fact.id()) && !fact.memory())
            .map(Fact::asMemory)
            .toList(),
        from);
  }
}
