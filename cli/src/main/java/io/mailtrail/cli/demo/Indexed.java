package io.mailtrail.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.model.Topic;
import java.time.Duration;
import java.util.Map;

/**
 * Whether OpenSearch shows all that Kafka holds, told by ids and versions: counters of the sink
 * count what it did, and it may do things twice. Not thread-safe.
 */
final class Indexed {
  /** Facts that come together wait a moment for each other, so an alert can still be on its way. */
  private static final Duration QUIET = Duration.ofSeconds(1);

  private static final int LONGEST_ID = 512;

  private final KafkaSide kafka;
  private final SearchSide search;
  private final long events;
  private Map<String, Long> alerts = Map.of();
  private long since;

  private Indexed(KafkaSide kafka, SearchSide search, long events) {
    this.kafka = kafka;
    this.search = search;
    this.events = events;
  }

  /** To be called when every record has become an event or failed. */
  static Indexed of(KafkaSide kafka, SearchSide search) {
    return new Indexed(kafka, search, kafka.newest(Topic.EVENTS).size());
  }

  /** Whether it is all there, and no alert has changed for a moment. */
  boolean isComplete() {
    Map<String, Long> newest = kafka.newest(Topic.ALERTS);
    if (!newest.equals(alerts) || since == 0) {
      alerts = newest;
      since = System.nanoTime();
      return false;
    }
    if (System.nanoTime() - since < QUIET.toNanos()) {
      return false;
    }
    search.refresh();
    return search.events() >= events
        && isThere(alerts, search.versions("mailtrail-alerts"))
        && isThere(kafka.newest(Topic.FAILED), search.versions("mailtrail-failed"));
  }

  /**
   * The sink writes the state at an offset as version offset + 1; too long an id under a digest.
   */
  private static boolean isThere(Map<String, Long> states, Map<String, Long> versions) {
    return states.entrySet().stream()
        .allMatch(
            state -> {
              Long version = versions.get(state.getKey());
              return version == null
                  ? state.getKey().getBytes(UTF_8).length > LONGEST_ID
                  : version > state.getValue();
            });
  }
}
