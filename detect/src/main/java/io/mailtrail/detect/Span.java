package io.mailtrail.detect;

import java.util.Objects;

/**
 * Where evaluation of one correlation need not begin: in the middle of this. Flat, so that it can
 * rest in state beside the facts of its key.
 *
 * @param rule id of the correlation
 * @param anchor event time in milliseconds at which it begins
 * @param until event time in milliseconds up to which nothing else begins
 */
public record Span(String rule, long anchor, long until) {
  public Span {
    Objects.requireNonNull(rule, "rule");
  }
}
