package io.mailtrail.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.enrich.CorrelateHarness.Backend;
import io.mailtrail.model.Alert;
import io.mailtrail.model.Alert.Collected;
import io.mailtrail.model.Alert.Status;
import io.mailtrail.model.EventFields;
import io.mailtrail.model.ProgressMarker;
import io.mailtrail.model.ProgressMarker.Progress;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A savepoint of all stateful operators, as an earlier build of the same format wrote it, is taken
 * up by this one on either backend: what was known, told and closed is known, told and closed.
 * {@link #main} wrote it; those that are there are never written again.
 */
class SavepointTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final List<String> FILES =
      List.of("copies.bin", "correlate-0.bin", "correlate-1.bin", "correlate-2.bin");
  static final RuleTexts RULES =
      RuleTexts.of(
          Map.of(
              "rules.yml",
              """
              title: sign-in
              id: sign-in
              logsource: {product: m365}
              detection: {selection: {Operation: SignIn}, condition: selection}
              ---
              title: change
              id: change
              logsource: {product: m365}
              detection: {selection: {Operation: Change}, condition: selection}
              ---
              title: new address
              id: new-address
              correlation: {type: first_seen, rules: [sign-in], group-by: [user.email], \
              timespan: 30d, learning: 1h, condition: {field: source.ip}}
              ---
              title: sign-in and then change
              id: chain
              correlation: {type: temporal_ordered, rules: [sign-in, change], \
              group-by: [user.email], timespan: 1h}
              ---
              title: one address, many sign-ins
              id: many
              correlation: {type: event_count, rules: [sign-in], group-by: [source.ip], \
              timespan: 1h, condition: {gte: 2}}
              ---
              title: many and then change
              id: fed
              correlation: {type: temporal_ordered, rules: [many, change], \
              group-by: [user.email], timespan: 2h}
              ---
              title: mass
              id: mass
              correlation: {type: event_count, rules: [change], group-by: [user.email], \
              timespan: 1h, condition: {gte: 1}}
              """));

  /** Writes the savepoint of this release into a folder. */
  public static void main(String[] arguments) throws Exception {
    try (JobHarness job = new JobHarness(Backend.HEAP, RULES, 1, new Random(1))) {
      job.marker(
          new ProgressMarker(
              "c",
              List.of(
                  new Progress(
                      "t", "Audit.Exchange", NOON, NOON.minus(Duration.ofDays(90)), List.of()))));
      before(job);
      job.savepoint(Path.of(arguments[0]));
    }
  }

  /** What happened before the upgrade. */
  private static void before(JobHarness job) throws Exception {
    // An alert that is settled, and then closed by a change of its rule.
    job.send(event("c0", "Change", "cleo", "10.0.0.9", -600, "api"));
    settle(job, -300);
    job.publish(
        new RuleChange(
            "mass",
            "title: mass\nid: mass\ncorrelation: {type: event_count, rules: [change],"
                + " group-by: [user.email], timespan: 1h, condition: {gte: 2}}\n",
            0,
            2,
            0));
    // A baseline, and a chain whose anchor has moved: an alias.
    job.send(event("a0", "SignIn", "ann", "10.0.0.1", -240, "api"));
    settle(job, -60);
    job.send(event("a3", "Change", "ann", "10.0.0.1", 20, "api"));
    job.send(event("a2", "SignIn", "ann", "10.0.0.1", 10, "api"));
    tick(job);
    job.send(event("a1", "SignIn", "ann", "10.0.0.1", 5, "api"));
    tick(job);
    // A copy of an export, and a record of the API of which nothing was found.
    job.send(event("x", "SignIn", "bob", "10.0.0.2", 10, "audit-data"));
    job.send(event("y", "Read", "bob", "10.0.0.2", 10, "api"));
    tick(job);
  }

  private static void tick(JobHarness job) throws Exception {
    job.watermark(NOON.minus(Duration.ofHours(1)).toEpochMilli() + 1);
    job.processingTime(job.processingTime() + 1_000);
  }

  private static void settle(JobHarness job, int minutes) throws Exception {
    job.watermark(NOON.plus(Duration.ofMinutes(minutes)).toEpochMilli());
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void whatAnEarlierBuildKeptIsTakenUp(Backend backend, @TempDir Path folder) throws Exception {
    for (String file : FILES) {
      try (InputStream in = getClass().getResourceAsStream("savepoint-2/" + file)) {
        Files.copy(in, folder.resolve(file));
      }
    }
    try (JobHarness job = new JobHarness(backend, RULES, 1, new Random(1))) {
      job.restore(folder, 2);
      // The baseline: this address is new, the other is not.
      job.send(event("a4", "SignIn", "ann", "10.0.0.7", 30, "api"));
      // Of one record each copy has its place.
      job.send(event("x", "Read", "bob", "10.0.0.2", 10, "api"));
      job.send(event("y", "SignIn", "bob", "10.0.0.2", 10, "audit-data"));
      job.send(event("b", "Change", "bob", "10.0.0.2", 20, "api"));
      settle(job, 600);

      Map<String, Alert> newest = new HashMap<>();
      job.alerts().forEach(alert -> newest.put(alert.id(), alert));
      assertThat(newest.values()).allMatch(alert -> alert.status() == Status.SETTLED);
      // The rule of the start counts again, for every key that something comes to.
      assertThat(rules(newest))
          .containsExactlyInAnyOrder(
              "new-address ann", "chain ann", "fed ann", "mass ann", "mass bob");
      Alert chain = of(newest, "chain");
      assertThat(chain.aliases()).as("it was told under another id").hasSize(1);
      assertThat(chain.evidence()).extracting(Alert.Evidence::recordId).startsWith("t/a1");
      assertThat(of(newest, "new-address").explanation()).contains("10.0.0.7", "known: 10.0.0.1");
      assertThat(newest.values())
          .allMatch(alert -> alert.coverage().collected() == Collected.COMPLETE);
    }
  }

  private static List<String> rules(Map<String, Alert> newest) {
    return newest.values().stream()
        .map(alert -> alert.rule() + " " + alert.group().get("user.email"))
        .toList();
  }

  private static Alert of(Map<String, Alert> newest, String rule) {
    return newest.values().stream().filter(a -> a.rule().equals(rule)).findFirst().orElseThrow();
  }

  private static EventFields event(
      String id, String operation, String user, String address, int minutes, String origin) {
    return new Event(
        "t/" + id,
        NOON.plus(Duration.ofMinutes(minutes)).toEpochMilli(),
        Map.of(
            "Operation",
            operation,
            "user.email",
            user,
            "source.ip",
            address,
            "mailtrail.origin",
            origin));
  }

  private record Event(String recordId, long time, Map<String, String> fields)
      implements EventFields {
    @Override
    public String tenant() {
      return "t";
    }

    @Override
    public String message() {
      return fields.get("user.email") + " did " + fields.get("Operation");
    }

    @Override
    public List<String> values(String field) {
      String value = fields.get(field);
      return value == null ? List.of() : List.of(value);
    }
  }
}
