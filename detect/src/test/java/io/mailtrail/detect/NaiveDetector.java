package io.mailtrail.detect;

import static io.mailtrail.detect.Happening.HOUR;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The definitions of {@code detect/README.md}, by trying everything: quadratic, exponential, and
 * with nothing in common with the engine but the words.
 */
final class NaiveDetector {
  /** Something at a time, with the records and steps that prove it. */
  record Thing(long time, String record, String what, Set<String> proofs) {
    static final Comparator<Thing> ORDER =
        Comparator.comparingLong(Thing::time)
            .thenComparing(Thing::record)
            .thenComparing(Thing::what);

    boolean isBefore(Thing other) {
      return ORDER.compare(this, other) < 0;
    }
  }

  /** An episode: when it begins, what tells it apart, when and by what it was complete. */
  record Finding(long anchor, String extra, Thing completing, Set<String> proofs) {
    Thing asThing(String step) {
      return new Thing(
          completing.time(), completing.record(), step + anchor + extra, relabel(proofs, step));
    }
  }

  private NaiveDetector() {}

  static List<Thing> base(List<Happening> user, String operation) {
    return user.stream()
        .filter(h -> h.operation().equals(operation))
        .map(h -> new Thing(h.time(), h.id(), h.id(), Set.of(h.id() + "|" + operation)))
        .sorted(Thing.ORDER)
        .toList();
  }

  static List<Finding> firstSeen(
      List<Happening> user, String operation, long horizonHours, long learningHours) {
    List<Happening> all = user.stream().filter(h -> h.operation().equals(operation)).toList();
    List<Finding> found = new ArrayList<>();
    for (Happening h : all) {
      boolean seen =
          all.stream()
              .filter(other -> other.value().equals(h.value()))
              .filter(other -> other.hour() >= h.hour() - horizonHours)
              .anyMatch(
                  other ->
                      other.hour() < h.hour()
                          || (other.hour() == h.hour() && other.id().compareTo(h.id()) < 0));
      long start = knownSince(all, h.hour(), horizonHours + learningHours);
      if (!seen && h.hour() >= start + learningHours) {
        Thing thing = new Thing(h.time(), h.id(), h.id(), Set.of(h.id() + "|" + operation));
        found.add(new Finding(h.time(), h.value(), thing, thing.proofs()));
      }
    }
    return found;
  }

  /** The last sighting up to then before which nothing was seen for longer than this. */
  private static long knownSince(List<Happening> all, long hour, long silenceHours) {
    return all.stream()
        .mapToLong(Happening::hour)
        .filter(begin -> begin <= hour)
        .filter(
            begin ->
                all.stream()
                    .mapToLong(Happening::hour)
                    .noneMatch(before -> before < begin && before >= begin - silenceHours))
        .max()
        .orElseThrow();
  }

  /**
   * @param names of the steps; null where the proofs keep the names they have
   */
  static List<Finding> ordered(List<String> names, List<List<Thing>> steps, long hours) {
    List<List<Thing>> chains = new ArrayList<>();
    extend(steps, List.of(), hours * HOUR, chains);
    List<Finding> found = new ArrayList<>();
    Thing taken = null;
    while (true) {
      Thing limit = taken;
      Thing anchor =
          chains.stream()
              .map(chain -> chain.get(0))
              .filter(first -> limit == null || limit.isBefore(first))
              .min(Thing.ORDER)
              .orElse(null);
      if (anchor == null) {
        return found;
      }
      List<List<Thing>> inside =
          chains.stream()
              .filter(chain -> !chain.get(0).isBefore(anchor))
              .filter(chain -> last(chain).time() <= anchor.time() + hours * HOUR)
              .toList();
      Set<String> proofs = new TreeSet<>();
      for (List<Thing> chain : inside) {
        for (int k = 0; k < chain.size(); k++) {
          Set<String> own = chain.get(k).proofs();
          proofs.addAll(names == null ? own : relabel(own, names.get(k)));
        }
      }
      Thing completing = inside.stream().map(NaiveDetector::last).min(Thing.ORDER).orElseThrow();
      found.add(new Finding(anchor.time(), "", completing, proofs));
      taken = inside.stream().map(chain -> chain.get(0)).max(Thing.ORDER).orElseThrow();
    }
  }

  private static void extend(
      List<List<Thing>> steps, List<Thing> chain, long timespan, List<List<Thing>> chains) {
    if (chain.size() == steps.size()) {
      chains.add(chain);
      return;
    }
    for (Thing next : steps.get(chain.size())) {
      boolean fits =
          chain.isEmpty()
              || (next.time() >= last(chain).time()
                  && !next.record().equals(last(chain).record())
                  && next.time() - chain.get(0).time() <= timespan);
      if (fits) {
        List<Thing> longer = new ArrayList<>(chain);
        longer.add(next);
        extend(steps, longer, timespan, chains);
      }
    }
  }

  /**
   * @param things with, as {@link Thing#what}, what is counted
   */
  static List<Finding> counted(List<Thing> things, int least, long hours) {
    List<Thing> sorted = things.stream().sorted(Thing.ORDER).toList();
    List<Finding> found = new ArrayList<>();
    long takenUntil = Long.MIN_VALUE;
    for (Thing start : sorted) {
      List<Thing> window =
          sorted.stream()
              .filter(t -> !t.isBefore(start) && t.time() <= start.time() + hours * HOUR)
              .toList();
      if (start.time() > takenUntil && different(window) >= least) {
        int enough = 1;
        while (different(window.subList(0, enough)) < least) {
          enough++;
        }
        Set<String> proofs = new TreeSet<>();
        window.forEach(t -> proofs.addAll(t.proofs()));
        found.add(new Finding(start.time(), "", window.get(enough - 1), proofs));
        takenUntil = start.time() + hours * HOUR;
      }
    }
    return found;
  }

  /** Windows one after the other; what is found in one is decided when it is over. */
  static List<Finding> windows(
      List<Thing> things, long hours, Function<List<Thing>, List<Thing>> judge) {
    List<Thing> left = new ArrayList<>(things.stream().sorted(Thing.ORDER).toList());
    List<Finding> found = new ArrayList<>();
    while (!left.isEmpty()) {
      long anchor = left.get(0).time();
      List<Thing> window = left.stream().filter(t -> t.time() <= anchor + hours * HOUR).toList();
      left.removeAll(window);
      List<Thing> counted = judge.apply(window);
      if (!counted.isEmpty()) {
        found.add(new Finding(anchor, "", last(window), proofs(counted)));
      }
    }
    return found;
  }

  static List<Finding> notFollowed(List<Thing> firsts, List<Thing> others, long hours) {
    List<Thing> alone =
        new ArrayList<>(
            firsts.stream()
                .filter(
                    first ->
                        others.stream()
                            .noneMatch(
                                other ->
                                    other.time() >= first.time()
                                        && other.time() <= first.time() + hours * HOUR
                                        && !other.record().equals(first.record())))
                .sorted(Thing.ORDER)
                .toList());
    List<Finding> found = new ArrayList<>();
    while (!alone.isEmpty()) {
      Thing anchor = alone.get(0);
      List<Thing> together =
          alone.stream().filter(t -> t.time() <= anchor.time() + hours * HOUR).toList();
      alone.removeAll(together);
      long decided = anchor.time() + hours * HOUR;
      Thing completing = new Thing(decided, anchor.record(), anchor.what(), anchor.proofs());
      found.add(new Finding(anchor.time(), "", completing, proofs(together)));
    }
    return found;
  }

  /** The first of each window stays, with the number of the others behind it. */
  static List<Finding> suppressed(List<Finding> findings, long hours) {
    List<Finding> told = new ArrayList<>();
    List<Finding> left = new ArrayList<>(findings);
    left.sort(
        Comparator.comparingLong(Finding::anchor)
            .thenComparing(Finding::completing, Thing.ORDER)
            .thenComparing(Finding::extra));
    while (!left.isEmpty()) {
      Finding first = left.remove(0);
      List<Finding> repeats =
          left.stream().filter(f -> f.anchor() <= first.anchor() + hours * HOUR).toList();
      left.removeAll(repeats);
      Set<String> proofs = new TreeSet<>(first.proofs());
      proofs.add("repeats " + repeats.size());
      told.add(new Finding(first.anchor(), first.extra(), first.completing(), proofs));
    }
    return told;
  }

  static Set<String> proofs(List<Thing> things) {
    Set<String> proofs = new TreeSet<>();
    things.forEach(thing -> proofs.addAll(thing.proofs()));
    return proofs;
  }

  private static int different(List<Thing> things) {
    return things.stream().map(Thing::what).collect(Collectors.toCollection(HashSet::new)).size();
  }

  private static Set<String> relabel(Set<String> proofs, String step) {
    return proofs.stream()
        .map(proof -> proof.substring(0, proof.indexOf('|') + 1) + step)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static <T> T last(List<T> list) {
    return list.get(list.size() - 1);
  }
}
