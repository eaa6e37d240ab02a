package io.mailtrail.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.model.FailedRecord;
import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.ProgressMarker;
import io.mailtrail.model.RawRecord;
import io.mailtrail.model.Topic;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/**
 * One Kafka message on its way out: the one type on the edges of the ingest job, so one sink can
 * serve every topic and keep their order. The arrays are not copied: nobody may change them.
 *
 * @param topic where to
 * @param partition which partition, or {@link #BY_KEY}
 * @param key may be null
 * @param headerNames names, in the order of headerValues
 */
public record Outgoing(
    String topic,
    int partition,
    byte[] key,
    byte[] value,
    String[] headerNames,
    byte[][] headerValues) {

  /** The partition follows from the key. */
  public static final int BY_KEY = -1;

  public Outgoing {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(headerNames, "headerNames");
    Objects.requireNonNull(headerValues, "headerValues");
  }

  /** A record for {@code audit.raw}. */
  public static Outgoing of(RawRecord record) {
    return of(Topic.RAW, record.key(), record.value(), record.headers());
  }

  /** A record that could not be cut out, for {@code audit.failed}. */
  public static Outgoing of(FailedRecord failed) {
    return of(Topic.FAILED, failed.id(), failed.toBytes(), Map.of());
  }

  /** A state, for {@code audit.ledger}. */
  public static Outgoing of(LedgerEntry entry) {
    return of(Topic.LEDGER, entry.id(), entry.toBytes(), Map.of());
  }

  /** A marker for one partition of {@code audit.raw}. */
  public static Outgoing of(ProgressMarker marker, int partition) {
    return new Outgoing(
        Topic.RAW.topicName(),
        partition,
        null,
        marker.toBytes(),
        new String[] {ProgressMarker.HEADER},
        new byte[][] {ProgressMarker.headerValue()});
  }

  private static Outgoing of(Topic topic, String key, byte[] value, Map<String, byte[]> headers) {
    return new Outgoing(
        topic.topicName(),
        BY_KEY,
        key.getBytes(UTF_8),
        value,
        headers.keySet().toArray(String[]::new),
        headers.values().toArray(byte[][]::new));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Outgoing that
        && topic.equals(that.topic)
        && partition == that.partition
        && Arrays.equals(key, that.key)
        && Arrays.equals(value, that.value)
        && Arrays.equals(headerNames, that.headerNames)
        && Arrays.deepEquals(headerValues, that.headerValues);
  }

  @Override
  public int hashCode() {
    return Objects.hash(topic, partition, Arrays.hashCode(key), Arrays.hashCode(value));
  }

  /** Without key and value: they are people's mail. */
  @Override
  public String toString() {
    return "Outgoing[" + topic + ", " + value.length + " bytes]";
  }
}
