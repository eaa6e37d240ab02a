package io.mailtrail.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.model.EventMessage;
import io.mailtrail.model.FailedRecord;
import io.mailtrail.model.Json;
import io.mailtrail.model.RawRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.BroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The adapter: tables that change under a running operator, and what is told of drift. */
class NormaliseFunctionTest {
  private static final Instant FETCHED = Instant.parse("2026-03-20T12:00:00Z");

  @TempDir private Path folder;
  private BroadcastOperatorTestHarness<RawInput, News, EventMessage> harness;
  private long ordinal;

  @BeforeEach
  void open() throws Exception {
    users("user,tags\nann@a.example,vip\n", 1_000);
    LookupTables tables =
        new LookupTables(true, "", "", folder.toString(), List.of(), Duration.ZERO);
    harness =
        ProcessFunctionTestHarnesses.forBroadcastProcessFunction(
            new NormaliseFunction(tables, LiveRules.off()), LiveRules.IN_FORCE);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private void users(String csv, long modified) throws Exception {
    Path file = Files.writeString(folder.resolve("users.csv"), csv);
    Files.setLastModifiedTime(file, FileTime.fromMillis(modified));
  }

  private void process(String fields, Instant fetched) throws Exception {
    byte[] json =
        ("{\"Id\":\"r" + ordinal + "\",\"CreationTime\":\"2026-03-10T10:00:00\"" + fields + "}")
            .getBytes(UTF_8);
    RawRecord record =
        new RawRecord(
            "k", json, "t", "api", "Audit.Exchange", "blob", ordinal++, fetched.toEpochMilli());
    harness.processElement(new StreamRecord<>(RawInput.ofRecord(record)));
  }

  private JsonNode lastEvent() throws Exception {
    List<EventMessage> events = harness.extractOutputValues();
    return Json.mapper().readTree(events.get(events.size() - 1).json());
  }

  private List<KeyedJson> drift() {
    List<KeyedJson> notes = new ArrayList<>();
    var side = harness.getSideOutput(NormaliseFunction.DRIFT);
    if (side != null) {
      side.forEach(note -> notes.add(note.getValue()));
    }
    return notes;
  }

  @Test
  void anEventIsMadeWithTheTablesOfItsTimeAndNamesThem() throws Exception {
    process(",\"UserId\":\"ann@a.example\"", FETCHED);
    JsonNode first = lastEvent();
    assertThat(first.at("/mailtrail/user/vip").asBoolean()).isTrue();

    users("user,tags\nann@a.example,nobody\n", 2_000);
    process(",\"UserId\":\"ann@a.example\"", FETCHED);
    JsonNode second = lastEvent();
    assertThat(second.at("/mailtrail/user/vip").asBoolean(true)).isFalse();
    assertThat(second.at("/mailtrail/user/tags/0").asText()).isEqualTo("nobody");
    assertThat(second.at("/mailtrail/lookups")).isNotEqualTo(first.at("/mailtrail/lookups"));

    users("user,tags\nbroken\n", 3_000);
    process(",\"UserId\":\"ann@a.example\"", FETCHED);
    assertThat(lastEvent().at("/mailtrail/user")).isEqualTo(second.at("/mailtrail/user"));
    assertThat(harness.extractOutputValues()).as("nothing is lost").hasSize(3);
  }

  @Test
  void whatIsNotKnownIsNotedOnceADayWithASample() throws Exception {
    process(",\"RecordType\":999,\"NewField\":1", FETCHED);
    process(",\"RecordType\":999,\"NewField\":2", FETCHED.plusSeconds(60));
    process(",\"RecordType\":999", FETCHED.plus(Duration.ofDays(1)));

    assertThat(harness.extractOutputValues()).hasSize(3);
    assertThat(drift())
        .extracting(KeyedJson::key)
        .containsExactlyInAnyOrder(
            "drift/t/2026-03-20/field:NewField",
            "drift/t/2026-03-20/record_type:999",
            "drift/t/2026-03-21/record_type:999");
    FailedRecord note = FailedRecord.of(drift().get(0).json());
    assertThat(note.code()).isEqualTo("drift");
    assertThat(note.recordId()).as("the record did not fail").isNull();
    assertThat(note.message()).contains("field:NewField").contains("t/r0");
    assertThat(new String(note.original(), UTF_8)).contains("\"NewField\":1");
  }

  @Test
  void ofTheNotesOfSeveralTasksTheFirstIsReported() throws Exception {
    process(",\"RecordType\":999", FETCHED);
    KeyedJson note = drift().get(0);
    KeyedOneInputStreamOperatorTestHarness<String, KeyedJson, KeyedJson> once =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new DriftFunction()), KeyedJson::key, Types.STRING);
    once.open();
    once.processElement(new StreamRecord<>(note));
    once.processElement(new StreamRecord<>(new KeyedJson(note.key(), new byte[0])));
    assertThat(once.extractOutputValues())
        .singleElement()
        .usingRecursiveComparison()
        .isEqualTo(note);
    once.close();
  }
}
