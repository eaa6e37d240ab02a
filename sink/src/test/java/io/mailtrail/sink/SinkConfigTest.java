package io.mailtrail.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailtrail.model.config.ConfigException;
import io.mailtrail.model.config.Setting;
import io.mailtrail.model.config.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.configuration.CheckpointingOptions;
import org.junit.jupiter.api.Test;

class SinkConfigTest {
  @Test
  void everyKeyAndItsDefault() {
    Map<String, String> defaults =
        SinkConfig.SETTINGS.stream()
            .collect(
                Collectors.toMap(
                    Setting::key, Setting::defaultValue, (a, b) -> a, LinkedHashMap::new));

    assertThat(defaults)
        .containsExactly(
            Map.entry("kafka.bootstrap", "127.0.0.1:9092"),
            Map.entry("sink.group", "mailtrail-sink"),
            Map.entry("opensearch.url", "http://127.0.0.1:9200"),
            Map.entry("opensearch.user", ""),
            Map.entry("opensearch.password", ""),
            Map.entry("opensearch.timeout", "60s"),
            Map.entry("opensearch.replicas", "0"),
            Map.entry("sink.parallelism", "1"),
            Map.entry("sink.batch.documents", "1000"),
            Map.entry("sink.batch.kib", "5120"),
            Map.entry("sink.in-flight", "2"),
            Map.entry("sink.buffer.documents", "10000"),
            Map.entry("sink.buffer.kib", "65536"),
            Map.entry("sink.buffer.time", "1s"),
            Map.entry("sink.backoff.initial", "200ms"),
            Map.entry("sink.backoff.max", "30s"),
            Map.entry("sink.checkpoint.folder", ""),
            Map.entry("sink.checkpoint.interval", "10s"));
  }

  @Test
  void theDefaultsAreGood() {
    SinkConfig config = config(Map.of());

    assertThat(config.limits()).isEqualTo(SinkLimits.DEFAULTS);
    assertThat(config.openSearch().url()).isEqualTo(URI.create("http://127.0.0.1:9200"));
    assertThat(config.checkpointInterval()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void namesEveryKeyThatIsWrong() {
    Map<String, String> wrong =
        Map.of(
            "opensearch.url", "ftp://x",
            "opensearch.user", "admin",
            "opensearch.replicas", "-1",
            "sink.batch.documents", "500",
            "sink.buffer.documents", "500",
            "sink.buffer.time", "0s",
            "sink.backoff.initial", "10s",
            "sink.backoff.max", "1s");

    assertThatThrownBy(() -> config(wrong))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("opensearch.url:")
        .hasMessageContaining("opensearch.user:")
        .hasMessageContaining("opensearch.replicas:")
        .hasMessageContaining("sink.buffer.documents:")
        .hasMessageContaining("sink.buffer.time:")
        .hasMessageContaining("sink.backoff.max:");
  }

  @Test
  void thePasswordDoesNotShow() {
    SinkConfig config = config(Map.of("opensearch.user", "u", "opensearch.password", "hunter2"));

    assertThat(config.toString()).doesNotContain("hunter2");
    assertThat(config.openSearch().password().reveal()).isEqualTo("hunter2");
  }

  @Test
  void aCheckpointFolderMayBeAPathOrAnAddress() {
    assertThat(checkpoints("/var/lib/checkpoints")).isEqualTo("file:///var/lib/checkpoints");
    assertThat(checkpoints("s3://bucket/folder")).isEqualTo("s3://bucket/folder");
    assertThat(checkpoints("")).isNull();
  }

  private static String checkpoints(String folder) {
    return SinkMain.configuration(config(Map.of("sink.checkpoint.folder", folder)))
        .get(CheckpointingOptions.CHECKPOINTS_DIRECTORY);
  }

  static SinkConfig config(Map<String, String> values) {
    return SinkConfig.from(Settings.of(values, SinkConfig.SETTINGS));
  }
}
