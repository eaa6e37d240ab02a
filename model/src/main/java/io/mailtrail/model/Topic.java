package io.mailtrail.model;

import java.time.Duration;
import java.util.Map;

/** The Kafka topics between the processes, with how each is kept. See DESIGN, "The contract". */
public enum Topic {
  RAW("audit.raw", 4, Duration.ofDays(14)),
  EVENTS("audit.events", 4, Duration.ofDays(3)),
  ALERTS("audit.alerts", 1, null),
  FAILED("audit.failed", 1, Duration.ofDays(14)),
  LEDGER("audit.ledger", 1, null),
  COVERAGE("audit.coverage", 1, null),
  RULES("audit.rules", 1, null);

  private final String topicName;
  private final int partitions;
  private final Duration retention;

  Topic(String topicName, int partitions, Duration retention) {
    this.topicName = topicName;
    this.partitions = partitions;
    this.retention = retention;
  }

  public String topicName() {
    return topicName;
  }

  /** Partitions that a new topic gets; an existing topic keeps its own number. */
  public int partitions() {
    return partitions;
  }

  /** Topic settings for creation: compacted, or deleted after the retention. */
  public Map<String, String> settings() {
    if (retention == null) {
      return Map.of("cleanup.policy", "compact", "max.message.bytes", maxMessageBytes());
    }
    return Map.of(
        "cleanup.policy",
        "delete",
        "retention.ms",
        Long.toString(retention.toMillis()),
        // Our records carry their event time only in the value; retention counts from arrival.
        "message.timestamp.type",
        "LogAppendTime",
        "max.message.bytes",
        maxMessageBytes());
  }

  private static String maxMessageBytes() {
    return Integer.toString(Limits.MAX_MESSAGE_BYTES);
  }
}
