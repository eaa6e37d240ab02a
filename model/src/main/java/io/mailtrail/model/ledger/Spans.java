package io.mailtrail.model.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** A set of instants, as spans that neither overlap nor touch, in order. Immutable. */
final class Spans {
  private final List<Span> spans;

  private Spans(List<Span> spans) {
    this.spans = spans;
  }

  static Spans of(Collection<Span> any) {
    List<Span> merged = new ArrayList<>();
    for (Span next : any.stream().sorted(Comparator.comparing(Span::start)).toList()) {
      Span last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last == null || next.start().isAfter(last.end())) {
        merged.add(next);
      } else if (next.end().isAfter(last.end())) {
        merged.set(merged.size() - 1, new Span(last.start(), next.end()));
      }
    }
    return new Spans(merged);
  }

  List<Span> list() {
    return List.copyOf(spans);
  }

  boolean isEmpty() {
    return spans.isEmpty();
  }

  /** What of this lies in the span. */
  Spans within(Span span) {
    List<Span> within = new ArrayList<>();
    for (Span own : spans.subList(firstAfter(span.start()), spans.size())) {
      if (!own.start().isBefore(span.end())) {
        break;
      }
      within.add(new Span(later(own.start(), span.start()), earlier(own.end(), span.end())));
    }
    return new Spans(within);
  }

  /** What of this does not lie in the other. */
  Spans minus(Spans other) {
    List<Span> rest = new ArrayList<>();
    for (Span own : spans) {
      Instant from = own.start();
      for (Span taken : other.within(own).spans) {
        if (from.isBefore(taken.start())) {
          rest.add(new Span(from, taken.start()));
        }
        from = taken.end();
      }
      if (from.isBefore(own.end())) {
        rest.add(new Span(from, own.end()));
      }
    }
    return new Spans(rest);
  }

  /** Index of the first span that ends after this instant. */
  private int firstAfter(Instant instant) {
    int low = 0;
    int high = spans.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (spans.get(middle).end().isAfter(instant)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
