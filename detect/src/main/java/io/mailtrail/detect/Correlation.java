package io.mailtrail.detect;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

/** A compiled correlation of a family. Immutable, thread-safe; a pure function of the history. */
sealed interface Correlation permits FirstSeen, Ordered, Counted, Windowed, NotFollowed {
  Rule rule();

  /** Ids of the rules that it refers to, in the order written. */
  List<String> references();

  /** The longest time from an episode's anchor to its completion. */
  long timespan();

  /**
   * How long after the time of something that it refers to that thing can still come to be or
   * vanish, though all records up to its time are there.
   */
  long lag();

  /** The same for what this correlation finds, counted from its completion. */
  default long findingLag() {
    return lag();
  }

  /** How far before a change an episode can begin that the change affects. */
  default long reach() {
    return timespan();
  }

  /** Whether a later record can undo what was found: it is told only when it is final. */
  default boolean tentative() {
    return false;
  }

  /**
   * Whether so much could show anything. Cheap; where it says no, there is nothing.
   *
   * @param seen how many facts there are of a rule that it refers to; of a correlation none, or
   *     {@link Integer#MAX_VALUE} where it could have found something
   */
  default boolean isPossible(ToIntFunction<String> seen) {
    for (String reference : references()) {
      if (seen.applyAsInt(reference) > 0) {
        return true;
      }
    }
    return false;
  }

  /** The episodes that begin at or after {@link History#from}, by anchor. */
  List<Episode> episodes(History history);

  /** What is taken, so that evaluation does not begin inside. */
  default List<Taken> taken(History history) {
    return history.episodes(rule().id()).stream().map(Episode::taken).toList();
  }

  /**
   * The earliest occurrence that begins no episode yet and still could, given that nothing at or
   * before {@code before} will come any more; {@link Long#MAX_VALUE} if there is none.
   */
  long openSince(History history, long before);

  /**
   * The first of these that stands in no episode and whose window has not passed. One at the very
   * end of what an episode takes counts as open, which only keeps it a little longer.
   */
  static long firstOpen(
      List<Occurrence> starts, List<Episode> episodes, long timespan, long before) {
    int next = 0;
    for (Occurrence start : starts) {
      while (next < episodes.size() && episodes.get(next).takenUntil() <= start.time()) {
        next++;
      }
      boolean taken = next < episodes.size() && episodes.get(next).anchor() <= start.time();
      if (!taken && start.time() + timespan > before) {
        return start.time();
      }
    }
    return Long.MAX_VALUE;
  }

  /**
   * Which of the facts before {@code from} have to be remembered so that occurrences from there on
   * stay as they are: their ids go into {@code needed}.
   */
  default void remember(Collection<Fact> facts, long from, Set<String> needed) {}

  /** Why this episode is one, as a sentence for somebody who did not write the rule. */
  String explain(Episode episode, Wording wording);
}
