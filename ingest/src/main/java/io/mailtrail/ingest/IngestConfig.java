package io.mailtrail.ingest;

import io.mailtrail.model.config.Setting;
import io.mailtrail.model.config.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings of the ingest job, checked whole.
 *
 * @param kafkaBootstrap brokers, {@code host:port,...}
 * @param collector names this job in progress markers; no two jobs may share it
 * @param pollEvery pause between listings of one stream
 * @param pollBehind windows end this long before now
 * @param relist how far back listings are repeated
 * @param parallelism readers that blobs are spread over
 * @param httpPatience how long an answer, or the next part of one, may take
 * @param proxy where requests go through; empty: as the JVM or the environment has it
 * @param oversizedFolder where records that are too large to travel are kept whole
 * @param checkpointFolder where checkpoints are kept, when the job runs by itself
 * @param checkpointEvery also how long a fetched record may stay unpublished in the ledger
 */
public record IngestConfig(
    String kafkaBootstrap,
    String collector,
    Duration pollEvery,
    Duration pollBehind,
    Duration relist,
    int parallelism,
    Duration httpPatience,
    Optional<URI> proxy,
    Optional<Path> oversizedFolder,
    Optional<Path> checkpointFolder,
    Duration checkpointEvery,
    List<TenantConfig> tenants) {

  /** Every key, with its default. */
  public static final List<Setting> SETTINGS =
      Stream.concat(own().stream(), TenantSettings.SETTINGS.stream()).toList();

  private static List<Setting> own() {
    return List.of(
        new Setting("kafka.bootstrap", "127.0.0.1:9092", "Kafka brokers, host:port,..."),
        new Setting(
            "ingest.collector", "mailtrail", "Name of this job in progress markers; unique."),
        new Setting("ingest.poll.every", "1m", "Pause between two listings of one stream."),
        new Setting(
            "ingest.poll.behind",
            "1m",
            "Windows end this long before now, for clocks that differ and listings that lag."),
        new Setting(
            "ingest.relist",
            "7d",
            "So far back listings are repeated, less and less often, for blobs listed late."),
        new Setting("ingest.parallelism", "2", "Readers that blobs are spread over, 1 to 128."),
        new Setting(
            "ingest.http.patience", "1m", "How long an answer, or its next part, may take."),
        new Setting(
            "ingest.http.proxy",
            "",
            "Proxy, http://host:port; empty: the JVM's, else that of HTTPS_PROXY."),
        new Setting(
            "ingest.oversized.folder",
            "",
            "Folder for records above 4 MiB, kept whole; empty: only their beginning is kept."),
        new Setting(
            "ingest.checkpoint.folder",
            "",
            "Folder of checkpoints; empty: as the Flink cluster is configured."),
        new Setting("ingest.checkpoint.every", "30s", "Interval of checkpoints."));
  }

  public IngestConfig {
    tenants = List.copyOf(tenants);
  }

  /**
   * Reads and checks every setting.
   *
   * @throws io.mailtrail.model.config.ConfigException naming every key that is wrong
   */
  public static IngestConfig from(Settings settings) {
    IngestConfig config =
        new IngestConfig(
            settings.text("kafka.bootstrap"),
            settings.text("ingest.collector"),
            positive(settings, "ingest.poll.every"),
            settings.duration("ingest.poll.behind"),
            settings.duration("ingest.relist"),
            settings.integer("ingest.parallelism", 1, 128),
            positive(settings, "ingest.http.patience"),
            settings.text("ingest.http.proxy").isEmpty()
                ? Optional.empty()
                : Optional.of(settings.uri("ingest.http.proxy")),
            settings.path("ingest.oversized.folder"),
            settings.path("ingest.checkpoint.folder"),
            positive(settings, "ingest.checkpoint.every"),
            TenantSettings.from(settings));
    if (config.collector().isEmpty()) {
      settings.problem("ingest.collector", "must not be empty");
    }
    settings.check();
    return config;
  }

  private static Duration positive(Settings settings, String key) {
    Duration duration = settings.duration(key);
    if (duration.isZero() || duration.isNegative()) {
      settings.problem(key, "must be longer than nothing");
    }
    return duration;
  }
}
