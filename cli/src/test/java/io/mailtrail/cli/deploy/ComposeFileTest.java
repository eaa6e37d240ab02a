package io.mailtrail.cli.deploy;

import static io.mailtrail.cli.deploy.ComposeRules.list;
import static io.mailtrail.cli.deploy.ComposeRules.map;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.cli.CommandLines;
import io.mailtrail.cli.job.AllSettings;
import io.mailtrail.ingest.IngestConfig;
import io.mailtrail.ingest.TenantConfig;
import io.mailtrail.model.Limits;
import io.mailtrail.model.config.Setting;
import io.mailtrail.model.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** {@code docker-compose.yml} is well formed, and speaks of settings and verbs that there are. */
class ComposeFileTest {
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final Path COMPOSE = PROJECT.resolve("docker-compose.yml");
  private static final Path EXAMPLE = PROJECT.resolve("deploy/tenants.env.example");

  /** Read by the script and the image, before any of our code runs. */
  private static final String JAVA_OPTIONS = "MAILTRAIL_JAVA_OPTS";

  private static final Pattern SECRET = Pattern.compile("(?i).*(password|secret|token|key).*");

  private Map<String, Object> compose;
  private final Map<String, Map<String, Object>> services = new TreeMap<>();

  @BeforeEach
  void read() throws IOException {
    compose = new Yaml().load(Files.readString(COMPOSE));
    map(compose.get("services")).forEach((name, service) -> services.put(name, map(service)));
  }

  @Test
  void followsTheRulesOfCompose() {
    assertThat(ComposeRules.problems(compose)).isEmpty();
  }

  @Test
  void theFilesItNamesExist() {
    for (Map<String, Object> service : services.values()) {
      Map<String, Object> build = map(service.get("build"));
      if (!build.isEmpty()) {
        Path context = PROJECT.resolve((String) build.get("context"));
        assertThat(context.resolve((String) build.get("dockerfile"))).isRegularFile();
      }
      for (Object file : list(service.get("env_file"))) {
        String path = (String) map(file).get("path");
        if (Boolean.TRUE.equals(map(file).get("required"))) {
          assertThat(PROJECT.resolve(path)).isRegularFile();
        } else {
          assertThat(PROJECT.resolve(path + ".example")).isRegularFile();
        }
      }
    }
  }

  @Test
  void everySettingExistsInTheCode() throws IOException {
    List<String> variables = new ArrayList<>();
    services.values().forEach(s -> variables.addAll(map(s.get("environment")).keySet()));
    Files.readAllLines(EXAMPLE).stream()
        .map(line -> line.replaceFirst("^#(?=MAILTRAIL_)", ""))
        .filter(line -> line.startsWith("MAILTRAIL_"))
        .forEach(line -> variables.add(line.substring(0, line.indexOf('='))));
    List<String> ours = variables.stream().filter(name -> name.startsWith("MAILTRAIL_")).toList();

    assertThat(ours).contains("MAILTRAIL_KAFKA_BOOTSTRAP", "MAILTRAIL_TENANTS_CONTOSO_ID");
    assertThat(ours)
        .allSatisfy(name -> assertThat(name.equals(JAVA_OPTIONS) || knows(name)).as(name).isTrue());
  }

  @Test
  void theExampleOfTenantsIsCompleteButForTheSecret() throws IOException {
    Map<String, String> environment = new TreeMap<>();
    for (String line : Files.readAllLines(EXAMPLE)) {
      if (!line.startsWith("#") && line.contains("=")) {
        environment.put(
            line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
      }
    }
    environment.put("MAILTRAIL_TENANTS_CONTOSO_CLIENT_SECRET", "secret");

    IngestConfig config =
        IngestConfig.from(Settings.load(Optional.empty(), environment, IngestConfig.SETTINGS));

    assertThat(config.tenants()).extracting(TenantConfig::name).containsExactly("contoso");
  }

  @Test
  void aSettingThatDoesNotExistWouldBeFound() {
    assertThat(knows("MAILTRAIL_KAFKA_BOOTSTRAPS")).isFalse();
    assertThat(knows("MAILTRAIL_TENANTS_CONTOSO_COLOUR")).isFalse();
  }

  @Test
  void everyCommandOfOurImageIsOneTheCommandLineTakes() {
    int ours = 0;
    for (Map<String, Object> service : services.values()) {
      if (String.valueOf(service.get("image")).startsWith("mailtrail:")) {
        ours++;
        String[] args =
            list(service.get("command")).stream().map(Object::toString).toArray(String[]::new);
        CommandLines.parse(args);
      }
    }
    assertThat(ours).isGreaterThanOrEqualTo(6);
  }

  @Test
  void openSearchWithoutSecurityStandsOnlyOnInternalNetworks() {
    Map<String, Object> openSearch = services.get("opensearch");
    assertThat(map(openSearch.get("environment"))).containsKey("DISABLE_SECURITY_PLUGIN");
    assertThat(openSearch).doesNotContainKey("ports");
    assertThat(ComposeRules.networksOf(openSearch))
        .isNotEmpty()
        .allSatisfy(
            network ->
                assertThat(map(map(compose.get("networks")).get(network)))
                    .containsEntry("internal", true));
  }

  @Test
  void noSecretStandsInTheFile() {
    services.forEach(
        (name, service) ->
            map(service.get("environment"))
                .forEach(
                    (variable, value) -> {
                      if (SECRET.matcher(variable).matches()) {
                        assertThat((String) value).as(variable).matches("\\$\\{\\w+:\\?.*}");
                      }
                    }));
  }

  @Test
  void kafkaCarriesWhatThePipelineSends() {
    assertThat(map(services.get("kafka").get("environment")))
        .containsEntry("KAFKA_MESSAGE_MAX_BYTES", Integer.toString(Limits.MAX_MESSAGE_BYTES))
        .containsEntry("KAFKA_REPLICA_FETCH_MAX_BYTES", Integer.toString(Limits.MAX_MESSAGE_BYTES));
  }

  /** With what a clean clone has, and once the tenants are written down. */
  @Test
  void theComposeClientTakesItWhereThereIsOne(@TempDir Path folder) throws Exception {
    Assumptions.assumeTrue(
        run(folder, "docker", "compose", "version") == 0, "there is no docker compose here");
    Files.createDirectories(folder.resolve("deploy"));
    Files.copy(COMPOSE, folder.resolve("docker-compose.yml"));

    assertThat(config(folder)).contains("MAILTRAIL_KAFKA_BOOTSTRAP").doesNotContain("CONTOSO");

    Files.copy(EXAMPLE, folder.resolve("deploy/tenants.env"));
    assertThat(config(folder)).contains("MAILTRAIL_TENANTS_CONTOSO_ID");
  }

  /** What the client makes of the file in this folder. */
  private static String config(Path folder) throws Exception {
    int exit = run(folder, "docker", "compose", "config");
    String output = Files.readString(folder.resolve("output.log"));
    assertThat(exit).as(output).isZero();
    return output;
  }

  /** Whether a process has a setting that this variable overrides. */
  private static boolean knows(String variable) {
    return AllSettings.list().stream()
        .map(Setting::environmentVariable)
        .map(name -> Pattern.compile(Pattern.quote(name).replace("*", "\\E[A-Z0-9]+\\Q")))
        .anyMatch(name -> name.matcher(variable).matches());
  }

  /** The exit code; -1 where there is no such program. */
  private static int run(Path folder, String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("output.log").toFile())
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("does not end: " + String.join(" ", command));
      }
      return process.exitValue();
    } catch (IOException e) {
      return -1;
    }
  }
}
