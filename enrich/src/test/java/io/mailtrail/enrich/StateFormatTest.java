package io.mailtrail.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.enrich.CorrelateHarness.Backend;
import io.mailtrail.model.Alert;
import io.mailtrail.model.Alert.Status;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What earlier releases wrote can still be read. A release that writes another format adds a file
 * by {@link #main}; those that are there are never written again.
 */
class StateFormatTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final RuleTexts RULES =
      RuleTexts.of(
          Map.of(
              "rules.yml",
              """
              title: A failure
              id: failure
              logsource: {product: m365}
              detection: {selection: {Operation: Failure}, condition: selection}
              ---
              title: Many failures
              id: many
              correlation: {type: event_count, rules: [failure], group-by: [user.email], \
              timespan: 1h, condition: {gte: 3}}
              """));

  /** Writes the state of this release: two users, one of them with an alert not yet settled. */
  public static void main(String[] arguments) throws Exception {
    try (CorrelateHarness harness = CorrelateHarness.open(Backend.HEAP, RULES)) {
      failures(harness, "ann@c.example", 0, 3);
      failures(harness, "bob@c.example", 0, 2);
      OperatorSnapshotUtil.writeStateHandle(harness.snapshot(), arguments[0]);
    }
  }

  private static void failures(CorrelateHarness harness, String user, int from, int to)
      throws Exception {
    Facts facts = new Facts(RULES);
    for (int i = from; i < to; i++) {
      harness.send(
          facts.of(
              user + i, NOON.plusSeconds(i), Map.of("Operation", "Failure", "user.email", user)));
    }
    harness.coalesce();
  }

  @Test
  void theStateOfAnEarlierBuildIsTakenUp(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("state");
    try (InputStream in = getClass().getResourceAsStream("state-2.bin")) {
      Files.copy(in, file);
    }
    OperatorSubtaskState state = OperatorSnapshotUtil.readStateHandle(file.toString());
    try (CorrelateHarness harness = CorrelateHarness.open(Backend.HEAP, RULES, state)) {
      harness.processingTime(10_000);
      failures(harness, "bob@c.example", 2, 3);
      harness.watermark(NOON.plus(Duration.ofHours(2)));
      assertThat(harness.newest().values())
          .hasSize(2)
          .allSatisfy(alert -> assertThat(alert.status()).isEqualTo(Status.SETTLED))
          .allSatisfy(alert -> assertThat(alert.evidence()).hasSize(3))
          .extracting(Alert::group)
          .containsExactlyInAnyOrder(
              Map.of("user.email", "ann@c.example"), Map.of("user.email", "bob@c.example"));
    }
  }

  @Test
  void theBytesOfAFactsPlaceAreOrderedNewestFirst() throws Exception {
    long[] times = {Long.MIN_VALUE, -1, 0, 1, 255, 256, NOON.toEpochMilli(), Long.MAX_VALUE};
    byte[] before = null;
    for (int i = times.length - 1; i >= 0; i--) {
      DataOutputSerializer out = new DataOutputSerializer(32);
      FactKey key = new FactKey(times[i], "t/a#rule");
      FactKeySerializer.INSTANCE.serialize(key, out);
      byte[] bytes = out.getCopyOfBuffer();
      assertThat(FactKeySerializer.INSTANCE.deserialize(new DataInputDeserializer(bytes)))
          .isEqualTo(key);
      if (before != null) {
        assertThat(java.util.Arrays.compareUnsigned(before, bytes)).isNegative();
      }
      before = bytes;
    }
  }
}
