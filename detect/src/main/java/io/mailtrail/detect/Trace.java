package io.mailtrail.detect;

import java.util.List;

/**
 * What an evaluation of one key leaves behind so that the next can begin in the middle. It rests in
 * state beside the facts; without it ({@link #NONE}) everything is evaluated.
 *
 * @param known false where nothing was left behind
 */
public record Trace(boolean known, List<Span> spans) {
  /** Of a key that was never evaluated, or whose trace is lost. */
  public static final Trace NONE = new Trace(false, List.of());

  public Trace {
    spans = spans == null ? List.of() : List.copyOf(spans);
  }

  /** Without what ends before this time. */
  public Trace since(long from) {
    return new Trace(known, spans.stream().filter(span -> span.until() >= from).toList());
  }

  List<Span> of(String rule) {
    return spans.stream().filter(span -> span.rule().equals(rule)).toList();
  }
}
