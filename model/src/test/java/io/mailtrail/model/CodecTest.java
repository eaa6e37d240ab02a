package io.mailtrail.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CodecTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final RawRecord RAW =
      new RawRecord("t/a", "{}".getBytes(UTF_8), "t", "api", "Audit.Exchange", "blob1", 7, 1000L);

  @Test
  void aRawRecordSurvivesItsHeaders() {
    Map<String, byte[]> headers = RAW.headers();
    assertThat(RawRecord.of(RAW.key().getBytes(UTF_8), RAW.value(), headers::get))
        .usingRecursiveComparison()
        .isEqualTo(RAW);
  }

  @Test
  void anEventSurvivesItsHeaders() {
    EventMessage event =
        new EventMessage("t/a", "{}".getBytes(UTF_8), "t", 1000L, "api", RAW.copyId());
    Map<String, byte[]> headers = event.headers();
    assertThat(EventMessage.of("t/a".getBytes(UTF_8), event.json(), headers::get))
        .usingRecursiveComparison()
        .isEqualTo(event);
  }

  @Test
  void aStatementOnCoverageSurvivesWithMicrosoftsNames() {
    CoverageStatement statement =
        new CoverageStatement(
            CoverageStatement.fileId("T", "ab", 3),
            "T",
            CoverageStatement.Subject.MAILBOX,
            List.of("Ann@C.example", " ", "ann@c.example"),
            NOON,
            CoverageStatement.Basis.SNAPSHOT,
            "ab#3",
            null,
            List.of(
                new CoverageStatement.Assertion(
                    CoverageStatement.Setting.OWNER, CoverageStatement.Operation.IS, List.of())),
            null);
    assertThat(statement.names()).containsExactly("ann@c.example");
    assertThat(new String(statement.toBytes(), UTF_8)).contains("\"setting\":\"AuditOwner\"");
    assertThat(CoverageStatement.of(statement.toBytes())).isEqualTo(statement);
    for (CoverageStatement.Setting setting : CoverageStatement.Setting.values()) {
      assertThat(Json.mapper().convertValue(setting, String.class)).isEqualTo(setting.wireName());
    }
  }

  @Test
  void aMissingHeaderIsNamed() {
    Map<String, byte[]> headers = RAW.headers();
    headers.remove(RawRecord.ORDINAL);
    assertThatThrownBy(() -> RawRecord.of(new byte[0], new byte[0], headers::get))
        .hasMessageContaining("mailtrail-ordinal");
  }

  @Test
  void aFailedRecordKeepsItsBytes() {
    FailedRecord failed =
        FailedRecord.of(RAW, FailedRecord.Stage.NORMALISE, "not_json", "not JSON", null);
    FailedRecord read = FailedRecord.of(failed.toBytes());
    assertThat(read).usingRecursiveComparison().isEqualTo(failed);
    assertThat(read.id()).isEqualTo("blob1#7/NORMALISE");
  }

  @Test
  void aFailedRecordOfNoBytesIsStillOne() {
    RawRecord empty = new RawRecord("k", new byte[0], "t", "api", "", "blob1", 8, 1000L);
    FailedRecord failed =
        FailedRecord.of(empty, FailedRecord.Stage.NORMALISE, "not_json", "not JSON", null);
    assertThat(FailedRecord.of(failed.toBytes()).original()).isEmpty();
  }

  @Test
  void theLargestRecordCanFailAndBeRead() {
    byte[] largest = new byte[Limits.MAX_RECORD_BYTES];
    RawRecord raw = new RawRecord("k", largest, "t", "api", "", "blob1", 9, 1000L);
    byte[] json =
        FailedRecord.of(raw, FailedRecord.Stage.NORMALISE, "not_json", "not JSON", null).toBytes();
    assertThat(json.length).isLessThan(Limits.MAX_MESSAGE_BYTES);
    assertThat(FailedRecord.of(json).original()).isEqualTo(largest);
  }

  @Test
  void aProgressMarkerAndALedgerEntryAndAnAlertSurviveJson() {
    ProgressMarker marker =
        new ProgressMarker("main", List.of(new ProgressMarker.Progress("t", "DLP.All", NOON)));
    assertThat(ProgressMarker.of(marker.toBytes())).isEqualTo(marker);

    LedgerEntry entry =
        new LedgerEntry(
            LedgerEntry.blobId("t", "c1"),
            LedgerEntry.Kind.BLOB,
            LedgerEntry.State.EXPIRED,
            "t",
            "Audit.Exchange",
            "c1",
            NOON,
            NOON.plusSeconds(60),
            0,
            0,
            0,
            null,
            0,
            0,
            null,
            null,
            null,
            "AF20051",
            1,
            NOON);
    assertThat(LedgerEntry.of(entry.toBytes())).isEqualTo(entry);

    Alert alert =
        new Alert(
            "id",
            "rule",
            "title",
            null,
            "high",
            Alert.Status.SETTLED,
            false,
            "t",
            Map.of("user.email", "a@b.c"),
            NOON,
            NOON,
            NOON,
            List.of(new Alert.Evidence("t/a", NOON, "step", "did it", "Operation is X")),
            List.of("attack.t1"),
            "because",
            null,
            null);
    assertThat(Alert.of(alert.toBytes())).isEqualTo(alert);
  }
}
