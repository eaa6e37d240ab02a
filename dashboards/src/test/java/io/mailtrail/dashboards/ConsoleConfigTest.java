package io.mailtrail.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailtrail.model.config.ConfigException;
import io.mailtrail.model.config.Secret;
import io.mailtrail.model.config.Setting;
import io.mailtrail.model.config.Settings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleConfigTest {
  @Test
  void everyKeyHasItsDefault() {
    ConsoleConfig config = from(Map.of());

    assertThat(config)
        .usingRecursiveComparison()
        .isEqualTo(
            new ConsoleConfig(
                "127.0.0.1",
                8080,
                List.of("localhost", "127.0.0.1", "[::1]"),
                URI.create("http://127.0.0.1:9200"),
                "",
                new Secret(""),
                Duration.ofSeconds(10),
                50_000));
    assertThat(ConsoleConfig.SETTINGS)
        .extracting(Setting::key)
        .containsExactly(
            "listen.host",
            "listen.port",
            "listen.names",
            "opensearch.url",
            "opensearch.user",
            "opensearch.password",
            "query.timeout",
            "export.max-records");
  }

  @Test
  void everyProblemIsNamedByItsKey() {
    assertThatThrownBy(
            () ->
                from(
                    Map.of(
                        "listen.port", "70000",
                        "opensearch.url", "ftp://x",
                        "opensearch.user", "only",
                        "query.timeout", "0s")))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.problems())
                    .anyMatch(problem -> problem.startsWith("listen.port"))
                    .anyMatch(problem -> problem.startsWith("opensearch.url"))
                    .anyMatch(problem -> problem.startsWith("opensearch.user"))
                    .anyMatch(problem -> problem.startsWith("query.timeout")));
  }

  @Test
  void thePasswordIsNotShown() {
    ConsoleConfig config =
        from(Map.of("opensearch.user", "u", "opensearch.password", "very-secret"));

    assertThat(config.toString()).doesNotContain("very-secret");
  }

  @Test
  void theReadmeListsEverySetting() throws Exception {
    String readme = Files.readString(Path.of("README.md"));

    for (Setting setting : ConsoleConfig.SETTINGS) {
      assertThat(readme).contains("| `" + setting.key() + "` |");
    }
  }

  private static ConsoleConfig from(Map<String, String> values) {
    return ConsoleConfig.from(Settings.of(values, ConsoleConfig.SETTINGS));
  }
}
