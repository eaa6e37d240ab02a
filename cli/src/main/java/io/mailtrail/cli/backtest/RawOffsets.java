package io.mailtrail.cli.backtest;

import io.mailtrail.cli.Failure;
import io.mailtrail.model.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What Kafka holds of {@code audit.raw} at one moment. Asked for before a job is started: two runs
 * over it read the same records, and what would end a job is said in one sentence.
 *
 * @param begin of each partition, inclusive
 * @param end of each partition, exclusive
 */
record RawOffsets(Map<TopicPartition, Long> begin, Map<TopicPartition, Long> end) {
  private static final int PATIENCE_MILLIS = 15_000;

  RawOffsets {
    begin = Map.copyOf(begin);
    end = Map.copyOf(end);
  }

  /**
   * As they are now.
   *
   * @throws Failure if the broker does not answer, or has no {@code audit.raw}
   */
  static RawOffsets read(String bootstrap) {
    String topic = Topic.RAW.topicName();
    try (Admin admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                PATIENCE_MILLIS,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                PATIENCE_MILLIS))) {
      List<TopicPartition> partitions =
          admin
              .describeTopics(List.of(topic))
              .allTopicNames()
              .get()
              .get(topic)
              .partitions()
              .stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      return new RawOffsets(
          offsets(admin, partitions, OffsetSpec.earliest()),
          offsets(admin, partitions, OffsetSpec.latest()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted while asking Kafka", e);
    } catch (ExecutionException e) {
      throw failure(bootstrap, topic, e.getCause());
    } catch (KafkaException e) {
      throw failure(bootstrap, topic, e.getCause() == null ? e : e.getCause());
    }
  }

  /** Whether Kafka has deleted some of it since. */
  boolean isShortenedIn(RawOffsets now) {
    return begin.entrySet().stream()
        .anyMatch(then -> now.begin.getOrDefault(then.getKey(), Long.MAX_VALUE) > then.getValue());
  }

  private static Map<TopicPartition, Long> offsets(
      Admin admin, List<TopicPartition> partitions, OffsetSpec which)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> wanted =
        partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> which));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    admin
        .listOffsets(wanted)
        .all()
        .get()
        .forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }

  private static Failure failure(String bootstrap, String topic, Throwable cause) {
    if (cause instanceof UnknownTopicOrPartitionException) {
      return new Failure(bootstrap + " has no topic " + topic + ": name exports with --events");
    }
    return cause instanceof TimeoutException
        ? new Failure(
            "Kafka at " + bootstrap + " does not answer; name exports with --events to do without",
            cause)
        : new Failure("Kafka at " + bootstrap + ": " + cause.getMessage(), cause);
  }
}
