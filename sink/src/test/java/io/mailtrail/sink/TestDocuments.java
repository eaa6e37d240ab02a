package io.mailtrail.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.model.EventMessage;
import io.mailtrail.model.Json;
import io.mailtrail.model.Topic;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Documents as the pipeline makes them. */
final class TestDocuments {
  static final String TENANT = "11111111-2222-3333-4444-555555555555";
  static final long TIME = Instant.parse("2026-03-14T09:26:53Z").toEpochMilli();
  static final String INDEX = "mailtrail-events-2026.03";

  private TestDocuments() {}

  static String eventId(long number) {
    return TENANT + "/record-" + number;
  }

  /** An event from the API, the first copy. */
  static Document event(long number) {
    return event(number, "api", "blob-1#" + number);
  }

  static Document event(long number, String origin, String copy) {
    EventMessage message =
        new EventMessage(eventId(number), eventJson(number, copy), TENANT, TIME, origin, copy);
    return DocumentDecoder.decode(DocumentKind.EVENT, kafkaMessage(message, number)).orElseThrow();
  }

  static byte[] eventJson(long number, String copy) {
    ObjectNode event = Json.mapper().createObjectNode();
    event.put("@timestamp", Instant.ofEpochMilli(TIME + number).toString());
    event.put("message", "anna read a message in her own mailbox, number " + number);
    event.putObject("event").put("id", eventId(number)).put("kind", "event").put("action", "Read");
    event.putObject("user").put("email", "anna@example.org");
    event.putObject("source").put("ip", "192.0.2.7").put("port", 62589);
    ObjectNode audit = event.putObject("o365").putObject("audit");
    audit.put("RecordType", 2).put("Operation", "MailItemsAccessed");
    audit.putObject("Parameters").put("ForwardTo", "mallory@example.net");
    event
        .putObject("mailtrail")
        .put("copy", copy)
        .put("fetched_at", "2026-03-14T10:00:00Z")
        .put("ordinal", number);
    return Json.bytes(event);
  }

  static ConsumerRecord<byte[], byte[]> kafkaMessage(EventMessage event, long offset) {
    return kafkaMessage(
        Topic.EVENTS, offset, event.recordId().getBytes(UTF_8), event.json(), event.headers());
  }

  static ConsumerRecord<byte[], byte[]> kafkaMessage(
      Topic topic, long offset, byte[] key, byte[] value, Map<String, byte[]> headers) {
    RecordHeaders recordHeaders = new RecordHeaders();
    headers.forEach(recordHeaders::add);
    return new ConsumerRecord<>(
        topic.topicName(),
        0,
        offset,
        TIME + 60_000,
        TimestampType.LOG_APPEND_TIME,
        key == null ? 0 : key.length,
        value == null ? 0 : value.length,
        key,
        value,
        recordHeaders,
        Optional.empty());
  }
}
