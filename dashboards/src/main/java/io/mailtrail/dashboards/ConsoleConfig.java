package io.mailtrail.dashboards;

import io.mailtrail.model.config.ConfigException;
import io.mailtrail.model.config.Secret;
import io.mailtrail.model.config.Setting;
import io.mailtrail.model.config.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * The settings of the console.
 *
 * @param listenHost address to listen at; the console has no sign-in, so loopback unless something
 *     in front of it has one
 * @param listenPort port to listen at; 0 takes a free one
 * @param listenNames host names by which browsers may ask for it, beside the listen address
 * @param openSearchUser empty where OpenSearch asks for no sign-in
 * @param queryTimeout how long one search may run in OpenSearch before it answers with what it has
 * @param exportMaxRecords the most records one export holds
 */
public record ConsoleConfig(
    String listenHost,
    int listenPort,
    List<String> listenNames,
    URI openSearchUrl,
    String openSearchUser,
    Secret openSearchPassword,
    Duration queryTimeout,
    int exportMaxRecords) {

  public static final List<Setting> SETTINGS =
      List.of(
          new Setting("listen.host", "127.0.0.1", "Address to listen at."),
          new Setting("listen.port", "8080", "Port to listen at; 0 takes a free one."),
          new Setting(
              "listen.names",
              "localhost,127.0.0.1,[::1]",
              "Host names by which browsers may ask for the console, beside listen.host."),
          new Setting("opensearch.url", "http://127.0.0.1:9200", "Where OpenSearch listens."),
          new Setting("opensearch.user", "", "User at OpenSearch; empty for no sign-in."),
          new Setting("opensearch.password", "", "Password at OpenSearch."),
          new Setting(
              "query.timeout",
              "10s",
              "How long a search may run before the page shows what was found so far."),
          new Setting("export.max-records", "50000", "The most records that one export holds."));

  public ConsoleConfig {
    listenNames = List.copyOf(listenNames);
  }

  /**
   * @throws ConfigException naming every setting that cannot be used
   */
  public static ConsoleConfig from(Settings settings) {
    ConsoleConfig config =
        new ConsoleConfig(
            settings.text("listen.host"),
            settings.integer("listen.port", 0, 65_535),
            settings.list("listen.names"),
            settings.uri("opensearch.url"),
            settings.text("opensearch.user"),
            settings.secret("opensearch.password"),
            settings.duration("query.timeout"),
            settings.integer("export.max-records", 1, 1_000_000));
    if (config.openSearchUser.isEmpty() != config.openSearchPassword.isEmpty()) {
      settings.problem("opensearch.user", "user and password go together");
    }
    if (config.queryTimeout.isNegative() || config.queryTimeout.isZero()) {
      settings.problem("query.timeout", "must be longer than nothing");
    }
    settings.check();
    return config;
  }
}
