package io.mailtrail.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Something that is not followed by any of the others within the timespan. What happens in the same
 * second, in another record, counts as following: which came first cannot be known.
 *
 * <p>An episode begins with the earliest occurrence of the first rule that is not followed; those
 * that begin within the timespan after it and are not followed either are part of it.
 */
record NotFollowed(Rule rule, List<String> references, long timespan, long lag)
    implements Correlation {

  @Override
  public boolean tentative() {
    return true;
  }

  /** It is told when its last part is final. */
  @Override
  public long findingLag() {
    return lag + timespan;
  }

  @Override
  public long reach() {
    return 2 * timespan;
  }

  @Override
  public boolean isPossible(ToIntFunction<String> seen) {
    return seen.applyAsInt(references.get(0)) > 0;
  }

  @Override
  public List<Episode> episodes(History history) {
    List<Occurrence> alone = alone(history);
    List<Episode> found = new ArrayList<>();
    for (int start = 0; start < alone.size(); ) {
      int end = start;
      while (end < alone.size() && alone.get(end).time() - alone.get(start).time() <= timespan) {
        end++;
      }
      found.add(episode(alone.subList(start, end)));
      start = end;
    }
    return found;
  }

  private List<Occurrence> alone(History history) {
    List<Occurrence> others =
        history.occurrences(references.subList(1, references.size()), rule.id());
    List<Occurrence> alone = new ArrayList<>();
    for (Occurrence first : history.occurrences(references.subList(0, 1), rule.id())) {
      boolean followed = false;
      for (int i = Ordered.atOrAfter(others, first.time()); i < others.size() && !followed; i++) {
        if (others.get(i).time() - first.time() > timespan) {
          break;
        }
        followed = !others.get(i).record().equals(first.record());
      }
      if (!followed) {
        alone.add(first);
      }
    }
    return alone;
  }

  private Episode episode(List<Occurrence> alone) {
    long anchor = alone.get(0).time();
    return new Episode(
        rule.id(),
        anchor,
        "",
        anchor + timespan,
        alone.get(0).record(),
        anchor + timespan,
        Occurrence.lastClose(alone, anchor + 2 * timespan + lag),
        Proof.all(alone),
        "");
  }

  @Override
  public long openSince(History history, long before) {
    for (Occurrence first : history.occurrences(references.subList(0, 1), rule.id())) {
      if (first.time() + timespan + lag > before) {
        return first.time();
      }
    }
    return Long.MAX_VALUE;
  }

  @Override
  public String explain(Episode episode, Wording wording) {
    return wording.notFollowed(this, episode);
  }
}
