package io.mailtrail.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.detect.Copies;
import io.mailtrail.enrich.CorrelateHarness.Backend;
import io.mailtrail.enrich.JobHarness.Checkpoint;
import io.mailtrail.model.Alert;
import io.mailtrail.model.Alert.Collected;
import io.mailtrail.model.Alert.Status;
import io.mailtrail.model.EventFields;
import io.mailtrail.model.ProgressMarker;
import io.mailtrail.model.ProgressMarker.Gap;
import io.mailtrail.model.ProgressMarker.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Copies of one record in the job, and what an alert says of lateness and of collection. */
@ParameterizedClass
@EnumSource(Backend.class)
class CopiesFunctionTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final RuleTexts RULES =
      RuleTexts.of(
          Map.of(
              "rules.yml",
              """
              title: alone
              id: alone
              logsource: {product: m365}
              detection: {selection: {Operation: Delete}, condition: selection}
              ---
              title: deleted
              id: deleted
              logsource: {product: m365}
              detection: {selection: {Operation: Delete}, condition: selection}
              ---
              title: often
              id: often
              correlation: {type: event_count, rules: [deleted], group-by: [user.email], \
              timespan: 1h, condition: {gte: 1}}
              """));

  @Parameter private Backend backend;

  private JobHarness job;

  @BeforeEach
  void open() throws Exception {
    job = new JobHarness(backend, RULES, 2, new Random(1));
  }

  @AfterEach
  void close() {
    job.close();
  }

  private void send(String id, String origin, String operation) throws Exception {
    job.send(new Copy(id, origin, operation));
  }

  private List<Status> statuses(String rule) {
    return job.alerts().stream().filter(a -> a.rule().equals(rule)).map(Alert::status).toList();
  }

  private void settle() throws Exception {
    job.watermark(NOON.plus(Duration.ofHours(2)).toEpochMilli());
  }

  @Test
  void anExportThatShowsMoreThanTheRecordOfTheApiIsTakenBack() throws Exception {
    send("r", "audit-data", "Delete");
    job.watermark(0);
    assertThat(statuses("alone")).containsExactly(Status.SETTLED);
    assertThat(statuses("often")).containsExactly(Status.PROVISIONAL);

    send("r", "api", "Read");
    settle();
    assertThat(statuses("alone")).containsExactly(Status.SETTLED, Status.RETRACTED);
    assertThat(statuses("often")).containsExactly(Status.PROVISIONAL, Status.RETRACTED);
  }

  @Test
  void afterARecordOfTheApiThatShowsNothingAnExportShowsNothing() throws Exception {
    send("r", "api", "Read");
    Checkpoint checkpoint = job.checkpoint();
    job.restore(checkpoint, 1);
    send("r", "audit-data", "Delete");
    settle();
    assertThat(job.alerts()).isEmpty();
  }

  @Test
  void whatAnExportAndTheApiBothShowIsToldOnce() throws Exception {
    send("r", "audit-data", "Delete");
    send("r", "api", "Delete");
    send("r", "audit-data", "Delete");
    settle();
    assertThat(statuses("alone")).containsExactly(Status.SETTLED);
    assertThat(statuses("often")).containsExactly(Status.PROVISIONAL, Status.SETTLED);
  }

  @Test
  void whatCameLateBeforeARestartComesLateAfterItAlsoToAKeyThatIsNew() throws Exception {
    send("r", "api", "Delete");
    settle();
    job.restore(job.checkpoint(), 2);
    send("s", "api", "Delete");
    settle();
    assertThat(job.alerts().stream().filter(alert -> alert.rule().equals("often")))
        .filteredOn(alert -> alert.status() == Status.SETTLED)
        .extracting(alert -> alert.evidence().get(0).recordId(), Alert::historical)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("t/r", false),
            org.assertj.core.groups.Tuple.tuple("t/s", true));
  }

  @Test
  void anAlertOfOneRecordThatComesBehindTheWatermarkIsHistoricalAlsoAfterARestart()
      throws Exception {
    send("r", "api", "Delete");
    settle();
    job.restore(job.checkpoint(), 2);
    send("r", "api", "Delete");
    send("s", "audit-data", "Delete");
    settle();
    assertThat(job.alerts().stream().filter(alert -> alert.rule().equals("alone")))
        .extracting(alert -> alert.evidence().get(0).recordId(), Alert::historical)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("t/r", false),
            org.assertj.core.groups.Tuple.tuple("t/s", true));
  }

  @Test
  void anAlertSaysWhatOfItsTimeIsMissing() throws Exception {
    account(NOON.minus(Duration.ofDays(30)), new Gap(NOON, NOON.plusSeconds(600), "EXPIRED"));
    send("r", "api", "Delete");
    settle();
    Alert settled = job.alerts().get(job.alerts().size() - 1);
    assertThat(settled.status()).isEqualTo(Status.SETTLED);
    assertThat(settled.coverage().collected()).isEqualTo(Collected.INCOMPLETE);
    assertThat(settled.coverage().missing())
        .singleElement()
        .satisfies(
            missing -> {
              assertThat(missing.contentType()).isEqualTo("Audit.Exchange");
              assertThat(missing.reason()).isEqualTo("EXPIRED");
              assertThat(missing.from()).isEqualTo(NOON.minus(Duration.ofHours(24)));
              assertThat(missing.to()).isEqualTo(NOON.plusSeconds(600));
            });
  }

  @Test
  void ofATimeBeforeCollectionBeganNothingIsKnown() throws Exception {
    account(NOON.plus(Duration.ofDays(1)));
    send("r", "audit-data", "Delete");
    settle();
    assertThat(job.alerts())
        .filteredOn(alert -> alert.status() == Status.SETTLED)
        .hasSize(2)
        .allSatisfy(alert -> assertThat(alert.coverage().collected()).isEqualTo(Collected.UNKNOWN));
  }

  @Test
  void whatIsAllCollectedIsCompleteAlsoAfterARestart() throws Exception {
    account(
        NOON.minus(Duration.ofDays(1)),
        new Gap(NOON.minus(Duration.ofHours(9)), NOON.minus(Duration.ofHours(8)), "MISSING"));
    account(NOON.minus(Duration.ofDays(1)));
    job.restore(job.checkpoint(), 3);
    send("r", "api", "Delete");
    settle();
    assertThat(collected("often")).containsExactly(Collected.COMPLETE);
  }

  @Test
  void anAlertOfOneRecordCallsNothingCompleteThatIsStillBeingCollected() throws Exception {
    account(NOON.minus(Duration.ofDays(1)));
    job.watermark(NOON.minus(Duration.ofHours(24)).toEpochMilli());
    send("in-time", "api", "Delete");
    settle();
    assertThat(collected("alone")).containsExactly(Collected.UNKNOWN);

    send("late", "api", "Delete");
    settle();
    assertThat(collected("alone")).containsExactly(Collected.UNKNOWN, Collected.COMPLETE);
  }

  @Test
  void aCollectorThatHasLostItsAccountIsBelievedAtOnce() throws Exception {
    account("c", NOON.plus(Duration.ofDays(1)), NOON.minus(Duration.ofDays(30)));
    account("c", NOON.plus(Duration.ofHours(3)), NOON.plus(Duration.ofHours(3)));
    send("r", "api", "Delete");
    settle();
    assertThat(collected("often")).containsExactly(Collected.UNKNOWN);
  }

  @Test
  void aCollectorThatIsNoMoreHidesNoGapOfTheOneAtWork() throws Exception {
    account("old", NOON.minus(Duration.ofDays(5)), NOON.minus(Duration.ofDays(30)));
    account(
        "new",
        NOON.plus(Duration.ofDays(2)),
        NOON.minus(Duration.ofDays(6)),
        new Gap(NOON, NOON.plusSeconds(600), "EXPIRED"));
    send("r", "api", "Delete");
    settle();
    Alert settled = job.alerts().get(job.alerts().size() - 1);
    assertThat(settled.coverage().collected()).isEqualTo(Collected.INCOMPLETE);
    assertThat(settled.coverage().missing())
        .extracting(Alert.Missing::reason)
        .containsExactly("EXPIRED");
  }

  @Test
  void aCollectorThatTookOverInTimeLeavesNothingOut() throws Exception {
    account("old", NOON.plus(Duration.ofHours(2)), NOON.minus(Duration.ofDays(30)));
    account("new", NOON.plus(Duration.ofDays(2)), NOON.plus(Duration.ofHours(2)));
    send("r", "api", "Delete");
    settle();
    assertThat(collected("often")).containsExactly(Collected.COMPLETE);
  }

  @Test
  void whatNoCollectorWasThereForIsMissing() throws Exception {
    account("old", NOON.plus(Duration.ofHours(2)), NOON.minus(Duration.ofDays(30)));
    account("new", NOON.plus(Duration.ofDays(2)), NOON.plus(Duration.ofHours(3)));
    send("r", "api", "Delete");
    settle();
    assertThat(collected("often")).containsExactly(Collected.INCOMPLETE);
  }

  @Test
  void whatOneOfTwoCollectorsHasIsCollected() throws Exception {
    Instant since = NOON.minus(Duration.ofDays(6));
    Instant upTo = NOON.plus(Duration.ofDays(2));
    account("a", upTo, since, new Gap(NOON, NOON.plusSeconds(600), "EXPIRED"));
    account("b", upTo, since, new Gap(NOON.plusSeconds(600), NOON.plusSeconds(900), "MISSING"));
    send("r", "api", "Delete");
    settle();
    assertThat(collected("often")).containsExactly(Collected.COMPLETE);
  }

  private List<Collected> collected(String rule) {
    return job.alerts().stream()
        .filter(alert -> alert.rule().equals(rule) && alert.status() == Status.SETTLED)
        .map(alert -> alert.coverage().collected())
        .toList();
  }

  private void account(Instant since, Gap... gaps) throws Exception {
    account("c", NOON, since, gaps);
  }

  private void account(String collector, Instant upTo, Instant since, Gap... gaps)
      throws Exception {
    job.marker(
        new ProgressMarker(
            collector, List.of(new Progress("t", "Audit.Exchange", upTo, since, List.of(gaps)))));
  }

  @Test
  void theStateOfARecordThatShowsNothingIsTwoBytes() {
    CopyState state = new CopyState();
    assertThat(state.write(Copies.silent(3))).hasSize(2);
    assertThat(state.read(state.silent(3))).isEqualTo(Copies.silent(3));
  }

  private record Copy(String id, String origin, String operation) implements EventFields {
    @Override
    public String recordId() {
      return "t/" + id;
    }

    @Override
    public String tenant() {
      return "t";
    }

    @Override
    public long time() {
      return NOON.toEpochMilli();
    }

    @Override
    public String message() {
      return id + " did " + operation;
    }

    @Override
    public List<String> values(String field) {
      return switch (field) {
        case "Operation" -> List.of(operation);
        case "user.email" -> List.of(id + "@c.example");
        case "mailtrail.origin" -> List.of(origin);
        default -> List.of();
      };
    }
  }
}
