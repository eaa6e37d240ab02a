package io.mailtrail.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailtrail.model.ContentType;
import io.mailtrail.model.config.ConfigException;
import io.mailtrail.model.config.Setting;
import io.mailtrail.model.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestConfigTest {
  private static final String ID = "0B1C2D3E-0000-1111-2222-333344445555";

  private static Map<String, String> acme() {
    Map<String, String> values = new HashMap<>();
    values.put("tenants.acme.id", ID);
    values.put("tenants.acme.client-id", ID);
    values.put("tenants.acme.client-secret", "hush");
    return values;
  }

  private static IngestConfig config(Map<String, String> values) {
    return IngestConfig.from(Settings.of(values, IngestConfig.SETTINGS));
  }

  @Test
  void theDefaultsAreThese() {
    IngestConfig config = config(acme());
    assertThat(config.kafkaBootstrap()).isEqualTo("127.0.0.1:9092");
    assertThat(config.collector()).isEqualTo("mailtrail");
    assertThat(config.pollEvery()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.pollBehind()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.relist()).isEqualTo(Duration.ofDays(7));
    assertThat(config.parallelism()).isEqualTo(2);
    assertThat(config.proxy()).isEmpty();
    assertThat(config.oversizedFolder()).isEmpty();
    assertThat(config.httpPatience()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.checkpointFolder()).isEmpty();
    assertThat(config.checkpointEvery()).isEqualTo(Duration.ofSeconds(30));
    TenantConfig tenant = config.tenants().get(0);
    assertThat(tenant.id()).isEqualTo(ID.toLowerCase(java.util.Locale.ROOT));
    assertThat(tenant.publisherId()).isEqualTo(tenant.id());
    assertThat(tenant.requestsPerMinute()).isEqualTo(2000);
    assertThat(tenant.fetches()).isEqualTo(4);
    assertThat(tenant.loginUrl()).hasToString("https://login.microsoftonline.com");
    assertThat(tenant.apiUrl()).hasToString("https://manage.office.com");
    assertThat(tenant.contentTypes())
        .containsExactly(
            ContentType.AZURE_ACTIVE_DIRECTORY,
            ContentType.EXCHANGE,
            ContentType.SHAREPOINT,
            ContentType.GENERAL);
  }

  @Test
  void aCloudBringsItsHosts() {
    Map<String, String> hosts =
        Map.of(
            "gcc", "https://manage-gcc.office.com https://login.microsoftonline.com",
            "gcc-high", "https://manage.office365.us https://login.microsoftonline.us",
            "dod", "https://manage.protection.apps.mil https://login.microsoftonline.us");
    hosts.forEach(
        (cloud, expected) -> {
          Map<String, String> values = acme();
          values.put("tenants.acme.cloud", cloud);
          TenantConfig tenant = config(values).tenants().get(0);
          assertThat(tenant.apiUrl() + " " + tenant.loginUrl()).isEqualTo(expected);
        });
  }

  @Test
  void thereIsOneCredentialAndNotTwo() {
    Map<String, String> values = acme();
    values.put("tenants.acme.certificate-file", "/run/secrets/acme.pem");
    ConfigException two = catchThrowableOfType(ConfigException.class, () -> config(values));
    assertThat(two.problems()).singleElement().asString().contains("only one of");
    values.remove("tenants.acme.client-secret");
    assertThat(config(values).tenants().get(0).credential())
        .isInstanceOf(Credential.Certificate.class);
    values.remove("tenants.acme.certificate-file");
    ConfigException none = catchThrowableOfType(ConfigException.class, () -> config(values));
    assertThat(none.problems()).singleElement().asString().contains("tenants.acme.client-secret");
    values.put("tenants.acme.client-secret-file", "/run/secrets/acme");
    assertThat(config(values).tenants().get(0).credential())
        .isEqualTo(new Credential.SecretFile("/run/secrets/acme"));
  }

  @Test
  void aSecretNeverShows() {
    assertThat(config(acme()).toString()).doesNotContain("hush");
  }

  @Test
  void theEnvironmentGivesTheSecret(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("ingest.yaml"),
            "tenants:\n  acme:\n    id: " + ID + "\n    client-id: " + ID + "\n");
    Settings settings =
        Settings.load(
            Optional.of(file),
            Map.of("MAILTRAIL_TENANTS_ACME_CLIENT_SECRET", "hush"),
            IngestConfig.SETTINGS);
    assertThat(IngestConfig.from(settings).tenants())
        .singleElement()
        .matches(
            tenant ->
                tenant.credential() instanceof Credential.Text text
                    && text.secret().reveal().equals("hush"));
  }

  @Test
  void everyProblemIsNamedByItsKey() {
    Map<String, String> values = acme();
    values.put("tenants.acme.id", "acme");
    values.put("tenants.acme.login-url", "http://login.example");
    values.put("tenants.acme.api-url", "https://manage.office.com/api");
    values.put("tenants.acme.content-types", "Audit.Everything");
    values.put("tenants.acme.cloud", "mooncake");
    values.put("tenants.acme.requests-per-minute", "9");
    values.put("ingest.parallelism", "0");
    values.put("ingest.poll.every", "0s");
    ConfigException problem = catchThrowableOfType(ConfigException.class, () -> config(values));
    assertThat(String.join("\n", problem.problems()))
        .contains("tenants.acme.id")
        .contains("tenants.acme.login-url")
        .contains("tenants.acme.api-url")
        .contains("tenants.acme.content-types")
        .contains("tenants.acme.cloud")
        .contains("tenants.acme.requests-per-minute")
        .contains("ingest.parallelism")
        .contains("ingest.poll.every");
  }

  @Test
  void withoutATenantThereIsNothingToDo() {
    ConfigException problem = catchThrowableOfType(ConfigException.class, () -> config(Map.of()));
    assertThat(problem.problems()).singleElement().asString().contains("no tenant");
  }

  @Test
  void plainHttpIsForLoopbackOnly() {
    Map<String, String> values = acme();
    values.put("tenants.acme.login-url", "http://127.0.0.1:8080/");
    values.put("tenants.acme.api-url", "http://localhost:8080");
    assertThat(config(values).tenants().get(0).loginUrl()).hasToString("http://127.0.0.1:8080");
  }

  @Test
  void theReadmeNamesEverySettingWithItsDefault() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    for (Setting setting : IngestConfig.SETTINGS) {
      String shown =
          setting.defaultValue() == null
              ? "required"
              : setting.defaultValue().isEmpty() ? "" : "`" + setting.defaultValue() + "`";
      assertThat(readme)
          .contains(
              "| `"
                  + setting.key()
                  + "` | "
                  + (shown.isEmpty() ? "" : shown + " ")
                  + "| "
                  + setting.description()
                  + " |");
    }
  }
}
