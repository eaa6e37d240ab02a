package io.mailtrail.detect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Steps that follow each other within a window.
 *
 * <p>A chain has one occurrence of every step, in the rule's order, at times that do not decrease
 * (records have whole seconds: what happened in the same second may have been in order, and to miss
 * it is worse), neighbours from different records, all within the timespan from the first. An
 * episode is anchored at the earliest first step that begins a chain; part of it is every
 * occurrence that stands in some chain within the window from the anchor. The next episode can
 * begin after the last first step among those. So each record that begins a chain is in exactly one
 * episode.
 */
record Ordered(Rule rule, List<String> references, long timespan, long lag) implements Correlation {
  @Override
  public boolean isPossible(ToIntFunction<String> seen) {
    for (String reference : references) {
      if (seen.applyAsInt(reference) == 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public List<Episode> episodes(History history) {
    List<List<Occurrence>> steps = steps(history);
    List<Episode> found = new ArrayList<>();
    List<Occurrence> firsts = steps.get(0);
    for (int i = 0; i < firsts.size(); ) {
      List<List<Occurrence>> chains = mayComplete(steps, firsts.get(i)) ? chains(steps, i) : null;
      if (chains == null) {
        i++;
      } else {
        found.add(episode(chains));
        i = Collections.binarySearch(firsts, last(chains.get(0)), Occurrence.ORDER) + 1;
      }
    }
    return found;
  }

  private List<List<Occurrence>> steps(History history) {
    return references.stream()
        .map(reference -> history.occurrences(List.of(reference), rule.id()))
        .toList();
  }

  /** Rejects cheaply a first step that nothing follows in time. */
  private boolean mayComplete(List<List<Occurrence>> steps, Occurrence anchor) {
    long time = anchor.time();
    for (List<Occurrence> step : steps.subList(1, steps.size())) {
      int next = atOrAfter(step, time);
      if (next == step.size() || step.get(next).time() - anchor.time() > timespan) {
        return false;
      }
      time = step.get(next).time();
    }
    return true;
  }

  /**
   * For every step the occurrences that stand in a chain that begins with the anchor or later and
   * ends within the anchor's window; null if the anchor itself begins none.
   */
  private List<List<Occurrence>> chains(List<List<Occurrence>> steps, int anchor) {
    List<Occurrence> firsts = steps.get(0);
    long from = firsts.get(anchor).time();
    List<List<Occurrence>> reached = new ArrayList<>();
    reached.add(firsts.subList(anchor, atOrAfter(firsts, from + timespan + 1)));
    for (List<Occurrence> step : steps.subList(1, steps.size())) {
      List<Occurrence> window =
          step.subList(atOrAfter(step, from), atOrAfter(step, from + timespan + 1));
      reached.add(after(reached.get(reached.size() - 1), window));
    }
    for (int k = steps.size() - 2; k >= 0; k--) {
      reached.set(k, before(reached.get(k + 1), reached.get(k)));
    }
    List<Occurrence> begin = reached.get(0);
    boolean begins =
        !begin.isEmpty() && Occurrence.ORDER.compare(begin.get(0), firsts.get(anchor)) == 0;
    return begins ? reached : null;
  }

  /** Those of {@code candidates} that follow one of {@code earlier}, from another record. */
  private static List<Occurrence> after(List<Occurrence> earlier, List<Occurrence> candidates) {
    Occurrence first = earlier.isEmpty() ? null : earlier.get(0);
    Occurrence other = ofAnotherRecord(earlier, first);
    return candidates.stream().filter(c -> follows(first, c) || follows(other, c)).toList();
  }

  /** Those of {@code candidates} that one of {@code later} follows, from another record. */
  private static List<Occurrence> before(List<Occurrence> later, List<Occurrence> candidates) {
    Occurrence last = later.isEmpty() ? null : last(later);
    List<Occurrence> backwards = new ArrayList<>(later);
    Collections.reverse(backwards);
    Occurrence other = ofAnotherRecord(backwards, last);
    return candidates.stream().filter(c -> follows(c, last) || follows(c, other)).toList();
  }

  private static Occurrence ofAnotherRecord(List<Occurrence> occurrences, Occurrence than) {
    for (Occurrence occurrence : occurrences) {
      if (!occurrence.record().equals(than.record())) {
        return occurrence;
      }
    }
    return null;
  }

  private static boolean follows(Occurrence earlier, Occurrence later) {
    return earlier != null
        && later != null
        && earlier.time() <= later.time()
        && !earlier.record().equals(later.record());
  }

  private Episode episode(List<List<Occurrence>> chains) {
    List<Proof> proofs = new ArrayList<>();
    long closesAt = chains.get(0).get(0).time() + timespan + lag;
    for (int k = 0; k < chains.size(); k++) {
      String step = references.get(k);
      closesAt = Occurrence.lastClose(chains.get(k), closesAt);
      for (Occurrence occurrence : chains.get(k)) {
        occurrence.proofs().forEach(proof -> proofs.add(proof.inTheNameOf(step)));
      }
    }
    Occurrence completing = last(chains).get(0);
    long anchor = chains.get(0).get(0).time();
    return new Episode(
        rule.id(),
        anchor,
        "",
        completing.time(),
        completing.record(),
        last(chains.get(0)).time(),
        closesAt,
        Proof.sorted(proofs),
        "");
  }

  @Override
  public long openSince(History history, long before) {
    return Correlation.firstOpen(
        history.occurrences(references.subList(0, 1), rule.id()),
        history.episodes(rule.id()),
        timespan + lag,
        before);
  }

  @Override
  public String explain(Episode episode, Wording wording) {
    return wording.ordered(this, episode);
  }

  static int atOrAfter(List<Occurrence> sorted, long time) {
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted.get(middle).time() < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static <T> T last(List<T> list) {
    return list.get(list.size() - 1);
  }
}
