package io.mailtrail.enrich;

import io.mailtrail.model.Limits;
import java.util.HashSet;
import java.util.Map;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.common.TopicPartition;

/** {@code audit.raw} between two offsets of each partition: a finished set of records. */
public final class RawTopic {
  private RawTopic() {}

  /**
   * What lies between the offsets, however much has come since they were asked for. What Kafka has
   * deleted of it meanwhile is left out. Commits no offsets, so that it disturbs no job that reads
   * the topic.
   *
   * @param bootstrap brokers, {@code host:port,...}
   * @param begin of each partition that is read, inclusive
   * @param end of the same partitions, exclusive
   */
  public static Source<RawInput, ?, ?> between(
      String bootstrap, Map<TopicPartition, Long> begin, Map<TopicPartition, Long> end) {
    if (!begin.keySet().equals(end.keySet())) {
      throw new IllegalArgumentException("not the same partitions: " + begin + ", " + end);
    }
    return KafkaSource.<RawInput>builder()
        .setBootstrapServers(bootstrap)
        .setPartitions(new HashSet<>(begin.keySet()))
        .setGroupId("mailtrail-backtest")
        .setStartingOffsets(OffsetsInitializer.offsets(begin))
        .setBounded(OffsetsInitializer.offsets(end))
        .setProperty("commit.offsets.on.checkpoint", "false")
        .setProperty("enable.auto.commit", "false")
        .setProperty("max.partition.fetch.bytes", Integer.toString(Limits.MAX_MESSAGE_BYTES))
        .setDeserializer(new RawInputDeserializer())
        .build();
  }
}
