package io.mailtrail.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.cli.demo.Observed.Copy;
import io.mailtrail.model.Limits;
import io.mailtrail.model.ProgressMarker;
import io.mailtrail.model.RawRecord;
import io.mailtrail.model.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what is in Kafka, and how far the jobs have come with it. */
final class KafkaSide implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final String bootstrap;
  private final Admin admin;

  KafkaSide(String bootstrap) {
    this.bootstrap = bootstrap;
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
  }

  /** The records that are in {@code audit.raw} now, repeats included. */
  List<Copy> published() {
    List<Copy> published = new ArrayList<>();
    read(
        Topic.RAW,
        message -> {
          if (!isMarker(message)) {
            RawRecord raw =
                RawRecord.of(message.key(), message.value(), name -> header(message, name));
            published.add(new Copy(raw.key(), raw.copyId()));
          }
        });
    return published;
  }

  /**
   * The newest state of each key that is in a topic now.
   *
   * @return key to offset
   */
  Map<String, Long> newest(Topic topic) {
    Map<String, Long> newest = new HashMap<>();
    read(
        topic,
        message -> {
          if (message.key() != null && message.value() != null) {
            newest.put(new String(message.key(), UTF_8), message.offset());
          }
        });
    return newest;
  }

  private void read(Topic topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> partitions = partitions(consumer, topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(POLL).forEach(each);
      }
    }
  }

  /** Whether the group has committed all that is in these topics now. */
  boolean hasConsumedAll(String group, Topic... topics) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin
              .listConsumerGroupOffsets(group)
              .partitionsToOffsetAndMetadata()
              .get(30, TimeUnit.SECONDS);
      for (Topic topic : topics) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions(consumer, topic));
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
          OffsetAndMetadata offset = committed.get(end.getKey());
          if (end.getValue() > 0 && (offset == null || offset.offset() < end.getValue())) {
            return false;
          }
        }
      }
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking Kafka", e);
    }
  }

  /**
   * The newest statement of ingest: complete up to, over all streams; the epoch before the first.
   */
  Instant completeUpTo() {
    Map<String, Instant> newest = new HashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> partitions = partitions(consumer, Topic.RAW).subList(0, 1);
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      TopicPartition only = partitions.get(0);
      // A marker is the last that ingest writes, so it is near the end.
      for (long back = 64; ; back *= 8) {
        consumer.seek(only, Math.max(0, ends.get(only) - back));
        while (consumer.position(only) < ends.get(only)) {
          for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
            if (isMarker(message)) {
              ProgressMarker marker = ProgressMarker.of(message.value());
              marker.progress().stream()
                  .map(ProgressMarker.Progress::completeUpTo)
                  .min(Instant::compareTo)
                  .ifPresent(time -> newest.put(marker.collector(), time));
            }
          }
        }
        if (!newest.isEmpty() || back >= ends.get(only)) {
          return newest.values().stream().min(Instant::compareTo).orElse(Instant.EPOCH);
        }
      }
    }
  }

  private static byte[] header(ConsumerRecord<byte[], byte[]> message, String name) {
    Header header = message.headers().lastHeader(name);
    return header == null ? null : header.value();
  }

  private static boolean isMarker(ConsumerRecord<byte[], byte[]> message) {
    return message.headers().lastHeader(ProgressMarker.HEADER) != null;
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<byte[], byte[]> consumer, Topic topic) {
    List<PartitionInfo> infos = consumer.partitionsFor(topic.topicName());
    return infos.stream()
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .sorted(Comparator.comparing(TopicPartition::partition))
        .toList();
  }

  KafkaConsumer<byte[], byte[]> consumer() {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", bootstrap);
    properties.put("enable.auto.commit", "false");
    properties.put("max.poll.records", "5000");
    properties.put("max.partition.fetch.bytes", Integer.toString(Limits.MAX_MESSAGE_BYTES));
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(5));
  }
}
