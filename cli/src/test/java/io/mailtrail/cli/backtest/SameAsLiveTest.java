package io.mailtrail.cli.backtest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.cli.Cli;
import io.mailtrail.cli.Exit;
import io.mailtrail.detect.Rule;
import io.mailtrail.detect.RuleSet;
import io.mailtrail.detect.RuleSource;
import io.mailtrail.enrich.EnrichJob;
import io.mailtrail.enrich.FiniteSource;
import io.mailtrail.enrich.KeyedJson;
import io.mailtrail.enrich.Lateness;
import io.mailtrail.enrich.LookupTables;
import io.mailtrail.enrich.RawInput;
import io.mailtrail.enrich.RuleChange;
import io.mailtrail.enrich.RuleFeed;
import io.mailtrail.enrich.RuleTexts;
import io.mailtrail.ingest.cut.Container;
import io.mailtrail.ingest.cut.Cut;
import io.mailtrail.model.Alert;
import io.mailtrail.model.Alert.Collected;
import io.mailtrail.model.Alert.Coverage;
import io.mailtrail.model.Alert.Status;
import io.mailtrail.model.Json;
import io.mailtrail.model.Origin;
import io.mailtrail.model.ProgressMarker;
import io.mailtrail.rules.BundledRules;
import io.mailtrail.testbed.tenant.ContentBlob;
import io.mailtrail.testbed.tenant.SimulatedTenant;
import io.mailtrail.testbed.tenant.TenantPlan;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Half a month of a small company with takeovers in it, and every bundled rule: what a backtest
 * finds is what the job settled while the records came, and what {@code detect} prints.
 */
class SameAsLiveTest {
  private static final TenantPlan PLAN = TenantPlan.of(11).withUsers(60).withDays(15);
  private static final Duration HORIZON = Duration.ofHours(24);
  private static final int RECORDS_BETWEEN_MARKERS = 300;

  @TempDir private static Path folder;

  private static List<byte[]> records;
  private static Path exports;
  private static List<Alert> found;
  private static JsonNode report;

  /** In the order of arrival: for a source in this JVM. */
  private static List<RawInput> arrivals;

  @BeforeAll
  static void backtest() throws Exception {
    SimulatedTenant tenant = SimulatedTenant.of(PLAN);
    records = new ArrayList<>();
    for (ContentBlob blob : tenant.allBlobs()) {
      records.addAll(blob.records());
    }
    exports = Files.createDirectories(folder.resolve("exports"));
    tenant.writePurviewCsv(exports.resolve("oldest.csv"));
    try (OutputStream out = Files.newOutputStream(exports.resolve("all.jsonl"))) {
      for (byte[] record : records) {
        if (new String(record, UTF_8).indexOf('\n') < 0) {
          out.write(record);
          out.write('\n');
        }
      }
    }
    Path alerts = folder.resolve("alerts.jsonl");
    List<String> line = new ArrayList<>(List.of("backtest"));
    subjects().forEach(line::add);
    line.addAll(List.of("--events", exports.toString()));
    line.addAll(List.of("--alerts", alerts.toString(), "--parallelism", "4"));
    line.addAll(List.of("--json", "--failed", folder.resolve("failed").toString()));
    Cli.Result result = Cli.run(line.toArray(String[]::new));
    assertThat(result.exit()).as(result.err()).isEqualTo(Exit.REFUSED);
    report = Json.mapper().readTree(result.out());
    found = new ArrayList<>();
    for (String json : Files.readAllLines(alerts)) {
      found.add(Alert.of(json.getBytes(UTF_8)));
    }
  }

  @Test
  void overFilesItFindsWhatDetectFinds() {
    Cli.Result detect =
        Cli.run("detect", "--failed", folder.resolve("refused").toString(), exports.toString());

    assertThat(detect.lines()).hasSizeGreaterThan(20);
    assertThat(found.stream().map(SameAsLiveTest::text)).containsExactlyElementsOf(detect.lines());
  }

  @Test
  void itFindsExactlyWhatWasSettledWhileTheRecordsCame() throws Exception {
    arrivals = arrivals(new Random(4));
    List<Alert> versions = live();

    Map<String, Alert> newest = new LinkedHashMap<>();
    versions.forEach(version -> newest.put(version.id(), version));
    Set<Status> said = versions.stream().map(Alert::status).collect(Collectors.toSet());
    assertThat(said)
        .as("alerts were found before they were certain, and none was certain too early")
        .contains(Status.PROVISIONAL, Status.SETTLED)
        .doesNotContain(Status.REOPENED);
    assertThat(
            newest.values().stream()
                .filter(alert -> alert.status() == Status.SETTLED)
                .map(SameAsLiveTest::comparable)
                .sorted())
        .containsExactlyElementsOf(found.stream().map(SameAsLiveTest::text).sorted().toList());
  }

  @Test
  void theReportCountsWhatItFound() throws IOException {
    long alerts = 0;
    long byDay = 0;
    for (JsonNode rule : report.path("rules")) {
      alerts += rule.path("alerts").asLong();
      for (JsonNode day : rule.path("days")) {
        byDay += day.asLong();
      }
    }
    assertThat(alerts).isEqualTo(found.size());
    assertThat(byDay).isEqualTo(found.size());
    assertThat(report.path("refused").asLong())
        .isPositive()
        .isEqualTo(Files.readAllLines(folder.resolve("failed")).size());
    long facts = 0;
    for (JsonNode family : report.path("state")) {
      assertThat(family.path("facts").asLong())
          .isGreaterThanOrEqualTo(family.path("keys").asLong());
      assertThat(family.path("bytes").asLong()).isGreaterThan(100 * family.path("facts").asLong());
      facts += family.path("facts").asLong();
    }
    assertThat(facts).isGreaterThan(PLAN.users());
  }

  /** Of an alert of the job, what was known only while the records came is left out. */
  private static String comparable(Alert alert) {
    Coverage coverage = alert.coverage();
    return text(
        alert.with(
            alert.status(),
            // Ids that were published before a late record moved the beginning.
            List.of(),
            alert.explanation(),
            // The job knows from the markers that all was collected; here nothing tells.
            coverage == null
                ? null
                : new Coverage(coverage.from(), coverage.to(), Collected.UNKNOWN)));
  }

  private static String text(Alert alert) {
    return new String(alert.toBytes(), UTF_8);
  }

  private static Set<String> subjects() {
    List<RuleSource> sources = new ArrayList<>();
    BundledRules.load().forEach((name, yaml) -> sources.add(new RuleSource(name, yaml)));
    return RuleSet.load(sources).rules().stream().map(Rule::id).collect(Collectors.toSet());
  }

  private record Arrival(Instant at, byte[] record) {}

  /**
   * Each record inside the horizon after its event, some twice, in no order otherwise; and markers
   * that say how far everything has come.
   */
  private static List<RawInput> arrivals(Random random) {
    List<Arrival> arriving = new ArrayList<>();
    for (byte[] record : records) {
      Instant event = time(record);
      int copies = random.nextInt(20) == 0 ? 2 : 1;
      for (int copy = 0; copy < copies; copy++) {
        arriving.add(
            new Arrival(event.plusSeconds(random.nextInt((int) HORIZON.toSeconds() - 1)), record));
      }
    }
    arriving.sort(Comparator.comparing(Arrival::at));
    List<RawInput> inputs = new ArrayList<>();
    Container container =
        new Container("test", "", Origin.AUDIT_DATA, "", PLAN.anchor().plus(Duration.ofDays(30)));
    for (Arrival arrival : arriving) {
      if (inputs.size() % RECORDS_BETWEEN_MARKERS == 0) {
        ProgressMarker marker =
            new ProgressMarker(
                "test",
                List.of(
                    new ProgressMarker.Progress(PLAN.tenantId(), "Audit.Exchange", arrival.at())));
        inputs.add(new RawInput(null, marker.toBytes(), null, null));
      }
      Cut.RecordBytes cut = new Cut.RecordBytes(arrival.record(), inputs.size());
      inputs.add(new RawInput(container.record(cut), null, null, null));
    }
    return inputs;
  }

  /** When it happened; the records that cannot be read have no time, and make no event. */
  private static Instant time(byte[] record) {
    try {
      String time = Json.mapper().readTree(record).path("CreationTime").asText();
      Instant at = LocalDateTime.parse(time).toInstant(ZoneOffset.UTC);
      return at.isBefore(PLAN.start()) || at.isAfter(PLAN.anchor()) ? PLAN.anchor() : at;
    } catch (IOException | DateTimeParseException e) {
      return PLAN.anchor();
    }
  }

  /** The job as it runs live, in Flink's streaming mode; every version of every alert. */
  private static List<Alert> live() throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
    Path files = folder.resolve("live");
    EnrichJob.defineWorkflow(
        env,
        new EnrichJob.Sources(
            new FiniteSource<>(RawInput.class, List.of(() -> arrivals.iterator())),
            new FiniteSource<>(RuleChange.class, List.of()),
            () -> RuleFeed.Snapshot.EMPTY),
        new EnrichJob.Sinks(
            new LineFiles<>(files.resolve("events").toString(), EventCount.Counting::new),
            new LineFiles<>(files.resolve("alerts").toString(), () -> KeyedJson::json),
            new LineFiles<>(files.resolve("failed").toString(), () -> KeyedJson::json),
            new LineFiles<>(files.resolve("coverage").toString(), () -> KeyedJson::json)),
        new EnrichJob.Options(
            new Lateness(Map.of(), HORIZON),
            LookupTables.BUNDLED,
            Optional.of(RuleTexts.of(BundledRules.load())),
            Duration.ofDays(35),
            EnrichJob.State.HASHMAP));
    env.execute();
    List<Alert> versions = new ArrayList<>();
    LineFiles.read(files.resolve("alerts"), line -> versions.add(Alert.of(line)));
    return versions;
  }
}
