package io.mailtrail.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailtrail.model.FailedRecord;
import io.mailtrail.model.Json;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailedDocumentsTest {
  @Test
  void aRefusedEventIsKeptWholeUnderTheIdOfItsCopy() {
    Document event = TestDocuments.event(5, "api", "20260314$blob#55");

    Document document = FailedDocuments.inPlaceOf(event, "400 mapper_parsing_exception: because");

    assertThat(document.kind).isEqualTo(DocumentKind.FAILED);
    assertThat(document.index).isEqualTo("mailtrail-failed");
    assertThat(document.id).isEqualTo("20260314$blob#55/SINK");
    assertThat(document.version).isEqualTo(1);
    assertThat(document.position()).isEqualTo(event.position());
    FailedRecord failed = FailedDocuments.read(document.json);
    assertThat(failed.code()).isEqualTo("refused_document");
    assertThat(failed.message()).endsWith("400 mapper_parsing_exception: because");
    assertThat(failed.tenant()).isEqualTo(TestDocuments.TENANT);
    assertThat(failed.container()).isEqualTo("20260314$blob");
    assertThat(failed.ordinal()).isEqualTo(55);
    assertThat(failed.recordId()).isEqualTo(event.id);
    assertThat(failed.fetchedAt()).isEqualTo(Instant.parse("2026-03-14T10:00:00Z"));
    assertThat(failed.original()).isEqualTo(event.json);
  }

  @Test
  void theSameRefusalMakesTheSameDocumentAgain() {
    Document event = TestDocuments.event(5);

    assertThat(FailedDocuments.inPlaceOf(event, "why"))
        .usingRecursiveComparison()
        .isEqualTo(FailedDocuments.inPlaceOf(event, "why"));
  }

  @Test
  void anEventThatIsNoJsonStillNamesItself() {
    Document event = TestDocuments.event(5);
    event.json = new byte[] {'{', 1, 2};
    event.copy = "no ordinal here";

    FailedRecord failed = FailedDocuments.read(FailedDocuments.inPlaceOf(event, "why").json);

    assertThat(failed.container()).isEqualTo("audit.events-0");
    assertThat(failed.ordinal()).isEqualTo(5);
    assertThat(failed.fetchedAt()).isEqualTo(Instant.ofEpochMilli(event.timestamp));
  }

  @Test
  void aRefusedFailureIsTriedOnceMoreWithoutItsOriginalAndThenFailsTheJob() {
    Document first = FailedDocuments.inPlaceOf(TestDocuments.event(5), "first reason");
    Document second = FailedDocuments.inPlaceOf(first, "413: too large for a request");

    assertThat(second.id).isEqualTo(first.id);
    FailedRecord failed = FailedDocuments.read(second.json);
    assertThat(failed.original()).isEmpty();
    assertThat(failed.message()).contains("left out").contains("413");
    assertThat(failed.recordId()).isEqualTo(TestDocuments.eventId(5));
    assertThatThrownBy(() -> FailedDocuments.inPlaceOf(second, "again"))
        .isInstanceOf(SinkException.class)
        .hasMessageContaining("audit.events-0@5");
  }

  @Test
  void idsThatOpenSearchWouldRefuseAreReplacedByTheirDigest() {
    assertThat(DocumentIds.bounded("a".repeat(512))).hasSize(512);
    assertThat(DocumentIds.bounded("a".repeat(513))).startsWith("sha256:").hasSize(71);
    assertThat(DocumentIds.bounded("é".repeat(300))).startsWith("sha256:");
    assertThat(DocumentIds.bounded("")).startsWith("sha256:");
  }

  @Test
  void theIndexedRecordReadsBackAsTheFailure() throws Exception {
    Document document = FailedDocuments.inPlaceOf(TestDocuments.event(5), "why");

    assertThat(Json.mapper().readTree(document.json).path("@timestamp").asText())
        .isEqualTo("2026-03-14T10:00:00Z");
  }
}
