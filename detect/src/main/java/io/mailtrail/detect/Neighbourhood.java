package io.mailtrail.detect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which part of a key's past a change can affect, from the timespans and from what was found
 * before.
 *
 * <p>Let the earliest change be at time <i>t</i>. What a correlation finds can differ only where it
 * begins at or after <i>t</i> less its reach (for one that refers to others: less their reaches,
 * too). If that point lies inside an episode, evaluation begins with that episode's anchor, because
 * nothing before it changes and nothing reaches across it.
 */
final class Neighbourhood {
  /** Everything there is. */
  static final Neighbourhood WHOLE = new Neighbourhood(null, Trace.NONE, Long.MIN_VALUE);

  private final Family family;
  private final Trace trace;
  private final long changedFrom;
  private final Map<String, Long> starts = new HashMap<>();
  private final Map<String, Long> froms = new HashMap<>();
  private final boolean whole;

  private Neighbourhood(Family family, Trace trace, long changedFrom) {
    this.family = family;
    this.trace = trace;
    this.changedFrom = changedFrom;
    this.whole = changedFrom == Long.MIN_VALUE;
    if (!whole) {
      descend(family.root().id(), start(family.root().id()));
    }
  }

  static Neighbourhood of(Family family, Trace trace, long changedFrom) {
    return !trace.known() || changedFrom == Long.MIN_VALUE
        ? WHOLE
        : new Neighbourhood(family, trace, changedFrom);
  }

  /** The earliest anchor that can be affected in the findings of a correlation. */
  private long start(String rule) {
    Long known = starts.get(rule);
    if (known != null) {
      return known;
    }
    Correlation correlation = family.correlations().get(rule);
    long changed = changedFrom;
    for (String reference : correlation.references()) {
      if (family.isCorrelation(reference, rule)) {
        changed = Math.min(changed, start(reference));
      }
    }
    long suppress = rule.equals(family.root().id()) ? family.suppress() : 0;
    long start = restart(rule, changed - correlation.reach() - suppress);
    starts.put(rule, start);
    return start;
  }

  private long restart(String rule, long at) {
    long start = at;
    boolean moved;
    do {
      moved = false;
      for (Span span : trace.spans()) {
        if (span.rule().equals(rule) && span.anchor() < start && start <= span.until()) {
          start = span.anchor();
          moved = true;
        }
      }
    } while (moved);
    return start;
  }

  /** What a correlation looks at has to be there from where it begins. */
  private void descend(String rule, long from) {
    Long known = froms.get(rule);
    if (known != null && known <= from) {
      return;
    }
    froms.put(rule, from);
    for (String reference : family.correlations().get(rule).references()) {
      if (family.isCorrelation(reference, rule)) {
        Correlation inner = family.correlations().get(reference);
        long needed = restart(reference, from - inner.timespan());
        descend(reference, Math.min(needed, start(reference)));
      }
    }
  }

  /** From which time on the findings of a correlation are to be found anew. */
  long from(String rule) {
    return whole ? Long.MIN_VALUE : froms.get(rule);
  }

  /** When the group of a first_seen was first seen, if that stands fast. */
  long start(FirstSeen correlation) {
    List<Span> known = whole ? List.of() : trace.of(FirstSeen.startOf(correlation.rule().id()));
    return known.isEmpty()
            || Math.min(changedFrom, from(correlation.rule().id())) <= known.get(0).anchor()
        ? History.UNKNOWN
        : known.get(0).anchor();
  }

  /** The time from which on the facts of the key are needed. */
  long factsFrom() {
    if (whole) {
      return Long.MIN_VALUE;
    }
    long needed = Long.MAX_VALUE;
    for (Map.Entry<String, Long> from : froms.entrySet()) {
      long since = from.getValue();
      if (family.correlations().get(from.getKey()) instanceof FirstSeen first) {
        since = start(first) == History.UNKNOWN ? Long.MIN_VALUE : since - first.silence();
      }
      needed = Math.min(needed, since);
    }
    return needed;
  }
}
