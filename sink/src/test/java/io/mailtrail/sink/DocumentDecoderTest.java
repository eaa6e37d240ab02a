package io.mailtrail.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.model.Alert;
import io.mailtrail.model.EventMessage;
import io.mailtrail.model.FailedRecord;
import io.mailtrail.model.Json;
import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.Topic;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentDecoderTest {
  private static final EventMessage EVENT =
      new EventMessage(
          TestDocuments.eventId(7),
          TestDocuments.eventJson(7, "blob-1#7"),
          TestDocuments.TENANT,
          TestDocuments.TIME,
          "api",
          "blob-1#7");

  @Test
  void anEventGoesToItsMonthUnderItsFidelity() {
    Document document = decode(DocumentKind.EVENT, TestDocuments.kafkaMessage(EVENT, 41));

    assertThat(document.kind).isEqualTo(DocumentKind.EVENT);
    assertThat(document.index).isEqualTo("mailtrail-events-2026.03");
    assertThat(document.id).isEqualTo(TestDocuments.eventId(7));
    assertThat(document.version).isEqualTo(3);
    assertThat(document.copy).isEqualTo("blob-1#7");
    assertThat(document.json).isEqualTo(EVENT.json());
    assertThat(document.position()).isEqualTo("audit.events-0@41");
  }

  @ParameterizedTest
  @CsvSource({"api, 3", "audit-data, 2", "mailbox-export, 1"})
  void aBetterOriginHasAHigherVersion(String origin, long version) {
    assertThat(TestDocuments.event(1, origin, "c#1").version).isEqualTo(version);
  }

  @Test
  void anAlertIsVersionedByItsPlaceInTheTopic() throws Exception {
    Alert alert =
        new Alert(
            "alert-1",
            "rule-1",
            "A title",
            null,
            "high",
            Alert.Status.SETTLED,
            false,
            "tenant",
            Map.of("user.email", "anna@example.org"),
            Instant.parse("2026-03-14T09:00:00Z"),
            Instant.parse("2026-03-14T09:00:00Z"),
            Instant.parse("2026-03-14T10:00:00Z"),
            List.of(),
            List.of(),
            null,
            List.of(),
            List.of());

    Document document =
        decode(DocumentKind.ALERT, message(Topic.ALERTS, 12, "alert-1", alert.toBytes()));

    assertThat(document.index).isEqualTo("mailtrail-alerts");
    assertThat(document.id).isEqualTo("alert-1");
    assertThat(document.version).isEqualTo(13);
    assertThat(json(document).path("@timestamp").asText()).isEqualTo("2026-03-14T10:00:00Z");
    assertThat(json(document).path("group").path("user.email").asText())
        .isEqualTo("anna@example.org");
  }

  @Test
  void whatANewerWriterAddedStays() throws Exception {
    byte[] value =
        """
        {"id":"file/t/1","kind":"FILE","state":"FETCHED","tenant":"t","at":"2026-01-01T00:00:00Z",
         "newer":{"x":1}}
        """
            .getBytes(UTF_8);

    Document document = decode(DocumentKind.LEDGER, message(Topic.LEDGER, 0, "file/t/1", value));

    assertThat(document.index).isEqualTo("mailtrail-ledger");
    assertThat(document.version).isEqualTo(1);
    assertThat(json(document).path("newer").path("x").asInt()).isEqualTo(1);
    assertThat(json(document).path("@timestamp").asText()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(LedgerEntry.of(document.json)).isEqualTo(LedgerEntry.of(value));
  }

  @Test
  void aFailedRecordKeepsItsOriginalBytesWhateverTheirNumber() throws Exception {
    byte[] original = new byte[4 * 1024 * 1024];
    original[17] = 1;
    FailedRecord failed =
        new FailedRecord(
            "blob#1/NORMALISE",
            FailedRecord.Stage.NORMALISE,
            "not_json",
            "why",
            "t",
            "blob",
            1,
            null,
            Instant.parse("2026-02-02T00:00:00Z"),
            original);

    Document document =
        decode(DocumentKind.FAILED, message(Topic.FAILED, 5, failed.id(), failed.toBytes()));

    assertThat(document.version).isEqualTo(6);
    assertThat(document.rejections).isZero();
    assertThat(FailedDocuments.read(document.json).original()).isEqualTo(original);
    assertThat(new String(document.json, UTF_8))
        .contains("\"@timestamp\":\"2026-02-02T00:00:00Z\"");
  }

  @Test
  void aFailureOfAnEmptyRecordIsAFailureToo() {
    FailedRecord failed =
        new FailedRecord(
            "blob#1/NORMALISE",
            FailedRecord.Stage.NORMALISE,
            "empty",
            "why",
            "t",
            "blob",
            1,
            null,
            null,
            new byte[0]);

    Document document =
        decode(DocumentKind.FAILED, message(Topic.FAILED, 5, failed.id(), failed.toBytes()));

    assertThat(document.id).isEqualTo("blob#1/NORMALISE");
    assertThat(document.kind).isEqualTo(DocumentKind.FAILED);
    assertThat(document.rejections).isZero();
  }

  @ParameterizedTest
  @EnumSource(DocumentKind.class)
  void aTombstoneIsNoDocument(DocumentKind kind) {
    assertThat(DocumentDecoder.decode(kind, message(kind.topic(), 1, "key", null))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {EventMessage.TIME, EventMessage.COPY, "mailtrail-tenant", "mailtrail-origin"})
  void anEventWithoutOneOfItsHeadersBecomesAFailedRecord(String missing) throws Exception {
    Map<String, byte[]> headers = new HashMap<>(EVENT.headers());
    headers.remove(missing);
    ConsumerRecord<byte[], byte[]> message =
        TestDocuments.kafkaMessage(Topic.EVENTS, 99, bytes("key"), EVENT.json(), headers);

    Document document = decode(DocumentKind.EVENT, message);

    assertThat(document.kind).isEqualTo(DocumentKind.FAILED);
    assertThat(document.id).isEqualTo("audit.events-0#99/SINK");
    assertThat(document.index).isEqualTo("mailtrail-failed");
    FailedRecord failed = FailedDocuments.read(document.json);
    assertThat(failed.stage()).isEqualTo(FailedRecord.Stage.SINK);
    assertThat(failed.code()).isEqualTo("unreadable_message");
    assertThat(failed.message()).contains(missing);
    assertThat(failed.recordId()).isEqualTo("key");
    assertThat(failed.original()).isEqualTo(EVENT.json());
    assertThat(json(document).path("@timestamp").asText()).isEqualTo("2026-03-14T09:27:53Z");
  }

  @ParameterizedTest
  @CsvSource({
    "mailtrail-time, yesterday",
    "mailtrail-time, 0001-01-01T00:00:00Z",
    "mailtrail-time, +1000000-01-01T00:00:00Z",
    "mailtrail-origin, hearsay",
  })
  void anEventWithAHeaderThatMakesNoSenseBecomesAFailedRecord(String name, String value) {
    Map<String, byte[]> headers = new HashMap<>(EVENT.headers());
    headers.put(name, bytes(value));

    Document document =
        decode(
            DocumentKind.EVENT,
            TestDocuments.kafkaMessage(Topic.EVENTS, 3, bytes("key"), EVENT.json(), headers));

    assertThat(document.kind).isEqualTo(DocumentKind.FAILED);
  }

  @Test
  void anEventWithoutKeyOrValueBecomesAFailedRecord() {
    for (byte[] value : List.of(new byte[0], bytes("[1]"), bytes("\"text\""))) {
      assertThat(
              decode(
                      DocumentKind.EVENT,
                      TestDocuments.kafkaMessage(
                          Topic.EVENTS, 3, bytes("key"), value, EVENT.headers()))
                  .kind)
          .isEqualTo(DocumentKind.FAILED);
    }
    assertThat(
            decode(
                    DocumentKind.EVENT,
                    TestDocuments.kafkaMessage(
                        Topic.EVENTS, 3, null, EVENT.json(), EVENT.headers()))
                .kind)
        .isEqualTo(DocumentKind.FAILED);
  }

  @Property(tries = 300)
  void noBytesCrashTheDecoder(@ForAll DocumentKind kind, @ForAll byte[] key, @ForAll byte[] value) {
    ConsumerRecord<byte[], byte[]> message =
        TestDocuments.kafkaMessage(kind.topic(), 8, key, value, Map.of());

    Document document = decode(kind, message);

    assertThat(document.kind).isEqualTo(DocumentKind.FAILED);
    assertThat(FailedDocuments.read(document.json).original()).isEqualTo(value);
  }

  @Property(tries = 20)
  void depthDoesNotCrashTheDecoder(@ForAll DocumentKind kind) {
    byte[] value = bytes("{\"group\":" + "[".repeat(50_000));

    Document document =
        decode(kind, TestDocuments.kafkaMessage(kind.topic(), 8, bytes("k"), value, Map.of()));

    assertThat(document.kind).isEqualTo(DocumentKind.FAILED);
  }

  private static Document decode(DocumentKind kind, ConsumerRecord<byte[], byte[]> message) {
    return DocumentDecoder.decode(kind, message).orElseThrow();
  }

  private static ConsumerRecord<byte[], byte[]> message(
      Topic topic, long offset, String key, byte[] value) {
    return TestDocuments.kafkaMessage(topic, offset, bytes(key), value, Map.of());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static JsonNode json(Document document) throws Exception {
    return Json.mapper().readTree(document.json);
  }
}
