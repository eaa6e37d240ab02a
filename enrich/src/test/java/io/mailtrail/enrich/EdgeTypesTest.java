package io.mailtrail.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.detect.Fact;
import io.mailtrail.detect.Known;
import io.mailtrail.model.EventMessage;
import io.mailtrail.model.ProgressMarker;
import io.mailtrail.model.RawRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.types.PojoTestUtils;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** What crosses an edge: free of Kryo, and read from Kafka without loss. */
class EdgeTypesTest {
  private static final RawRecord RECORD =
      new RawRecord("t/a", "{}".getBytes(UTF_8), "t", "api", "Audit.Exchange", "blob", 3, 1000);

  @Test
  void nothingOnAnEdgeNeedsKryo() {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(RawInput.class);
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(EventMessage.class);
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(KeyedJson.class);
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(KeptState.class);
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(Fact.class);
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(RuleChange.class);
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(News.class);
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(RecordCopy.class);
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(Known.class);
  }

  @Test
  void aRecordComesWithItsHeaders() {
    ConsumerRecord<byte[], byte[]> message = message(RECORD.value());
    RECORD.headers().forEach((name, value) -> message.headers().add(name, value));
    assertThat(read(message).record()).usingRecursiveComparison().isEqualTo(RECORD);
  }

  @Test
  void aMarkerIsToldFromARecord() {
    ConsumerRecord<byte[], byte[]> message = message("{}".getBytes(UTF_8));
    message.headers().add(ProgressMarker.HEADER, ProgressMarker.headerValue());
    assertThat(read(message).marker()).isEqualTo("{}".getBytes(UTF_8));
  }

  @Test
  void aMessageWithoutOurHeadersKeepsItsBytesAndIsNamedByItsPlace() {
    RawInput input = read(message("somebody else's".getBytes(UTF_8)));
    assertThat(input.record()).isNull();
    assertThat(input.problem()).contains("mailtrail-tenant");
    assertThat(input.malformed().value()).isEqualTo("somebody else's".getBytes(UTF_8));
    assertThat(input.malformed().copyId()).isEqualTo("audit.raw-2#42");
  }

  private static ConsumerRecord<byte[], byte[]> message(byte[] value) {
    return new ConsumerRecord<>("audit.raw", 2, 42L, "t/a".getBytes(UTF_8), value);
  }

  private static RawInput read(ConsumerRecord<byte[], byte[]> message) {
    List<RawInput> out = new ArrayList<>();
    new RawInputDeserializer().deserialize(message, new ListCollector<>(out));
    assertThat(out).hasSize(1);
    return out.get(0);
  }
}
