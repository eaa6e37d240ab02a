package io.mailtrail.enrich;

import io.mailtrail.detect.RuleSource;
import io.mailtrail.model.ContentType;
import io.mailtrail.model.config.Setting;
import io.mailtrail.model.config.Settings;
import io.mailtrail.rules.BundledRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The settings of the enrich job, checked whole.
 *
 * @param kafkaBootstrap brokers, {@code host:port,...}
 * @param kafkaGroup consumer group on {@code audit.raw}
 * @param replay names another reading of {@code audit.raw} from its earliest record, or empty
 * @param parallelism of every operator
 * @param memory how long behind the watermark what a late record could reopen is kept
 * @param enrichment look up country and AS; off only to measure
 * @param detection evaluate rules; off only to measure
 * @param state what keeps the state
 * @param rulesFolder folder with rules to load instead of the bundled ones
 * @param cityDatabase MaxMind City database to use instead of the bundled one
 * @param asnDatabase MaxMind ASN database to use instead of the bundled one
 * @param lookupFolder folder with the operator's own lookup tables
 * @param acceptedDomains mail domains that are every tenant's own
 * @param lookupCheck how often lookup files are looked at for a change
 */
public record EnrichConfig(
    String kafkaBootstrap,
    String kafkaGroup,
    String replay,
    int parallelism,
    Lateness lateness,
    Duration memory,
    boolean enrichment,
    boolean detection,
    EnrichJob.State state,
    Optional<Path> rulesFolder,
    Optional<Path> cityDatabase,
    Optional<Path> asnDatabase,
    Optional<Path> lookupFolder,
    List<String> acceptedDomains,
    Duration lookupCheck) {

  private static final String LATENESS = "lateness.";
  private static final Pattern REPLAY = Pattern.compile("[A-Za-z0-9_-]{0,40}");

  /** Every key, with its default. */
  public static final List<Setting> SETTINGS =
      List.of(
          new Setting("kafka.bootstrap", "127.0.0.1:9092", "Kafka brokers, host:port,..."),
          new Setting("enrich.group", "mailtrail-enrich", "Consumer group on audit.raw."),
          new Setting(
              "enrich.replay",
              "",
              "A new name here makes the next start read audit.raw from its earliest record again,"
                  + " so that new rules have its history."),
          new Setting("enrich.parallelism", "2", "Parallel instances of every operator, 1 to 128."),
          new Setting("enrich.lookups", "true", "Look up country and AS; off only to measure."),
          new Setting("enrich.detection", "true", "Evaluate rules; off only to measure."),
          new Setting(
              "lateness.default", "24h", "How late a record may come and still be in time."),
          new Setting(
              "lateness.azureactivedirectory", "", "The same for Audit.AzureActiveDirectory."),
          new Setting("lateness.exchange", "", "The same for Audit.Exchange."),
          new Setting("lateness.sharepoint", "", "The same for Audit.SharePoint."),
          new Setting("lateness.general", "", "The same for Audit.General."),
          new Setting("lateness.dlp", "", "The same for DLP.All."),
          new Setting(
              "detection.memory", "35d", "How long what a late record could reopen is kept."),
          new Setting(
              "enrich.state.backend",
              "rocksdb",
              "What keeps the state: rocksdb (on disk, any number of users) or hashmap (memory)."),
          new Setting("rules.folder", "", "Folder of Sigma rules, instead of the bundled rules."),
          new Setting("geo.city", "", "MaxMind City database, instead of the bundled one of 2019."),
          new Setting("geo.asn", "", "MaxMind ASN database, instead of the bundled one of 2019."),
          new Setting(
              "lookups.folder", "", "Folder of own lookup tables: hosting.csv, users.csv ..."),
          new Setting(
              "lookups.accepted-domains", "", "Mail domains of one's own, *.d for subdomains too."),
          new Setting(
              "lookups.check", "30s", "How often lookup files are looked at for a change."));

  /**
   * Reads and checks every setting.
   *
   * @throws io.mailtrail.model.config.ConfigException naming every key that is wrong
   */
  public static EnrichConfig from(Settings settings) {
    Map<String, Duration> byContentType = new HashMap<>();
    for (ContentType type : ContentType.values()) {
      String key = LATENESS + settingName(type);
      if (!settings.text(key).isEmpty()) {
        byContentType.put(type.wireName(), settings.duration(key));
      }
    }
    EnrichConfig config =
        new EnrichConfig(
            settings.text("kafka.bootstrap"),
            settings.text("enrich.group"),
            replay(settings),
            settings.integer("enrich.parallelism", 1, 128),
            new Lateness(byContentType, settings.duration("lateness.default")),
            settings.duration("detection.memory"),
            settings.flag("enrich.lookups"),
            settings.flag("enrich.detection"),
            state(settings),
            settings.path("rules.folder"),
            settings.path("geo.city"),
            settings.path("geo.asn"),
            settings.path("lookups.folder"),
            settings.list("lookups.accepted-domains"),
            settings.duration("lookups.check"));
    settings.check();
    return config;
  }

  /** What the job works with: reads the rules, and the lookup tables to see that they are good. */
  EnrichJob.Options options() {
    LookupTables tables =
        new LookupTables(
            enrichment,
            cityDatabase.map(Path::toString).orElse(""),
            asnDatabase.map(Path::toString).orElse(""),
            lookupFolder.map(Path::toString).orElse(""),
            acceptedDomains,
            lookupCheck);
    tables.check();
    return new EnrichJob.Options(
        lateness, tables, detection ? Optional.of(rules()) : Optional.empty(), memory, state);
  }

  private static String replay(Settings settings) {
    String name = settings.text("enrich.replay");
    if (!REPLAY.matcher(name).matches()) {
      settings.problem("enrich.replay", "must be up to 40 letters, digits, - and _, not " + name);
    }
    return name;
  }

  private static EnrichJob.State state(Settings settings) {
    String backend = settings.text("enrich.state.backend");
    return switch (backend) {
      case "rocksdb" -> EnrichJob.State.ROCKSDB;
      case "hashmap" -> EnrichJob.State.HASHMAP;
      default -> {
        settings.problem("enrich.state.backend", "must be rocksdb or hashmap, not " + backend);
        yield EnrichJob.State.ROCKSDB;
      }
    };
  }

  private RuleTexts rules() {
    if (rulesFolder.isEmpty()) {
      return RuleTexts.of(BundledRules.load());
    }
    try {
      return RuleTexts.of(RuleSource.fromFolder(rulesFolder.get()));
    } catch (IOException e) {
      throw new UncheckedIOException("rules.folder: cannot be read: " + rulesFolder.get(), e);
    }
  }

  /** {@code Audit.Exchange} → {@code exchange}, {@code DLP.All} → {@code dlp}. */
  private static String settingName(ContentType type) {
    return type.wireName().replace("Audit.", "").replace(".All", "").toLowerCase(Locale.ROOT);
  }
}
