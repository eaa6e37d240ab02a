package io.mailtrail.detect;

import java.util.ArrayList;
import java.util.List;

/**
 * A measure that more records can also undo (an upper bound, an average, a percentile), over
 * windows that follow each other: the first begins with the first occurrence, each next one with
 * the first occurrence after the window before. A window that fits is an episode, found when it is
 * over.
 */
record Windowed(
    Rule rule,
    List<String> references,
    Measure measure,
    List<String> fieldNames,
    Bounds bounds,
    long timespan,
    long lag)
    implements Correlation {

  @Override
  public boolean tentative() {
    return true;
  }

  @Override
  public long findingLag() {
    return lag + timespan;
  }

  @Override
  public List<Episode> episodes(History history) {
    List<Episode> found = new ArrayList<>();
    for (List<Occurrence> window : windows(history)) {
      Measure.Verdict verdict = measure.judge(window, bounds);
      if (!verdict.counted().isEmpty()) {
        found.add(episode(window, verdict));
      }
    }
    return found;
  }

  private List<List<Occurrence>> windows(History history) {
    List<Occurrence> all = history.occurrences(references, rule.id());
    List<List<Occurrence>> windows = new ArrayList<>();
    for (int start = 0; start < all.size(); ) {
      int end = start;
      while (end < all.size() && all.get(end).time() - all.get(start).time() <= timespan) {
        end++;
      }
      windows.add(all.subList(start, end));
      start = end;
    }
    return windows;
  }

  private Episode episode(List<Occurrence> window, Measure.Verdict verdict) {
    long anchor = window.get(0).time();
    Occurrence last = window.get(window.size() - 1);
    return new Episode(
        rule.id(),
        anchor,
        "",
        last.time(),
        last.record(),
        anchor + timespan,
        closesAt(window),
        Proof.all(verdict.counted()),
        Measure.text(verdict.value()));
  }

  private long closesAt(List<Occurrence> window) {
    return Occurrence.lastClose(window, window.get(0).time() + timespan + lag);
  }

  @Override
  public List<Taken> taken(History history) {
    return windows(history).stream()
        .map(w -> new Taken(w.get(0).time(), w.get(0).time() + timespan, closesAt(w)))
        .toList();
  }

  @Override
  public long openSince(History history, long before) {
    return taken(history).stream()
        .filter(window -> window.closesAt() > before)
        .mapToLong(Taken::anchor)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  @Override
  public String explain(Episode episode, Wording wording) {
    return wording.counted(measure.type(), this, fieldNames, bounds, episode);
  }
}
