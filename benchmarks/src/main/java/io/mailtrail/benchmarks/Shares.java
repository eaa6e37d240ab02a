package io.mailtrail.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Where the time of a JFR recording goes, by the innermost frame that belongs to a step. */
final class Shares {
  /** Innermost frame first: what Jackson does for our reader counts as reading JSON. */
  private static final Map<String, List<String>> STEPS = new LinkedHashMap<>();

  static {
    STEPS.put("read JSON (Jackson)", List.of("com.fasterxml.jackson"));
    STEPS.put("look up country and AS", List.of("com.maxmind", "io.mailtrail.normalise.Place"));
    STEPS.put("normalise and write the event", List.of("io.mailtrail.normalise"));
    STEPS.put("match rules", List.of("io.mailtrail.detect", "com.google.re2j"));
    STEPS.put("our adapters", List.of("io.mailtrail"));
    STEPS.put(
        "compress and decompress", List.of("net.jpountz", "org.apache.kafka.common.compress"));
    STEPS.put("Kafka consumer", List.of("org.apache.kafka.clients.consumer"));
    STEPS.put("Kafka producer", List.of("org.apache.kafka.clients.producer"));
    STEPS.put("Kafka, other", List.of("org.apache.kafka"));
    STEPS.put("Flink", List.of("org.apache.flink"));
  }

  private Shares() {}

  /** Step to share of the samples, from 0 to 1, in the order of the steps. */
  static Map<String, Double> of(Path recording) throws IOException {
    Map<String, Long> samples = new LinkedHashMap<>();
    STEPS.keySet().forEach(step -> samples.put(step, 0L));
    long all = 0;
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        if (event.getEventType().getName().equals("jdk.ExecutionSample")
            && event.getStackTrace() != null) {
          samples.merge(step(event.getStackTrace().getFrames()), 1L, Long::sum);
          all++;
        }
      }
    }
    Map<String, Double> shares = new LinkedHashMap<>();
    for (Map.Entry<String, Long> entry : samples.entrySet()) {
      shares.put(entry.getKey(), all == 0 ? 0 : (double) entry.getValue() / all);
    }
    return shares;
  }

  private static String step(List<RecordedFrame> frames) {
    for (RecordedFrame frame : frames) {
      String type = frame.getMethod().getType().getName();
      for (Map.Entry<String, List<String>> step : STEPS.entrySet()) {
        if (step.getValue().stream().anyMatch(type::startsWith)) {
          return step.getKey();
        }
      }
    }
    return "other";
  }
}
