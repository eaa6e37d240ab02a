package io.mailtrail.sink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.model.Alert;
import io.mailtrail.model.CoverageStatement;
import io.mailtrail.model.EventMessage;
import io.mailtrail.model.FailedRecord;
import io.mailtrail.model.Json;
import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.Origin;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Makes documents of the messages of one topic. Pure: the same message gives the same document. A
 * message that is not what it should be gives a failed record.
 */
final class DocumentDecoder {
  private DocumentDecoder() {}

  /** The document; empty for a tombstone. */
  static Optional<Document> decode(DocumentKind kind, ConsumerRecord<byte[], byte[]> message) {
    if (message.value() == null) {
      return Optional.empty();
    }
    try {
      Document document =
          switch (kind) {
            case EVENT -> event(message);
            case ALERT -> alert(message);
            case FAILED -> failed(message);
            case LEDGER -> ledger(message);
            case COVERAGE -> coverage(message);
          };
      document.kind = kind;
      document.topic = message.topic();
      document.partition = message.partition();
      document.offset = message.offset();
      document.timestamp = message.timestamp();
      return Optional.of(document);
    } catch (IllegalArgumentException e) {
      return Optional.of(FailedDocuments.unreadable(message, e.getMessage()));
    }
  }

  private static Document event(ConsumerRecord<byte[], byte[]> message) {
    if (message.key() == null) {
      throw new IllegalArgumentException("it has no key");
    }
    if (message.value().length == 0 || message.value()[0] != '{') {
      throw new IllegalArgumentException("its value is not a JSON object");
    }
    EventMessage event =
        EventMessage.of(message.key(), message.value(), name -> header(message, name));
    Document document = new Document();
    document.index = EventIndex.of(event.time());
    document.id = DocumentIds.bounded(event.recordId());
    document.version = Origin.ofWireName(event.origin()).fidelity();
    document.copy = event.copyId();
    document.json = event.json();
    return document;
  }

  private static Document alert(ConsumerRecord<byte[], byte[]> message) {
    Alert alert = Alert.of(message.value());
    Instant at = alert.last() == null ? alert.anchor() : alert.last();
    return versionedByOffset(message, EventIndex.ALERTS, alert.id(), stamped(message, at));
  }

  private static Document failed(ConsumerRecord<byte[], byte[]> message) {
    FailedRecord failed = FailedDocuments.read(message.value());
    return versionedByOffset(
        message, EventIndex.FAILED, failed.id(), FailedDocuments.json(failed, message.timestamp()));
  }

  private static Document ledger(ConsumerRecord<byte[], byte[]> message) {
    LedgerEntry entry = LedgerEntry.of(message.value());
    return versionedByOffset(message, EventIndex.LEDGER, entry.id(), stamped(message, entry.at()));
  }

  private static Document coverage(ConsumerRecord<byte[], byte[]> message) {
    CoverageStatement statement = CoverageStatement.of(message.value());
    return versionedByOffset(
        message, EventIndex.COVERAGE, statement.id(), stamped(message, statement.at()));
  }

  /** These topics have one partition, so a higher offset is a newer state. */
  private static Document versionedByOffset(
      ConsumerRecord<byte[], byte[]> message, String index, String id, byte[] json) {
    Document document = new Document();
    document.index = index;
    document.id = DocumentIds.bounded(id);
    document.version = message.offset() + 1;
    document.json = json;
    return document;
  }

  /** As it came, whatever a newer writer has added to it, and {@code @timestamp}. */
  private static byte[] stamped(ConsumerRecord<byte[], byte[]> message, Instant at) {
    try {
      JsonNode node = Json.mapper().readTree(message.value());
      Instant known = at == null ? Instant.ofEpochMilli(message.timestamp()) : at;
      return Json.bytes(((ObjectNode) node).put("@timestamp", known.toString()));
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static byte[] header(ConsumerRecord<byte[], byte[]> message, String name) {
    Header header = message.headers().lastHeader(name);
    return header == null ? null : header.value();
  }
}
