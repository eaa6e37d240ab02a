package io.mailtrail.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.model.Json;
import io.mailtrail.testbed.server.Await;
import io.mailtrail.testbed.server.OpenSearchLine;
import io.mailtrail.testbed.server.OpenSearchServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The whole pipeline as a user runs it: a process of its own, real servers, the simulated tenant.
 */
class DemoIT {
  /** The demo itself gives up a stage after ten minutes, and says which: let it. */
  private static final Duration PATIENCE = Duration.ofMinutes(25);

  private static final int SIGINT = 2;

  @TempDir Path folder;

  private record Result(int exit, String out, String err) {
    JsonNode summary() throws IOException {
      String[] lines = out.strip().split("\n", -1);
      return Json.mapper().readTree(lines[lines.length - 1]);
    }
  }

  /** Else OpenSearch, which root starts as nobody, has its data where no test deletes it. */
  @BeforeEach
  void letOthersPass() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
  }

  private Process start(String name, Map<String, String> environment, String... options)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "io.mailtrail.cli.MailtrailMain",
                "demo",
                "--users",
                "60",
                "--console-port",
                "0",
                "--flink-port",
                "0",
                "--folder",
                folder.resolve("data").toString()));
    command.addAll(List.of(options));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve(name + ".out").toFile())
            .redirectError(folder.resolve(name + ".err").toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private Result demo(Map<String, String> environment, String... options) throws Exception {
    return ended("once", start("once", environment, options));
  }

  private Result ended(String name, Process process) throws InterruptedException {
    try {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .as(() -> "ended in time; it said:\n" + text(name + ".err"))
          .isTrue();
    } finally {
      kill(process);
    }
    return new Result(process.exitValue(), text(name + ".out"), text(name + ".err"));
  }

  /** Nothing writes into the temporary folder any more when it is deleted. */
  private static void kill(Process process) throws InterruptedException {
    List<ProcessHandle> servers = process.descendants().toList();
    process.destroyForcibly().waitFor();
    Await.until(
        "the servers notice that their parent is gone",
        Duration.ofSeconds(60),
        () -> servers.stream().noneMatch(ProcessHandle::isAlive));
  }

  private String text(String file) {
    try {
      return Files.readString(folder.resolve(file), UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @ParameterizedTest(name = "OpenSearch {0}")
  @EnumSource
  void everyRecordIsAccountedForAndEveryTakeoverHasItsAlert(OpenSearchLine line) throws Exception {
    Optional<String> unavailable = OpenSearchServer.unavailable(line);
    Assumptions.assumeTrue(unavailable.isEmpty(), () -> "NOT TESTED: " + unavailable.orElse(""));

    Result result = demo(Map.of("MAILTRAIL_OPENSEARCH_VERSION", line.version()), "--once");

    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.err()).contains("OpenSearch " + line.version() + " is up");
    JsonNode summary = result.summary();
    assertThat(summary.fieldNames())
        .toIterable()
        .containsExactly(
            "listed", "published", "searchable", "failed", "duplicates", "alerts", "seconds");
    assertThat(summary.path("listed").asLong())
        .isPositive()
        .isEqualTo(summary.path("searchable").asLong() + summary.path("failed").asLong());
    assertThat(summary.path("duplicates").asLong()).isPositive();
    assertThat(summary.path("failed").asLong()).isPositive();
    assertThat(summary.path("alerts").asLong()).isGreaterThanOrEqualTo(4);
    assertThat(summary.path("published").asLong())
        .isEqualTo(summary.path("listed").asLong() + summary.path("duplicates").asLong());
    // The seed of the demo: what is found live is what the offline verb finds in the same records.
    assertThat(OfflineTenant.alerts(folder.resolve("data/alerts.jsonl")))
        .isEqualTo(OfflineTenant.of(1, 60).alerts());
  }

  /** All at once: each has a sentence of its own. Each alone is in {@link MutationTest}. */
  @Test
  void whateverIsBrokenIsNoticedAndNamed() throws Exception {
    Result result = demo(Map.of(), "--once", "--break", "drop_blob,delete_document,remove_step");
    assertThat(result.exit()).as(result.err()).isEqualTo(1);
    assertThat(result.err())
        .contains("WRONG")
        .contains("never published")
        .contains("neither searchable nor failed")
        .contains("has no alert");
  }

  @Test
  void aFolderThatSomebodyElseFilledIsLeftAlone() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(data.resolve("thesis.txt"), "years of work");
    Result result = demo(Map.of(), "--once");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).contains("no demo made it");
    assertThat(data.resolve("thesis.txt")).hasContent("years of work");
  }

  @Test
  void goesOnUntilCtrlCWhichEndsEverythingThatItStarted() throws Exception {
    Process live = start("live", Map.of());
    try {
      awaitLine(live, "  Console  ");
      awaitLine(live, "  ALERT  ");

      // A second one would take the data from under the first.
      Result second = ended("second", start("second", Map.of()));
      assertThat(second.exit()).isEqualTo(1);
      assertThat(second.err())
          .isEqualTo(
              "mailtrail: a demo runs in %s already (process %d): end it with Ctrl-C, or name another --folder.%n"
                  .formatted(folder.resolve("data"), live.pid()));
      assertThat(live.isAlive()).isTrue();

      List<ProcessHandle> servers = live.descendants().toList();
      assertThat(servers).hasSizeGreaterThanOrEqualTo(2);
      int signal = isIgnored(SIGINT) ? 15 : SIGINT;
      assertThat(
              new ProcessBuilder("kill", "-" + signal, Long.toString(live.pid())).start().waitFor())
          .isZero();
      assertThat(live.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

      assertThat(live.exitValue()).isEqualTo(128 + signal);
      assertThat(servers).noneMatch(ProcessHandle::isAlive);
      assertThat(text("live.err"))
          .contains("ending everything that was started", "all of it has ended")
          .doesNotContain("mailtrail: ", "did not end cleanly", "Exception");
      assertThat(text("live.out")).isEmpty();
    } finally {
      kill(live);
    }
  }

  private void awaitLine(Process live, String text) {
    Await.until(
        "a line with \"" + text + "\"",
        PATIENCE,
        () -> {
          assertThat(live.isAlive()).as(() -> text("live.err")).isTrue();
          return text("live.err").contains(text);
        });
  }

  /** A build in the background of a shell ignores SIGINT, and so do all that it starts. */
  private static boolean isIgnored(int signal) throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return false;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .map(line -> Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16))
        .anyMatch(mask -> (mask >> (signal - 1) & 1) == 1);
  }
}
