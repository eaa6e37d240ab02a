package io.mailtrail.model.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  private static final List<Setting> KNOWN =
      List.of(
          new Setting("kafka.bootstrap", "localhost:9092", "broker"),
          new Setting("poll.every", "60s", "interval"),
          new Setting("batch", "10", "size"),
          new Setting("tenants.*.id", null, "tenant"),
          new Setting("tenants.*.client-id", "", "application"));

  @TempDir Path folder;

  @Test
  void theEnvironmentOverridesTheFileAndTheFileTheDefault() throws IOException {
    Path file = folder.resolve("c.yaml");
    Files.writeString(
        file, "kafka: {bootstrap: 'a:1'}\npoll: {every: 7d}\ntenants: {acme: {id: one}}\n");
    Settings settings =
        Settings.load(
            Optional.of(file),
            Map.of("MAILTRAIL_KAFKA_BOOTSTRAP", "b:2", "MAILTRAIL_TENANTS_BETA_ID", "two"),
            KNOWN);
    assertThat(settings.text("kafka.bootstrap")).isEqualTo("b:2");
    assertThat(settings.duration("poll.every")).isEqualTo(Duration.ofDays(7));
    assertThat(settings.integer("batch", 1, 100)).isEqualTo(10);
    assertThat(settings.names("tenants")).containsExactly("acme", "beta");
    assertThat(settings.text("tenants.acme.id")).isEqualTo("one");
    assertThat(settings.text("tenants.beta.id")).isEqualTo("two");
    settings.check();
  }

  @Test
  void ofTwoSettingsThatAVariableCouldMeanItIsTheOneWithTheLongerName() {
    Settings settings =
        Settings.load(
            Optional.empty(),
            Map.of("MAILTRAIL_TENANTS_ACME_ID", "one", "MAILTRAIL_TENANTS_ACME_CLIENT_ID", "two"),
            KNOWN);

    assertThat(settings.names("tenants")).containsExactly("acme");
    assertThat(settings.text("tenants.acme.id")).isEqualTo("one");
    assertThat(settings.text("tenants.acme.client-id")).isEqualTo("two");
  }

  @Test
  void aVariableFindsTheNameThatTheFileWritesWithAHyphen() throws IOException {
    Path file = folder.resolve("c.yaml");
    Files.writeString(file, "tenants: {acme-eu: {id: one}}\n");

    Settings settings =
        Settings.load(
            Optional.of(file), Map.of("MAILTRAIL_TENANTS_ACME_EU_CLIENT_ID", "two"), KNOWN);

    assertThat(settings.names("tenants")).containsExactly("acme-eu");
    assertThat(settings.text("tenants.acme-eu.client-id")).isEqualTo("two");
  }

  @Test
  void everyProblemIsNamedAtOnce() throws IOException {
    Path file = folder.resolve("c.yaml");
    Files.writeString(file, "poll: {every: soon}\nbatch: 1000\nkafak: x\n");
    Settings settings = Settings.load(Optional.of(file), Map.of(), KNOWN);
    settings.duration("poll.every");
    settings.integer("batch", 1, 100);
    settings.text("tenants.acme.id");
    assertThatThrownBy(settings::check)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("kafak: no such setting")
        .hasMessageContaining("poll.every: must be a duration")
        .hasMessageContaining("batch: must be from 1 to 100")
        .hasMessageContaining("MAILTRAIL_TENANTS_ACME_ID");
  }

  @Test
  void aSecretIsNotShown() {
    assertThat(new Secret("hunter2").toString()).doesNotContain("hunter2");
  }
}
