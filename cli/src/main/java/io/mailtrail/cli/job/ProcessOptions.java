package io.mailtrail.cli.job;

import io.mailtrail.model.config.Settings;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What every verb takes that runs a process. */
final class ProcessOptions {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = {
        "Settings (YAML); may hold those of every process.",
        "An environment variable overrides each: MAILTRAIL_KAFKA_BOOTSTRAP for kafka.bootstrap."
      })
  private Path file;

  Settings settings() {
    return AllSettings.load(Optional.ofNullable(file), System.getenv());
  }

  /**
   * A setting that only means something where the job is submitted to a cluster.
   *
   * @param key is an error here if it is set, rather than silently without effect
   */
  static void refuseClusterSetting(Settings settings, String key) {
    if (!settings.text(key).isEmpty()) {
      settings.problem(key, "is for a Flink cluster; this verb keeps checkpoints in flink.folder");
    }
  }
}
