package io.mailtrail.ingest.file;

import io.mailtrail.model.Origin;
import io.mailtrail.model.ProgressMarker;
import io.mailtrail.model.RawRecord;
import io.mailtrail.model.Topic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Imported records without ids of their own that look like one that {@code audit.raw} has with an
 * id, from the API or another export. Looks as far back as the topic is kept; of very many records
 * only the first are looked for, so that the count is a lower bound. Not thread-safe.
 */
public final class KnownCopies {
  /** So many imported records are looked for: some 50 MB. */
  static final int MOST = 200_000;

  private static final Duration POLL = Duration.ofMillis(500);

  private final Map<String, String> imported = new HashMap<>();
  private Instant earliest;
  private boolean all = true;

  KnownCopies() {}

  /**
   * @param imported record id of the imported one
   * @param known record id of the one that it looks like
   */
  public record Copy(String imported, String known) {}

  /**
   * @param copies in the order of the topic; one for each pair
   * @param isComplete whether all imported records were looked for
   */
  public record Found(List<Copy> copies, boolean isComplete) {
    public Found {
      copies = List.copyOf(copies);
    }
  }

  /** A record without an id of its own was imported. */
  void imported(String likeness, String recordId, Instant at) {
    if (imported.size() >= MOST && !imported.containsKey(likeness)) {
      all = false;
      return;
    }
    imported.putIfAbsent(likeness, recordId);
    earliest = earliest == null || at.isBefore(earliest) ? at : earliest;
  }

  /** Whether there is nothing to look for. */
  public boolean isEmpty() {
    return imported.isEmpty();
  }

  /**
   * Reads the topic up to where it ends now.
   *
   * @param patience how long the brokers may say nothing
   * @throws IOException if they do not answer
   */
  public Found search(String bootstrap, Duration patience) throws IOException {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            bootstrap,
            "default.api.timeout.ms",
            Math.toIntExact(patience.toMillis()));
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return search(consumer, patience);
    } catch (KafkaException e) {
      throw new IOException("known records cannot be read: " + e.getMessage(), e);
    }
  }

  private Found search(KafkaConsumer<byte[], byte[]> consumer, Duration patience)
      throws IOException {
    Map<TopicPartition, Long> ends = begin(consumer);
    Set<Copy> copies = new LinkedHashSet<>();
    long deadline = System.nanoTime() + patience.toNanos();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      boolean any = false;
      for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
        any = true;
        look(message, copies);
      }
      if (any) {
        deadline = System.nanoTime() + patience.toNanos();
      } else if (System.nanoTime() - deadline > 0) {
        throw new IOException("the brokers stopped answering while known records were read");
      }
    }
    return new Found(List.copyOf(copies), all);
  }

  /** Nothing that happened after the first of ours can have been written before it happened. */
  private Map<TopicPartition, Long> begin(KafkaConsumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topic.RAW.topicName()).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    // A day for clocks that differ.
    long from = Math.max(0, earliest.minus(Duration.ofDays(1)).toEpochMilli());
    Map<TopicPartition, OffsetAndTimestamp> begins =
        consumer.offsetsForTimes(
            partitions.stream().collect(Collectors.toMap(each -> each, each -> from)));
    partitions.forEach(
        partition -> {
          OffsetAndTimestamp begin = begins.get(partition);
          consumer.seek(partition, begin == null ? ends.get(partition) : begin.offset());
        });
    return ends;
  }

  private void look(ConsumerRecord<byte[], byte[]> message, Set<Copy> copies) {
    if (message.key() == null
        || message.value() == null
        || message.headers().lastHeader(ProgressMarker.HEADER) != null) {
      return;
    }
    RawRecord known =
        RawRecord.of(
            message.key(),
            message.value(),
            name -> {
              Header header = message.headers().lastHeader(name);
              return header == null ? null : header.value();
            });
    if (Origin.MAILBOX_EXPORT.wireName().equals(known.origin())) {
      return;
    }
    RecordFacts.of(known.value())
        .likeness()
        .map(imported::get)
        .filter(ours -> !ours.equals(known.key()))
        .ifPresent(ours -> copies.add(new Copy(ours, known.key())));
  }
}
