package io.mailtrail.sink;

import io.mailtrail.model.config.Setting;
import io.mailtrail.model.config.Settings;
import java.time.Duration;
import java.util.List;

/**
 * The settings of the sink job, checked whole.
 *
 * @param kafkaBootstrap brokers, {@code host:port,...}
 * @param kafkaGroup consumer group, for watching the lag: where the job goes on is in its state
 * @param replicas copies of each shard beside the first
 * @param parallelism of the writers and of the source of events
 * @param checkpointFolder path or address of the checkpoints; empty leaves it to the cluster
 */
public record SinkConfig(
    String kafkaBootstrap,
    String kafkaGroup,
    OpenSearchAccess openSearch,
    int replicas,
    SinkLimits limits,
    int parallelism,
    String checkpointFolder,
    Duration checkpointInterval) {

  private static final int KIB = 1024;

  /** Every key, with its default. */
  public static final List<Setting> SETTINGS =
      List.of(
          new Setting("kafka.bootstrap", "127.0.0.1:9092", "Kafka brokers, host:port,..."),
          new Setting("sink.group", "mailtrail-sink", "Consumer group, to watch the lag by."),
          new Setting("opensearch.url", "http://127.0.0.1:9200", "Where OpenSearch listens."),
          new Setting("opensearch.user", "", "User at OpenSearch; empty for no sign-in."),
          new Setting("opensearch.password", "", "Password at OpenSearch."),
          new Setting("opensearch.timeout", "60s", "How long OpenSearch may take for an answer."),
          new Setting("opensearch.replicas", "0", "Replicas of new indices, 0 to 10."),
          new Setting("sink.parallelism", "1", "Parallel writers, 1 to 64."),
          new Setting("sink.batch.documents", "1000", "Most documents in a bulk, 1 to 20000."),
          new Setting("sink.batch.kib", "5120", "Largest bulk in KiB, 64 to 65536."),
          new Setting("sink.in-flight", "2", "Requests under way per writer, 1 to 32."),
          new Setting("sink.buffer.documents", "10000", "Documents that wait per writer."),
          new Setting("sink.buffer.kib", "65536", "KiB of documents that wait per writer."),
          new Setting("sink.buffer.time", "1s", "Longest wait of a document for its bulk."),
          new Setting("sink.backoff.initial", "200ms", "Wait after a first failure."),
          new Setting("sink.backoff.max", "30s", "Longest wait between attempts."),
          new Setting("sink.checkpoint.folder", "", "Checkpoints; empty: as the cluster says."),
          new Setting("sink.checkpoint.interval", "10s", "Time between checkpoints."));

  /**
   * Reads and checks every setting.
   *
   * @throws io.mailtrail.model.config.ConfigException naming every key that is wrong
   */
  public static SinkConfig from(Settings settings) {
    int batchDocuments = settings.integer("sink.batch.documents", 1, 20_000);
    SinkLimits limits =
        new SinkLimits(
            batchDocuments,
            (long) KIB * settings.integer("sink.batch.kib", 64, 65_536),
            settings.integer("sink.in-flight", 1, 32),
            settings.integer("sink.buffer.documents", 2, 1_000_000),
            (long) KIB * settings.integer("sink.buffer.kib", 64, 1_048_576),
            positive(settings, "sink.buffer.time"),
            positive(settings, "sink.backoff.initial"),
            positive(settings, "sink.backoff.max"));
    SinkConfig config =
        new SinkConfig(
            settings.text("kafka.bootstrap"),
            settings.text("sink.group"),
            new OpenSearchAccess(
                settings.uri("opensearch.url"),
                settings.text("opensearch.user"),
                settings.secret("opensearch.password"),
                positive(settings, "opensearch.timeout")),
            settings.integer("opensearch.replicas", 0, 10),
            limits,
            settings.integer("sink.parallelism", 1, 64),
            settings.text("sink.checkpoint.folder"),
            positive(settings, "sink.checkpoint.interval"));
    if (limits.bufferDocuments() <= batchDocuments) {
      settings.problem("sink.buffer.documents", "must be more than sink.batch.documents");
    }
    if (limits.backoffMax().compareTo(limits.backoffInitial()) < 0) {
      settings.problem("sink.backoff.max", "must not be shorter than sink.backoff.initial");
    }
    if (config.openSearch().user().isEmpty() != config.openSearch().password().isEmpty()) {
      settings.problem("opensearch.user", "user and password go together");
    }
    settings.check();
    return config;
  }

  private static Duration positive(Settings settings, String key) {
    Duration duration = settings.duration(key);
    if (duration.toMillis() <= 0) {
      settings.problem(key, "must be longer than nothing");
      return Duration.ofSeconds(1);
    }
    return duration;
  }
}
