package io.mailtrail.dashboards;

import static io.mailtrail.dashboards.ScriptedOpenSearch.found;
import static io.mailtrail.dashboards.ScriptedOpenSearch.partial;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.dashboards.query.Window;
import io.mailtrail.dashboards.store.Index;
import io.mailtrail.dashboards.store.Store;
import io.mailtrail.model.Alert;
import io.mailtrail.model.CoverageStatement;
import io.mailtrail.model.CoverageStatement.Assertion;
import io.mailtrail.model.CoverageStatement.Basis;
import io.mailtrail.model.CoverageStatement.Setting;
import io.mailtrail.model.CoverageStatement.Subject;
import io.mailtrail.model.Json;
import io.mailtrail.model.LogonType;
import io.mailtrail.model.config.Secret;
import io.mailtrail.model.config.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is not found in time, not in whole or not readable is no all-clear, and no broken page. */
class ConsoleOnABadDayTest {
  private static final String ANN = SampleCoverage.MAILBOX;
  private static final String BOB = "bob@contoso.example";
  private static final Instant TIME = Instant.parse("2026-03-05T06:00:00Z");
  private static final Window WINDOW = new Window(TIME, TIME.plus(Duration.ofHours(2)));

  private ScriptedOpenSearch openSearch;
  private Store store;
  private Console console;
  private Pages pages;

  @BeforeEach
  void start() throws Exception {
    openSearch = new ScriptedOpenSearch();
    store = new Store(openSearch.uri(), "", new Secret(""), Duration.ofSeconds(10));
    // One that never comes is given up after this, twice, and five seconds.
    Map<String, String> values =
        Map.of(
            "listen.port",
            "0",
            "opensearch.url",
            openSearch.uri().toString(),
            "query.timeout",
            "1ms");
    console = Console.start(ConsoleConfig.from(Settings.of(values, ConsoleConfig.SETTINGS)));
    pages = new Pages(console);
    List<Object> statements = new ArrayList<>(SampleCoverage.statements());
    statements.add(bypassOfBob());
    statements(statements);
  }

  @AfterEach
  void stop() {
    console.close();
    store.close();
    openSearch.close();
  }

  // ---- what nothing means ----------------------------------------------------------------------

  private NoResult.Verdict verdict(Optional<String> actor) {
    MailboxQuestion question =
        new MailboxQuestion(ANN, "HardDelete", List.of(LogonType.DELEGATE), actor, false);
    NoResult.Audited answer = new AuditedAnswer(store).of(question, WINDOW).orElseThrow();
    assertThat(answer.verdicts()).hasSize(1);
    return answer.verdicts().get(0);
  }

  @Test
  void whatAnExemptAccountDoesIsNotAudited() {
    assertThat(verdict(Optional.empty()).tone()).isEqualTo("good");
    assertThat(verdict(Optional.of("carol@contoso.example")).tone()).isEqualTo("good");

    NoResult.Verdict bobs = verdict(Optional.of(BOB));
    assertThat(bobs.word()).isEqualTo("not audited");
    assertThat(bobs.by()).contains(BOB);
  }

  @Test
  void moreLedgerThanIsReadIsNoAllClear() {
    openSearch.answer(
        Index.LEDGER,
        request -> {
          ObjectNode answer = found(List.of());
          ((ObjectNode) answer.at("/hits/total")).put("value", 50_001);
          return answer;
        });

    NoResult.Verdict verdict = verdict(Optional.empty());
    assertThat(verdict.word()).isEqualTo("collection incomplete");
    assertThat(String.join(" ", verdict.sentences()))
        .contains("too much ledger to read")
        .doesNotContain("there is no ledger");
  }

  @Test
  void aLedgerThatAnswersInPartIsNoAllClear() {
    openSearch.answer(Index.LEDGER, request -> partial(found(List.of())));

    assertThat(verdict(Optional.empty()).word()).isEqualTo("collection incomplete");
  }

  @Test
  void recordsThatWereSearchedInPartAreNoAllClear() {
    openSearch.answer(Index.EVENTS, request -> partial(found(List.of())));

    assertThat(verdict(Optional.empty()).word()).isEqualTo("collection incomplete");
  }

  @Test
  void aStatementThatCannotBeReadIsNoAllClear() {
    List<Object> statements = new ArrayList<>(SampleCoverage.statements());
    statements.add(unreadable());
    statements(statements);

    NoResult.Verdict verdict = verdict(Optional.empty());
    assertThat(verdict.word()).isEqualTo("collection incomplete");
    assertThat(String.join(" ", verdict.sentences())).contains("a statement of settings cannot");
  }

  // ---- the page of an alert --------------------------------------------------------------------

  @Test
  void anAlertIsShownThoughAStatementCannotBeRead() throws Exception {
    List<Object> statements = new ArrayList<>(SampleCoverage.statements());
    statements.add(unreadable());
    statements(statements);
    alert(List.of(ANN));

    Pages.Page page = pages.get("/alerts/a1");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).contains("a statement of settings cannot be read");
  }

  @Test
  void anAlertIsShownThoughTheSettingsAreNotFoundInTime() throws Exception {
    openSearch.answer(Index.COVERAGE, request -> null);
    alert(List.of(ANN));

    Pages.Page page = pages.get("/alerts/a1");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body())
        .contains("state-open\">not known")
        .contains("could not be read in time");
  }

  @Test
  void theLedgerIsReadOnceForAllMailboxesOfAnAlert() throws Exception {
    List<Object> statements = new ArrayList<>(SampleCoverage.statements());
    statements.add(mailbox(BOB));
    statements(statements);
    alert(List.of(ANN));
    pages.get("/alerts/a1");
    int once = openSearch.searches(Index.LEDGER);
    alert(List.of(ANN, BOB));

    assertThat(pages.get("/alerts/a1").body()).contains("Audited in " + BOB);
    assertThat(once).isPositive();
    assertThat(openSearch.searches(Index.LEDGER)).isEqualTo(2 * once);
  }

  // ---- the page of somebody --------------------------------------------------------------------

  @Test
  void aSearchForSomebodyThatTakesTooLongIsSaidToTakeTooLong() throws Exception {
    openSearch.answer(Index.EVENTS, request -> null);

    Pages.Page page = pages.get("/entity?kind=account&name=" + ANN);
    assertThat(page.status()).isEqualTo(503);
    assertThat(page.body()).contains("took too long and was given up").doesNotContain("names no");
  }

  @Test
  void somebodyOfWhomOnlyAPartIsKnownIsShownWithANotice() throws Exception {
    String entity = "/entity?kind=account&name=" + ANN;
    assertThat(pages.get(entity).body()).doesNotContain("there may be more than is shown");

    openSearch.answer(Index.EVENTS, request -> partial(found(List.of())));
    assertThat(pages.get(entity).body()).contains("there may be more than is shown");
  }

  @Test
  void aListOfWhoIsAtRiskThatLacksAlertsHasANotice() throws Exception {
    assertThat(pages.get("/entities").body()).doesNotContain("there may be more than is shown");

    openSearch.answer(Index.ALERTS, request -> partial(found(List.of())));
    assertThat(pages.get("/entities").body()).contains("there may be more than is shown");
  }

  // ---- documents -------------------------------------------------------------------------------

  /** Found by their names, as the index finds them. */
  private void statements(List<Object> statements) {
    openSearch.answer(
        Index.COVERAGE,
        request -> {
          List<String> asked = new ArrayList<>();
          request.at("/query/terms/names").forEach(name -> asked.add(name.asText()));
          List<JsonNode> hits = new ArrayList<>();
          for (Object statement : statements) {
            JsonNode document = Json.mapper().valueToTree(statement);
            for (JsonNode name : document.path("names")) {
              if (asked.contains(name.asText().toLowerCase(Locale.ROOT))) {
                hits.add(document);
                break;
              }
            }
          }
          return found(hits);
        });
  }

  private void alert(List<String> mailboxes) {
    Alert alert =
        new Alert(
            "a1",
            "rule",
            "An alert",
            "",
            "high",
            Alert.Status.SETTLED,
            false,
            SampleData.TENANT,
            Map.of("user.email", ANN),
            TIME,
            TIME,
            TIME,
            List.of(),
            List.of(),
            "",
            List.of(),
            List.of(),
            null,
            Map.of("mailtrail.mailbox.owner", mailboxes),
            Map.of(),
            0,
            null,
            null);
    openSearch.answer(Index.ALERTS, request -> found(List.of(alert)));
  }

  private static JsonNode unreadable() {
    ObjectNode statement = Json.mapper().createObjectNode().put("id", "x");
    statement.putArray("names").add(ANN);
    return statement.put("basis", "a word of another release");
  }

  private static CoverageStatement bypassOfBob() {
    return statement(Subject.ACCOUNT, BOB, Assertion.is(Setting.BYPASS, true));
  }

  private static CoverageStatement mailbox(String name) {
    return statement(Subject.MAILBOX, name, Assertion.is(Setting.AUDIT_ENABLED, true));
  }

  private static CoverageStatement statement(Subject subject, String name, Assertion assertion) {
    return new CoverageStatement(
        CoverageStatement.fileId(SampleData.TENANT, "cd", 1),
        SampleData.TENANT,
        subject,
        List.of(name),
        Instant.parse("2026-03-01T00:00:00Z"),
        Basis.SNAPSHOT,
        "cd#1",
        null,
        List.of(assertion),
        "exported");
  }
}
