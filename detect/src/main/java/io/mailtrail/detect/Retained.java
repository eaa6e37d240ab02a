package io.mailtrail.detect;

import java.util.List;

/**
 * What may be forgotten of one key.
 *
 * @param dropped ids of facts that nobody needs any more
 * @param demoted facts that are only needed as memory of what was seen before: they replace the
 *     facts of the same id
 * @param from event time in milliseconds: episodes that begin before it are closed and forgotten. A
 *     fact that is older than this and comes later is only a memory ({@link Fact#asMemory()})
 */
public record Retained(List<String> dropped, List<Fact> demoted, long from) {
  public Retained {
    dropped = List.copyOf(dropped);
    demoted = List.copyOf(demoted);
  }
}
