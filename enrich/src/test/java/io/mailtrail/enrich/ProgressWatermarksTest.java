package io.mailtrail.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.ProgressMarker;
import io.mailtrail.model.RawRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.junit.jupiter.api.Test;

class ProgressWatermarksTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final List<Long> emitted = new ArrayList<>();
  private final WatermarkOutput output =
      new WatermarkOutput() {
        @Override
        public void emitWatermark(Watermark watermark) {
          emitted.add(watermark.getTimestamp());
        }

        @Override
        public void markIdle() {
          throw new AssertionError("a partition is never idle: markers come to each");
        }

        @Override
        public void markActive() {
          throw new AssertionError("a partition is never idle: markers come to each");
        }
      };
  private final WatermarkGenerator<RawInput> generator =
      new ProgressWatermarks(
              new Lateness(Map.of("Audit.Exchange", Duration.ofHours(2)), Duration.ofHours(24)))
          .createWatermarkGenerator(null);

  private void marker(String collector, ProgressMarker.Progress... progress) {
    generator.onEvent(
        RawInput.ofMarker(new ProgressMarker(collector, List.of(progress)).toBytes()), 0, output);
  }

  private static ProgressMarker.Progress progress(String contentType, Instant upTo) {
    return new ProgressMarker.Progress("t", contentType, upTo);
  }

  @Test
  void takesTheSlowestStreamLessItsOwnHorizon() {
    marker(
        "one",
        progress("Audit.Exchange", NOON),
        progress("Audit.General", NOON.plus(Duration.ofHours(30))));
    assertThat(emitted).containsExactly(NOON.minus(Duration.ofHours(2)).toEpochMilli() - 1);
  }

  @Test
  void waitsForTheSlowestCollector() {
    marker("one", progress("Audit.Exchange", NOON));
    marker("two", progress("Audit.Exchange", NOON.minusSeconds(60)));
    marker("one", progress("Audit.Exchange", NOON.plusSeconds(600)));
    assertThat(emitted.get(2))
        .isEqualTo(NOON.minusSeconds(60).minus(Duration.ofHours(2)).toEpochMilli() - 1);
  }

  @Test
  void recordsAndTimeDoNotMoveIt() {
    generator.onEvent(
        RawInput.ofRecord(new RawRecord("k", new byte[0], "t", "api", "", "c", 0, 0)),
        NOON.toEpochMilli(),
        output);
    generator.onPeriodicEmit(output);
    assertThat(emitted).isEmpty();
  }

  @Test
  void aMarkerThatCannotBeReadOrSaysNothingIsIgnored() {
    generator.onEvent(RawInput.ofMarker("{".getBytes(UTF_8)), 0, output);
    marker("one");
    assertThat(emitted).isEmpty();
  }
}
