package io.mailtrail.cli.job;

import io.mailtrail.cli.flink.EmbeddedFlink;
import io.mailtrail.model.config.Setting;
import io.mailtrail.model.config.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How a verb runs its Flink job.
 *
 * @param folder where checkpoints are kept; each job has a folder of its own in it
 * @param webAddress address at which Flink's web page listens
 * @param webPort port of Flink's web page; 0 takes a free one
 * @param checkpointInterval time between checkpoints, for a job without a setting of its own
 * @param stateMegabytes memory for the state of each parallel instance
 */
public record FlinkConfig(
    Path folder, String webAddress, int webPort, Duration checkpointInterval, int stateMegabytes) {

  /** Every key, with its default. */
  public static final List<Setting> SETTINGS =
      List.of(
          new Setting(
              "flink.folder",
              ".mailtrail/jobs",
              "Folder of the checkpoints; the job goes on from the newest."),
          new Setting(
              "flink.web.address",
              "127.0.0.1",
              "Address of Flink's web page, which has no sign-in: loopback, or a network that"
                  + " only operators reach."),
          new Setting("flink.web.port", "8081", "Port of Flink's web page; 0 takes a free one."),
          new Setting(
              "flink.checkpoint-interval",
              "10s",
              "Time between checkpoints of enrich; ingest and sink have settings of their own."),
          new Setting(
              "flink.state-megabytes",
              Integer.toString(EmbeddedFlink.Options.STATE_MEGABYTES),
              "Memory beside the heap that RocksDB may use for each parallel instance, in MB."));

  /**
   * Reads every setting. What is wrong shows at {@link Settings#check()}, which the job's own
   * configuration calls, so that all problems are named at once.
   */
  public static FlinkConfig read(Settings settings) {
    FlinkConfig config =
        new FlinkConfig(
            Path.of(settings.text("flink.folder")).toAbsolutePath(),
            settings.text("flink.web.address"),
            settings.integer("flink.web.port", 0, 65_535),
            settings.duration("flink.checkpoint-interval"),
            settings.integer("flink.state-megabytes", 16, 65_536));
    if (config.checkpointInterval.compareTo(Duration.ofMillis(100)) < 0) {
      settings.problem("flink.checkpoint-interval", "must be 100ms or longer");
    }
    return config;
  }
}
