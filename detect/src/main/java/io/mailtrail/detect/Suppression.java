package io.mailtrail.detect;

import java.util.ArrayList;
import java.util.List;

/** The rule's suppression window: what begins in it after an episode is counted, not told. */
final class Suppression {
  private Suppression() {}

  /**
   * @param episodes by anchor
   */
  static List<Episode> merge(List<Episode> episodes, Family family) {
    long window = family.suppress();
    long settle = family.correlations().get(family.root().id()).reach() + family.rootLag();
    List<Episode> told = new ArrayList<>();
    for (int first = 0; first < episodes.size(); ) {
      Episode episode = episodes.get(first);
      long end = episode.anchor() + window;
      int next = first + 1;
      while (next < episodes.size() && episodes.get(next).anchor() <= end) {
        next++;
      }
      Episode last = episodes.get(next - 1);
      int repeats = next - 1 - first;
      told.add(
          new Episode(
              episode.rule(),
              episode.anchor(),
              episode.extra(),
              episode.completedAt(),
              episode.completedBy(),
              Math.max(end, last.takenUntil()),
              Math.max(episode.closesAt(), end + settle),
              episode.proofs(),
              episode.measure(),
              repeats,
              repeats == 0 ? 0 : last.anchor()));
      first = next;
    }
    return told;
  }
}
