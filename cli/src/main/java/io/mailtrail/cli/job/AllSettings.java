package io.mailtrail.cli.job;

import io.mailtrail.dashboards.ConsoleConfig;
import io.mailtrail.enrich.EnrichConfig;
import io.mailtrail.ingest.IngestConfig;
import io.mailtrail.model.config.Setting;
import io.mailtrail.model.config.Settings;
import io.mailtrail.sink.SinkConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings of every process, so that one file can hold them all: a process reads its own and
 * takes the others' for what they are, and a key of nobody's is still an error.
 */
public final class AllSettings {
  private static final List<List<Setting>> PROCESSES =
      List.of(
          IngestConfig.SETTINGS,
          EnrichConfig.SETTINGS,
          SinkConfig.SETTINGS,
          ConsoleConfig.SETTINGS,
          FlinkConfig.SETTINGS);

  private AllSettings() {}

  /** Every setting once; where two processes declare the same key, they mean the same. */
  public static List<Setting> list() {
    Map<String, Setting> byKey = new LinkedHashMap<>();
    declared().forEach(setting -> byKey.putIfAbsent(setting.key(), setting));
    return List.copyOf(byKey.values());
  }

  /** Every declaration, with those that several processes make. */
  static Stream<Setting> declared() {
    return PROCESSES.stream().flatMap(List::stream);
  }

  /** What the file and the environment say. */
  static Settings load(Optional<Path> file, Map<String, String> environment) {
    return Settings.load(file, environment, list());
  }
}
