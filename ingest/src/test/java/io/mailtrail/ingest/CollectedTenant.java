package io.mailtrail.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.LedgerEntry.Kind;
import io.mailtrail.model.LedgerEntry.State;
import io.mailtrail.model.ProgressMarker;
import io.mailtrail.model.RawRecord;
import io.mailtrail.model.Topic;
import io.mailtrail.testbed.tenant.ContentBlob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** What is in Kafka after a collection, held against what the tenant made available. */
final class CollectedTenant {
  private final Map<String, ContentBlob> blobs = new HashMap<>();
  private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
  private final List<ConsumerRecord<byte[], byte[]>> markers = new ArrayList<>();
  private final List<ConsumerRecord<byte[], byte[]>> ledger;

  CollectedTenant(String bootstrap, List<ContentBlob> available) {
    available.forEach(blob -> blobs.put(blob.contentId(), blob));
    for (ConsumerRecord<byte[], byte[]> message :
        TestTopics.all(bootstrap, Topic.RAW.topicName())) {
      (isMarker(message) ? markers : records).add(message);
    }
    ledger = TestTopics.all(bootstrap, Topic.LEDGER.topicName());
  }

  private static boolean isMarker(ConsumerRecord<byte[], byte[]> message) {
    return message.headers().lastHeader(ProgressMarker.HEADER) != null;
  }

  private static RawRecord raw(ConsumerRecord<byte[], byte[]> message) {
    return RawRecord.of(
        message.key(),
        message.value(),
        name -> {
          Header header = message.headers().lastHeader(name);
          return header == null ? null : header.value();
        });
  }

  /** Messages that repeat another one. */
  long repeats() {
    return records.size()
        - records.stream().map(message -> raw(message).copyId()).distinct().count();
  }

  /** Every record of every blob is there, with the very bytes, and nothing else. */
  void assertComplete() {
    Map<String, byte[]> found = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> message : records) {
      RawRecord record = raw(message);
      byte[] before = found.put(record.copyId(), record.value());
      assertThat(before == null || Arrays.equals(before, record.value()))
          .as("repeats are the same bytes")
          .isTrue();
    }
    long expected = 0;
    for (ContentBlob blob : blobs.values()) {
      List<byte[]> originals = blob.records();
      for (int i = 0; i < originals.size(); i++) {
        String copy = blob.contentId() + "#" + i;
        assertThat(found.get(copy)).as(copy).isEqualTo(originals.get(i));
        expected++;
      }
    }
    assertThat(found).hasSize((int) expected);
  }

  /** A blob was called published only when its last record was in Kafka. */
  void assertPublishedMeansInKafka() {
    Map<String, Long> firstSeen = new HashMap<>();
    records.forEach(
        message -> firstSeen.merge(raw(message).copyId(), message.timestamp(), Math::min));
    int checked = 0;
    for (ConsumerRecord<byte[], byte[]> message : ledger) {
      LedgerEntry entry = LedgerEntry.of(message.value());
      if (entry.kind() == Kind.BLOB && entry.state() == State.PUBLISHED) {
        for (int i = 0; i < blobs.get(entry.name()).records().size(); i++) {
          Long seen = firstSeen.get(entry.name() + "#" + i);
          assertThat(seen).as(entry.id() + " said published").isNotNull();
          assertThat(seen).isLessThanOrEqualTo(message.timestamp());
          checked++;
        }
      }
    }
    assertThat(checked).isPositive();
  }

  /** In each partition, whatever a marker speaks of stands before it. */
  void assertMarkersStandBehindTheirRecords(int partitions) {
    Map<String, Long> firstOffsets = new HashMap<>();
    records.forEach(
        message -> firstOffsets.merge(raw(message).copyId(), message.offset(), Math::min));
    for (int partition = 0; partition < partitions; partition++) {
      int here = partition;
      Optional<ConsumerRecord<byte[], byte[]>> last =
          markers.stream().filter(marker -> marker.partition() == here).reduce((a, b) -> b);
      assertThat(last).as("a marker in partition " + here).isPresent();
    }
    for (ConsumerRecord<byte[], byte[]> message : records) {
      RawRecord record = raw(message);
      Instant created = blobs.get(record.container()).created();
      long first = firstOffsets.get(record.copyId());
      for (ConsumerRecord<byte[], byte[]> marker : markers) {
        if (marker.partition() == message.partition() && marker.offset() < first) {
          assertThat(completeUpTo(marker, record.contentType()))
              .as("a marker before a record that became available at " + created)
              .isBeforeOrEqualTo(created);
        }
      }
    }
  }

  private static Instant completeUpTo(ConsumerRecord<byte[], byte[]> marker, String contentType) {
    return ProgressMarker.of(marker.value()).progress().stream()
        .filter(progress -> progress.contentType().equals(contentType))
        .map(ProgressMarker.Progress::completeUpTo)
        .findFirst()
        .orElseThrow();
  }

  /** The earliest of the newest markers' progress; empty where a partition ends without one. */
  static Optional<Instant> progress(String bootstrap, int partitions) {
    Map<Integer, Instant> newest = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> message :
        TestTopics.last(bootstrap, Topic.RAW.topicName(), 3)) {
      if (isMarker(message)) {
        newest.put(
            message.partition(),
            ProgressMarker.of(message.value()).progress().stream()
                .map(ProgressMarker.Progress::completeUpTo)
                .min(Instant::compareTo)
                .orElseThrow());
      }
    }
    return newest.size() < partitions
        ? Optional.empty()
        : newest.values().stream().min(Instant::compareTo);
  }

  /** The last state of every id, as compaction would leave it. */
  Map<String, LedgerEntry> ledger() {
    Map<String, LedgerEntry> last = new HashMap<>();
    ledger.forEach(
        message -> last.put(new String(message.key(), UTF_8), LedgerEntry.of(message.value())));
    return last;
  }

  /** Every blob ends published, with its counts, and every window finished. */
  void assertLedgerEndsWell() {
    Map<String, LedgerEntry> last = ledger();
    for (ContentBlob blob : blobs.values()) {
      LedgerEntry entry =
          last.values().stream()
              .filter(known -> known.kind() == Kind.BLOB && blob.contentId().equals(known.name()))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no entry for " + blob));
      assertThat(entry.state()).as(entry.id()).isEqualTo(State.PUBLISHED);
      assertThat(entry.records()).isEqualTo(blob.records().size());
      assertThat(entry.bytes()).isEqualTo(blob.json().length);
    }
    assertThat(last.values())
        .filteredOn(entry -> entry.kind() == Kind.WINDOW)
        .isNotEmpty()
        .allMatch(entry -> entry.state() == State.FINISHED);
  }
}
