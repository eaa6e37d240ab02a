package io.mailtrail.enrich;

import io.mailtrail.model.ProgressMarker;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watermarks from the progress markers in each partition, less the lateness horizon of each content
 * type. Records never move the watermark: a quiet tenant settles, because its markers go on; a
 * stalled collector does not, because they stop.
 *
 * <p>Several collectors may write to one topic: the slowest counts, from its first marker on.
 */
final class ProgressWatermarks implements WatermarkStrategy<RawInput> {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressWatermarks.class);

  private final Lateness lateness;

  ProgressWatermarks(Lateness lateness) {
    this.lateness = lateness;
  }

  @Override
  public WatermarkGenerator<RawInput> createWatermarkGenerator(
      WatermarkGeneratorSupplier.Context context) {
    return new Generator();
  }

  private final class Generator implements WatermarkGenerator<RawInput> {
    private final Map<String, Long> byCollector = new HashMap<>();

    @Override
    public void onEvent(RawInput input, long timestamp, WatermarkOutput output) {
      if (input.marker() == null) {
        return;
      }
      ProgressMarker marker;
      try {
        marker = ProgressMarker.of(input.marker());
      } catch (IllegalArgumentException e) {
        LOG.atWarn().setMessage("progress marker cannot be read, ignored").setCause(e).log();
        return;
      }
      long progress = Long.MAX_VALUE;
      for (ProgressMarker.Progress stream : marker.progress()) {
        progress =
            Math.min(
                progress,
                stream.completeUpTo().minus(lateness.of(stream.contentType())).toEpochMilli());
      }
      if (marker.progress().isEmpty()) {
        return;
      }
      byCollector.merge(marker.collector(), progress, Math::max);
      long slowest = Long.MAX_VALUE;
      for (long time : byCollector.values()) {
        slowest = Math.min(slowest, time);
      }
      // completeUpTo is exclusive, a watermark is inclusive. Flink ignores one that goes back.
      output.emitWatermark(new Watermark(slowest - 1));
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      // Progress is told by markers alone.
    }
  }
}
