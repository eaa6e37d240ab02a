package io.mailtrail.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * At least so much within a window: events, values of a field, rules, or a sum.
 *
 * <p>An episode begins with the earliest occurrence whose window, from it and as long as the
 * timespan, holds enough; all in the window is part of it. The next can begin after the window.
 *
 * @param fieldNames what the rule calls the fields, for people
 */
record Counted(
    Rule rule,
    List<String> references,
    Measure measure,
    List<String> fieldNames,
    Bounds bounds,
    long timespan,
    long lag)
    implements Correlation {

  @Override
  public boolean isPossible(ToIntFunction<String> seen) {
    boolean countsEvents = measure.type() == CorrelationSpec.Type.EVENT_COUNT;
    if (!countsEvents && measure.type() != CorrelationSpec.Type.TEMPORAL) {
      return Correlation.super.isPossible(seen);
    }
    double most = 0;
    for (String reference : references) {
      int count = seen.applyAsInt(reference);
      most += countsEvents ? count : Math.min(count, 1);
    }
    return bounds.holds(most);
  }

  @Override
  public List<Episode> episodes(History history) {
    List<Occurrence> all = history.occurrences(references, rule.id());
    List<Episode> found = new ArrayList<>();
    Measure.Tally tally = measure.tally();
    int end = 0;
    for (int start = 0; start < all.size(); ) {
      while (end < all.size() && all.get(end).time() - all.get(start).time() <= timespan) {
        tally.add(all.get(end++));
      }
      if (bounds.holds(tally.value())) {
        found.add(episode(all.subList(start, end), tally.value()));
        tally = measure.tally();
        start = end;
      } else {
        tally.remove(all.get(start++));
      }
    }
    return found;
  }

  private Episode episode(List<Occurrence> window, double value) {
    Measure.Tally tally = measure.tally();
    Occurrence completing = window.get(0);
    for (Occurrence occurrence : window) {
      tally.add(occurrence);
      completing = occurrence;
      if (bounds.holds(tally.value())) {
        break;
      }
    }
    long anchor = window.get(0).time();
    return new Episode(
        rule.id(),
        anchor,
        "",
        completing.time(),
        completing.record(),
        anchor + timespan,
        Occurrence.lastClose(window, anchor + timespan + lag),
        Proof.all(window),
        Measure.text(value));
  }

  @Override
  public long openSince(History history, long before) {
    return Correlation.firstOpen(
        history.occurrences(references, rule.id()),
        history.episodes(rule.id()),
        timespan + lag,
        before);
  }

  @Override
  public String explain(Episode episode, Wording wording) {
    return references.contains(rule.id())
        ? wording.single(episode)
        : wording.counted(measure.type(), this, fieldNames, bounds, episode);
  }
}
