package io.mailtrail.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.model.FailedRecord;
import io.mailtrail.model.Json;
import io.mailtrail.model.RawRecord;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The failed records that the sink itself makes, for messages that it cannot read and documents
 * that OpenSearch refuses.
 *
 * <p>Their ids end in {@code /SINK}, which no other stage writes, so their versions cannot get in
 * the way of those that come from {@code audit.failed} with their Kafka offset: each has version
 * {@value #FIRST}, so the first one stays and a replay is told as such. Only where that first one
 * is refused itself, a second attempt without the original bytes takes its place, under the same
 * id.
 */
final class FailedDocuments {
  static final String UNREADABLE_MESSAGE = "unreadable_message";
  static final String REFUSED_DOCUMENT = "refused_document";

  private static final long FIRST = 1;

  private FailedDocuments() {}

  /** For a document that OpenSearch refuses, now and always. */
  static Document inPlaceOf(Document refused, String reason) {
    if (refused.rejections >= 2) {
      throw new SinkException(
          "OpenSearch refuses even a failed record without its original, for "
              + refused.position());
    }
    boolean isOurs = refused.rejections == 1;
    String message =
        isOurs
            ? "OpenSearch refused the failed record with its original, which is left out here: "
                + reason
            : "OpenSearch refused the " + refused.kind.label() + " document: " + reason;
    Source source = isOurs ? Source.again(refused) : Source.of(refused);
    FailedRecord failed =
        new FailedRecord(
            source.id(),
            FailedRecord.Stage.SINK,
            REFUSED_DOCUMENT,
            message,
            source.tenant(),
            source.container(),
            source.ordinal(),
            source.recordId(),
            source.fetchedAt(),
            isOurs ? new byte[0] : refused.json);
    Document document = document(failed, refused.timestamp);
    document.copy = refused.copy;
    document.topic = refused.topic;
    document.partition = refused.partition;
    document.offset = refused.offset;
    document.rejections = refused.rejections + 1;
    return document;
  }

  /** For a message that is not what its topic should hold. */
  static Document unreadable(ConsumerRecord<byte[], byte[]> message, String reason) {
    String container = message.topic() + "-" + message.partition();
    FailedRecord failed =
        new FailedRecord(
            container + "#" + message.offset() + "/" + FailedRecord.Stage.SINK,
            FailedRecord.Stage.SINK,
            UNREADABLE_MESSAGE,
            "a message of " + message.topic() + " cannot be read: " + reason,
            header(message, RawRecord.TENANT),
            container,
            message.offset(),
            message.key() == null ? null : new String(message.key(), UTF_8),
            Instant.ofEpochMilli(Math.max(0, message.timestamp())),
            message.value());
    Document document = document(failed, message.timestamp());
    document.topic = message.topic();
    document.partition = message.partition();
    document.offset = message.offset();
    document.rejections = 1;
    return document;
  }

  private static Document document(FailedRecord failed, long timestamp) {
    Document document = new Document();
    document.kind = DocumentKind.FAILED;
    document.index = EventIndex.FAILED;
    document.id = DocumentIds.bounded(failed.id());
    document.version = FIRST;
    document.json = json(failed, timestamp);
    document.timestamp = timestamp;
    return document;
  }

  /** The record as it is indexed: with {@code @timestamp}, the time of what it is about. */
  static byte[] json(FailedRecord failed, long timestamp) {
    ObjectNode node = Json.mapper().valueToTree(failed);
    Instant at = failed.fetchedAt() == null ? Instant.ofEpochMilli(timestamp) : failed.fetchedAt();
    node.put("@timestamp", at.toString());
    return Json.bytes(node);
  }

  /**
   * A failed record as JSON has it, where an empty original is left out.
   *
   * @throws IllegalArgumentException if it is none
   */
  static FailedRecord read(byte[] json) {
    try {
      return FailedRecord.of(json);
    } catch (IllegalArgumentException e) {
      return FailedRecord.of(withEmptyOriginal(json, e));
    }
  }

  private static byte[] withEmptyOriginal(byte[] json, IllegalArgumentException why) {
    try {
      if (Json.mapper().readTree(json) instanceof ObjectNode node && !node.has("original")) {
        return Json.bytes(node.put("original", ""));
      }
    } catch (IOException e) {
      why.addSuppressed(e);
    }
    throw why;
  }

  private static String header(ConsumerRecord<byte[], byte[]> message, String name) {
    var header = message.headers().lastHeader(name);
    return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
  }

  /** What a failed record says about where the refused document came from. */
  private record Source(
      String id,
      String tenant,
      String container,
      long ordinal,
      String recordId,
      Instant fetchedAt) {

    static Source of(Document refused) {
      boolean isEvent = refused.kind == DocumentKind.EVENT;
      int mark = isEvent ? refused.copy.lastIndexOf('#') : -1;
      String container =
          mark < 0 ? refused.topic + "-" + refused.partition : refused.copy.substring(0, mark);
      long ordinal = mark < 0 ? refused.offset : ordinal(refused, mark);
      return new Source(
          container + "#" + ordinal + "/" + FailedRecord.Stage.SINK,
          isEvent ? refused.id.substring(0, Math.max(0, refused.id.indexOf('/'))) : null,
          container,
          ordinal,
          refused.id,
          isEvent ? fetchedAt(refused) : Instant.ofEpochMilli(Math.max(0, refused.timestamp)));
    }

    /** The refused document is a failed record of ours already. */
    static Source again(Document refused) {
      FailedRecord failed = read(refused.json);
      return new Source(
          failed.id(),
          failed.tenant(),
          failed.container(),
          failed.ordinal(),
          failed.recordId(),
          failed.fetchedAt());
    }

    private static long ordinal(Document refused, int mark) {
      try {
        return Long.parseLong(refused.copy.substring(mark + 1));
      } catch (NumberFormatException e) {
        return refused.offset;
      }
    }

    /** As the event itself says; the event may be anything, it has been refused. */
    private static Instant fetchedAt(Document event) {
      try {
        JsonNode json = Json.mapper().readTree(event.json);
        return Instant.parse(json.path("mailtrail").path("fetched_at").asText());
      } catch (IOException | DateTimeException e) {
        return Instant.ofEpochMilli(Math.max(0, event.timestamp));
      }
    }
  }
}
