package io.mailtrail.dashboards;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.model.Json;
import io.mailtrail.model.config.Settings;
import io.mailtrail.testbed.server.OpenSearchEndpoint;
import io.mailtrail.testbed.server.WithServers;
import java.net.URLEncoder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages over a real OpenSearch, with indices as the sink makes them. */
@WithServers
class ConsoleIT {
  private static final int EXPORT_LIMIT = 1_000;

  private static final SampleData DATA = SampleData.make();
  private static Console console;
  private static Pages pages;

  @BeforeAll
  static void start(OpenSearchEndpoint openSearch) {
    openSearch.clear();
    SampleIndices.fill(openSearch.uri(), DATA);
    Map<String, String> values =
        Map.of(
            "listen.port",
            "0",
            "opensearch.url",
            openSearch.uri().toString(),
            "query.timeout",
            "30s",
            "export.max-records",
            Integer.toString(EXPORT_LIMIT));
    console =
        Console.start(
            ConsoleConfig.from(Settings.of(values, ConsoleConfig.SETTINGS)),
            Clock.fixed(SampleData.NOW, ZoneOffset.UTC));
    pages = new Pages(console);
  }

  @AfterAll
  static void stop() {
    console.close();
  }

  private static final String ACCOUNT = "/entity?kind=account&name=" + SampleData.VICTIM;

  private static long expected(Predicate<SampleEvent> predicate) {
    return DATA.events().stream().filter(predicate).count();
  }

  private static boolean isSince(SampleEvent event, Duration duration) {
    return !event.time().isBefore(SampleData.NOW.minus(duration));
  }

  private static String action(SampleEvent event) {
    return event.text("event.action");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  // ---- search ----------------------------------------------------------------------------------

  @Test
  void countsExactlyWhatTheRangeHolds() throws Exception {
    assertThat(pages.get("/?t=all").total()).isEqualTo(DATA.events().size());
    assertThat(pages.get("/").total()).isEqualTo(expected(e -> isSince(e, Duration.ofDays(7))));
    assertThat(pages.get("/?t=24h").total())
        .isEqualTo(expected(e -> isSince(e, Duration.ofHours(24))));
    assertThat(pages.get("/?from=2026-03-09T20:00&to=2026-03-09T21:00:00Z").total())
        .isEqualTo(
            expected(
                e ->
                    !e.time().isBefore(Instant.parse("2026-03-09T20:00:00Z"))
                        && !e.time().isAfter(Instant.parse("2026-03-09T21:00:00Z"))));
  }

  @Test
  void filtersNarrowAndExcludesLeaveOut() throws Exception {
    long logins = expected(e -> action(e).equals("UserLoggedIn"));

    assertThat(pages.get("/?t=all&f=event.action:UserLoggedIn").total()).isEqualTo(logins);
    assertThat(pages.get("/?t=all&x=event.action:UserLoggedIn").total())
        .isEqualTo(DATA.events().size() - logins);
    assertThat(pages.get("/?t=all&f=event.action:UserLoggedIn&f=event.action:Send").total())
        .isEqualTo(logins + expected(e -> action(e).equals("Send")));
    assertThat(
            pages
                .get("/?t=all&f=event.action:UserLoggedIn&f=user.email:" + SampleData.VICTIM)
                .total())
        .isEqualTo(
            expected(
                e ->
                    action(e).equals("UserLoggedIn")
                        && e.text("user.email").equals(SampleData.VICTIM)));
  }

  @Test
  void aFacetOffersTheOtherValuesOfAFieldThatIsFiltered() throws Exception {
    Pages.Page page = pages.get("/?t=all&f=event.action:UserLoggedIn");

    assertThat(page.all("title=\"event.action is (.*?)\"")).contains("Send", "UserLoggedIn");
    assertThat(page.all("title=\"event.outcome is (.*?)\"")).containsExactly("success");
  }

  @Test
  void facetsCountWhatTheyWouldFind() throws Exception {
    Pages.Page page = pages.get("/?t=all");
    List<String> links = page.all("class=\"pick\" href=\"([^\"]*)\"");
    List<String> counts = page.all("<span class=\"count\">(.*?)</span>");

    assertThat(links).hasSameSizeAs(counts).hasSizeGreaterThan(20);
    for (int i = 0; i < links.size(); i += 5) {
      assertThat(pages.get(links.get(i)).total())
          .isEqualTo(Long.parseLong(counts.get(i).replace(",", "")));
    }
  }

  @Test
  void theHistogramHoldsEveryRecordOnce() throws Exception {
    for (String path : List.of("/?t=all", "/", "/?t=24h", "/?to=2026-03-01T00:00")) {
      Pages.Page page = pages.get(path);
      JsonNode data = Json.mapper().readTree(page.one("data-histogram=\"(.*?)\""));
      long sum = 0;
      for (JsonNode bar : data.path("bars")) {
        sum += bar.path(1).asLong() + bar.path(2).asLong();
      }
      assertThat(sum).isEqualTo(page.total());
      assertThat(data.path("bars").size()).isBetween(10, 90);
      long bars = page.all("<tr><td><a href=\"([^\"]*)\">").stream().mapToLong(this::totalOf).sum();
      assertThat(bars).as("the bars of %s, one by one", path).isEqualTo(page.total());
    }
  }

  private long totalOf(String link) {
    try {
      return pages.get(link).total();
    } catch (Exception e) {
      throw new AssertionError(link, e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/?t=all&f=user.email:" + SampleData.VICTIM, "/?t=all&order=oldest"})
  void pagingShowsEveryRecordOnceAndLeadsBack(String start) throws Exception {
    List<String> seen = new ArrayList<>();
    List<List<String>> forward = new ArrayList<>();
    Pages.Page page = pages.get(start);
    long total = page.total();
    while (true) {
      forward.add(page.recordLinks());
      seen.addAll(page.recordLinks());
      List<String> next = page.all("rel=\"next\" href=\"(.*?)\"");
      if (next.isEmpty()) {
        break;
      }
      page = pages.get(next.get(0));
    }
    assertThat(seen).hasSize((int) total).doesNotHaveDuplicates();

    for (int i = forward.size() - 2; i >= 0; i--) {
      page = pages.get(page.one("rel=\"prev\" href=\"(.*?)\""));
      assertThat(page.recordLinks()).isEqualTo(forward.get(i));
    }
    assertThat(page.all("rel=\"prev\" href=\"(.*?)\"")).isEmpty();
  }

  @Test
  void theOrderIsThatOfTime() throws Exception {
    assertThat(pages.get("/?t=all").times()).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(pages.get("/?t=all&order=oldest").times()).isSorted();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "foo(|ends too early",
        "a) b|“)” at position 2",
        "\"open|never closed",
        "source.ip:abc|“abc” is not an IP address",
        "@timestamp:yesterday|“yesterday” is not a date",
        "mailtrail.mailbox.item_count:x|“x” is not a number",
        "user.email:/(a{1,900}){900}/|counted repetition",
      })
  void aQueryThatIsWrongIsExplainedAtTheBar(String query, String sentence) throws Exception {
    Pages.Page page = pages.search(query);

    assertThat(page.status()).isEqualTo(400);
    assertThat(page.one("id=\"fault\".*?</svg>(.*?)</p>")).contains(sentence);
    assertThat(page.one("name=\"q\" type=\"search\" value=\"(.*?)\"")).isEqualTo(query);
    assertThat(page.body()).doesNotContain("Exception").doesNotContain("\tat ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "203.0.113.0/24|16",
        "203.0.113.77|16",
        "o365.audit.Parameters.ForwardTo:archive*|1",
        "_exists_:o365.audit.Parameters.MoveToFolder|1",
        "rss feeds rule|1",
        "event.action:New-InboxRule AND user.email:miriam*|1",
      })
  void typicalQuestionsFindTheTakeover(String query, long count) throws Exception {
    assertThat(pages.search(query).total()).isEqualTo(count);
  }

  @Test
  void oneWordFindsTheAccountsThatBeginWithIt() throws Exception {
    long mine = expected(e -> e.text("user.email").equals(SampleData.VICTIM));

    assertThat(pages.search("Miriam").total()).isGreaterThanOrEqualTo(mine);
    assertThat(pages.get("/?t=all&q=miriam.vogel&f=user.email:" + SampleData.VICTIM).total())
        .isEqualTo(mine);
  }

  @Test
  void everyExampleOfTheHelpIsAQueryThatRuns() throws Exception {
    List<String> examples =
        pages.get("/").all("<ul class=\"examples\">(.*?)</ul>").stream()
            .flatMap(
                list ->
                    Pattern.compile("href=\"(.*?)\"")
                        .matcher(list)
                        .results()
                        .map(match -> Pages.unescaped(match.group(1))))
            .toList();

    assertThat(examples).hasSizeGreaterThan(5);
    for (String example : examples) {
      Pages.Page page = pages.get(example);
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.body()).doesNotContain("No field is named");
    }
    for (String syntax : pages.get("/").all("<tr><td><code>(.*?)</code>")) {
      assertThat(pages.search(syntax).status()).as(syntax).isEqualTo(200);
    }
  }

  @Test
  void anEmptyResultSaysWhy() throws Exception {
    assertThat(pages.search("usr.email:x").body())
        .contains("No record matches")
        .contains("No field is named “usr.email”; did you mean “user.email”?");
    assertThat(pages.get("/?from=2026-05-01&to=2026-05-02").body())
        .contains("No data in this time range")
        .contains("may not have been collected yet");
    assertThat(pages.get("/?t=1h&q=nothing").body()).doesNotContain("has been collected yet");
  }

  // ---- records ---------------------------------------------------------------------------------

  @Test
  void aRecordShowsEveryFieldOfItsDocument() throws Exception {
    SampleEvent rule =
        DATA.events().stream()
            .filter(e -> action(e).equals("New-InboxRule"))
            .findFirst()
            .orElseThrow();

    Pages.Page page = pages.get(Links.event(rule.id()));

    assertThat(page.status()).isEqualTo(200);
    List<String> names = page.all("<dt title=\"(.*?)\"");
    assertThat(names)
        .contains("o365.audit.Parameters.ForwardTo", "user.email", "source.as.number", "event.id");
    assertThat(page.body()).contains("archive.backup@mailbox.example").contains("Alert: ");
    String onlyThis =
        page.one("href=\"([^\"]*)\"[^>]*aria-label=\"Only session.id with this value\"");
    assertThat(pages.get(onlyThis).total())
        .isEqualTo(expected(e -> e.text("session.id").equals(rule.text("session.id"))));
    String forward =
        page.one(
            "href=\"([^\"]*)\"[^>]*aria-label=\"Only o365.audit.Parameters.ForwardTo with this value\"");
    assertThat(pages.get(forward).total()).isEqualTo(1);
    assertThat(pages.get(page.one("href=\"([^\"]*)\"[^>]*>Same user ± 1 h")).total())
        .isEqualTo(
            expected(
                e ->
                    e.text("user.email").equals(SampleData.VICTIM)
                        && Duration.between(e.time(), rule.time())
                                .abs()
                                .compareTo(Duration.ofHours(1))
                            <= 0));
  }

  @Test
  void aRecordOpensInTheTableWithTheFiltersOfTheSearch() throws Exception {
    Pages.Page page = pages.get("/?t=all&q=miriam&f=event.action:New-InboxRule");

    Pages.Page part = pages.get(page.one("hx-get=\"(.*?)\""));

    assertThat(part.status()).isEqualTo(200);
    assertThat(part.body()).doesNotContain("<html");
    assertThat(part.one("href=\"([^\"]*)\"[^>]*aria-label=\"Only user.email with this value\""))
        .contains("q=miriam")
        .contains("f=event.action%3ANew-InboxRule")
        .contains("f=user.email%3Amiriam");
  }

  @Test
  void whatStrangersWroteStaysText() throws Exception {
    for (String path :
        List.of(
            "/?t=all&f=event.id:" + encoded(SampleData.HOSTILE_ID),
            Links.event(SampleData.HOSTILE_ID),
            "/?q=" + encoded(SampleData.HOSTILE_SUBJECT),
            "/alerts/" + SampleData.ALERT,
            "/failed")) {
      Pages.Page page = pages.get(path);
      assertThat(Pages.skeleton(page.body()))
          .as(path)
          .doesNotContain("<img", "onerror", "onload", "<i>");
      assertThat(Pages.skeleton(page.body()).split("<script ", -1)).as(path).hasSize(4);
      assertThat(Pages.skeleton(page.body())).doesNotContain("<script>");
      assertThat(page.body()).doesNotContain("href=\"javascript:");
    }
    assertThat(pages.get(Links.event(SampleData.HOSTILE_ID)).status()).isEqualTo(200);
    assertThat(pages.get(Links.event(SampleData.TENANT + "/long")).status()).isEqualTo(200);
    assertThat(pages.get(Links.event(SampleData.TENANT + "/bare")).status()).isEqualTo(200);
    assertThat(pages.get(Links.event(SampleData.TENANT + "/none")).status()).isEqualTo(404);
  }

  @Test
  void noPageAsksForAnythingFromElsewhere() throws Exception {
    for (String path :
        List.of(
            "/",
            "/?t=all",
            "/alerts",
            "/alerts/" + SampleData.ALERT,
            "/failed",
            "/ledger",
            "/coverage",
            "/coverage?mailbox=" + SampleCoverage.MAILBOX,
            "/entities",
            ACCOUNT,
            "/nowhere")) {
      Pages.Page page = pages.get(path);
      String withoutPlainLinks =
          page.body().replaceAll("<a [^>]*href=\"https://attack.mitre.org/[^>]*>", "");
      assertThat(withoutPlainLinks).as(path).doesNotContain("\"http").doesNotContain("\"//");
      assertThat(page.body())
          .doesNotContain(" style=")
          .doesNotContain("<style")
          .doesNotMatch("(?s).* on[a-z]+=\".*");
      assertThat(page.all("<script([^>]*)>")).allMatch(script -> script.contains("src=\"/assets/"));
    }
  }

  // ---- alerts, failed records, collection ------------------------------------------------------

  @Test
  void alertsAreListedByStatusAndLevel() throws Exception {
    String rows = "<td class=\"a-title\"><a href=\"(.*?)\"";

    assertThat(pages.get("/alerts").all(rows)).hasSize(4);
    assertThat(pages.get("/alerts?status=all").all(rows)).hasSize(5);
    assertThat(pages.get("/alerts?status=retracted").all(rows)).hasSize(1);
    assertThat(pages.get("/alerts?level=high").all(rows))
        .containsExactly("/alerts/" + SampleData.ALERT);
    assertThat(pages.get("/alerts?status=retracted&level=high").body())
        .contains("No alert of this kind");
  }

  @Test
  void anAlertShowsTheRecordsThatProveItAndTheTimeBetweenThem() throws Exception {
    Pages.Page page = pages.get("/alerts/" + SampleData.ALERT);

    assertThat(page.all("<li class=\"gap\"[^>]*><span>(.*?)</span>"))
        .containsExactly("2 h 14 min later", "1 min later");
    List<String> links = page.all("<p class=\"step-summary\"><a href=\"(.*?)\"");
    assertThat(links).hasSize(3);
    assertThat(pages.get(links.get(0)).body()).contains("UserLoggedIn");
    assertThat(pages.get(links.get(1)).body()).contains("New-InboxRule");
    assertThat(page.all("This record cannot be (searched)")).hasSize(1);
    assertThat(page.body())
        .contains("source.as.number 64500 was not seen")
        .contains("https://attack.mitre.org/techniques/T1564/008/")
        .contains("Email Hiding Rules")
        .contains("revoke the account")
        .contains("Somebody on a journey");
    assertThat(page.all("<tr class=\"(evidence)\">")).hasSize(2);
    assertThat(page.all("<td class=\"(c-step)\">")).hasSizeGreaterThan(10);
    assertThat(pages.get("/alerts/none").status()).isEqualTo(404);
  }

  @Test
  void anAlertSaysWhatItRestsOn() throws Exception {
    Pages.Page page = pages.get("/alerts/" + SampleData.ALERT);

    assertThat(page.body())
        .contains("collection incomplete</span>")
        .contains("Found 2 more times within the rule")
        .contains("5f0c2a9be1d4…<")
        .contains("Its records have in common")
        .contains("Nobody imported the configuration of this mailbox");
    assertThat(page.all("title=\"Risk score now\">(.*?)<")).containsExactly("49");
    assertThat(pages.get(page.one("href=\"([^\"]*)\">203.0.113.77</a>")).body())
        .contains(SampleData.VICTIM);
  }

  @Test
  void anOldIdLeadsToTheAlert() throws Exception {
    Pages.Page page = pages.get(Links.alert(SampleData.OLD_ALERT));

    assertThat(page.status()).isEqualTo(302);
    assertThat(page.response().headers().firstValue("Location"))
        .contains("/alerts/" + SampleData.ALERT);
  }

  // ---- who is at risk --------------------------------------------------------------------------

  @Test
  void theHighestScoreStandsFirstAndWhatWasRetractedNeverCounts() throws Exception {
    Pages.Page page = pages.get("/entities");

    List<String> scores = page.all("<strong>([0-9]+)</strong>");
    List<String> names = page.all("<td class=\"a-title\"><a href=\"[^\"]*\">(.*?)</a>");
    // Of the takeover's 50, 47 are left after half a day; of a low one, two weeks old, a quarter.
    assertThat(scores).first().isEqualTo("49");
    assertThat(names).first().isEqualTo(SampleData.VICTIM);
    assertThat(scores.stream().map(Integer::parseInt).toList())
        .isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(names).hasSize(3).doesNotContain(DATA.alerts().get(2).group().get("user.email"));
    assertThat(pages.get("/entities?kind=address").all("<td class=\"a-title\"><a [^>]*>(.*?)</a>"))
        .containsExactly(SampleData.ATTACKER.address());
  }

  @Test
  void anAccountShowsItsScoreOverTimeItsAlertsAndWhatIsNewForIt() throws Exception {
    Pages.Page page = pages.get(ACCOUNT);

    assertThat(page.one("<p class=\"entity-score\"><strong>(.*?)</strong>")).isEqualTo("49");
    JsonNode chart = Json.mapper().readTree(page.one("data-line=\"(.*?)\""));
    assertThat(chart.path("rises")).hasSize(2);
    assertThat(chart.path("points").path(0).path(1).asInt()).isZero();
    assertThat(chart.path("points").path(chart.path("points").size() - 1).path(1).asInt())
        .isEqualTo(49);
    assertThat(page.all("<td class=\"a-title\"><a href=\"(.*?)\""))
        .hasSize(2)
        .first()
        .isEqualTo("/alerts/" + SampleData.ALERT);
    String country = page.one("(<h3 title=\"source.geo.country_name\".*?</section>)");
    assertThat(country)
        .matches("(?s).*Moldova</a> <span class=\"tag new-tag\">.*Germany</a></td>.*");
    String link = page.one("<td class=\"seen-value\"><a href=\"([^\"]*)\">Moldova</a>");
    assertThat(pages.get(link).total())
        .isEqualTo(
            expected(
                e ->
                    e.text("user.email").equals(SampleData.VICTIM)
                        && e.text("source.geo.country_name").equals("Moldova")));
    assertThat(pages.get("/entity?kind=account&name=nobody@c.example").body())
        .contains("No standing alert involves this account");
    assertThat(pages.get("/entity?kind=address&name=no-address").status()).isEqualTo(404);
    assertThat(pages.get("/entity?kind=nothing&name=x").status()).isEqualTo(404);
  }

  @Test
  void recordsAndAlertsLeadToWhoeverTheyName() throws Exception {
    String rule =
        DATA.events().stream()
            .filter(e -> action(e).equals("New-InboxRule"))
            .findFirst()
            .orElseThrow()
            .id();

    assertThat(
            pages
                .get(pages.get(Links.event(rule)).one("href=\"([^\"]*)\"[^>]*>Risk of the account"))
                .body())
        .contains("risk score");
    assertThat(pages.get("/alerts").all("<td class=\"a-who\"[^>]*><a href=\"(.*?)\"")).hasSize(4);
  }

  // ---- what nothing means ----------------------------------------------------------------------

  @Test
  void nothingFoundOfAnActionInAMailboxSaysWhetherItWouldHaveBeenRecorded() throws Exception {
    String mailbox = "&f=mailtrail.mailbox.owner:" + SampleCoverage.MAILBOX;
    String covered = "from=2026-03-09T13:00:00Z&to=2026-03-09T20:00:00Z";

    Pages.Page page = pages.get("/?" + covered + mailbox + "&f=event.action:HardDelete");
    assertThat(page.body()).contains("Would HardDelete in the mailbox of ann.lee@contoso.example");
    List<String> verdicts = page.all("<summary>By (.*?)</summary>");
    assertThat(verdicts).hasSize(2);
    assertThat(verdicts.get(1)).startsWith("delegates and administrators: ");
    assertThat(verdicts.get(0)).contains("the owner").contains("state-bad").contains("not audited");
    assertThat(page.body()).contains("mallory@contoso.example took HardDelete from AuditOwner");

    Pages.Page before =
        pages.get(
            "/?from=2026-03-09T05:00:00Z&to=2026-03-09T07:00:00Z"
                + mailbox
                + "&f=event.action:HardDelete&f=mailtrail.mailbox.logon_type:owner");
    assertThat(before.one("<summary>By (.*?)</summary>"))
        .contains("none, and it would have been recorded");
  }

  @Test
  void aHoleInTheLedgerIsWhyNothingIsKnown() throws Exception {
    // The blob of 16:00 expired unread.
    Pages.Page page =
        pages.get(
            "/?from=2026-03-08T16:00:00Z&to=2026-03-08T16:30:00Z&f=mailtrail.mailbox.owner:"
                + SampleCoverage.MAILBOX
                + "&f=event.action:Update&f=mailtrail.mailbox.logon_type:owner");

    assertThat(page.one("<summary>By (.*?)</summary>")).contains("collection incomplete");
    assertThat(page.body())
        .contains("Not completely collected from 2026-03-08T16:00:00Z")
        .contains("could not be obtained");
  }

  @Test
  void aMailboxOfWhichNothingIsKnownSaysThat() throws Exception {
    Pages.Page page =
        pages.get("/?t=all&q=mailtrail.mailbox.owner:nobody@c.example+event.action:HardDelete");

    assertThat(page.body()).contains("nobody imported");
    assertThat(pages.search("usr.email:x").body()).doesNotContain("have been recorded?");
  }

  @Test
  void failedRecordsShowTheirBytes() throws Exception {
    Pages.Page page = pages.get("/failed");
    assertThat(page.all("class=\"f-code mono\">(.*?)</td>"))
        .containsExactlyInAnyOrder("not_json", "too_deep", "no_time", "not_json");

    Pages.Page notJson = pages.get("/failed?code=not_json");
    List<String> parts = notJson.all("hx-get=\"(.*?)\"");
    assertThat(parts).hasSize(2);
    assertThat(pages.get(parts.get(0)).body()).contains("00000000  00 01 ff fe 61 62");
    Pages.Page html = pages.get(parts.get(1));
    assertThat(html.one("<pre tabindex=\"0\">(.*?)</pre>")).isEqualTo("<html>Bad Gateway</html>");
    assertThat(pages.get(html.one("href=\"(/failed/bytes/.*?)\"")).body())
        .isEqualTo("<html>Bad Gateway</html>");
  }

  @Test
  void collectionShowsEveryStreamAndWhatWasNotObtained() throws Exception {
    Pages.Page page = pages.get("/ledger");

    assertThat(page.body())
        .contains("Audit.Exchange", "Audit.AzureActiveDirectory", "Audit.SharePoint")
        .contains("purview-export-2026-02.csv", "18,204")
        .contains("AF20051: the content has expired");
    assertThat(page.all("(finished) <b>47</b>")).hasSize(3);
    assertThat(page.all("(published) <b>47</b>")).hasSize(3);
    assertThat(page.all("<td><time>(2026-03-10 11:00:00)</time></td>")).hasSize(6);
  }

  @Test
  void whatIsAuditedInAMailboxAndWhoChangedIt() throws Exception {
    Pages.Page page = pages.get("/coverage?mailbox=" + SampleCoverage.MAILBOX);

    assertThat(page.body()).contains("as of 2026-03-10 12:00:00 UTC");
    assertThat(row(page, "HardDelete"))
        .contains("state-bad\" title=\"AuditOwner did not hold HardDelete (mallory@contoso.example")
        .contains("state-good");
    assertThat(row(page, "MailItemsAccessed")).contains("the licence of the mailbox");
    assertThat(row(page, "MailboxLogin")).contains("state-none");
    assertThat(page.body())
        .contains("AuditDisabled was not imported")
        .contains("href=\"" + Links.event(SampleCoverage.CHANGE) + "\"")
        .contains("&lt;img src=x onerror=alert(1)&gt;");
    assertThat(
            row(
                pages.get(
                    CoveragePage.link(
                        SampleCoverage.MAILBOX, SampleCoverage.CHANGED.minusSeconds(60))),
                "HardDelete"))
        .as("before the change")
        .doesNotContain("state-bad");
    assertThat(pages.get("/coverage").body()).contains("took HardDelete from AuditOwner");
    assertThat(pages.get("/coverage?mailbox=nobody").body()).contains("Nothing is known");
  }

  private static String row(Pages.Page page, String action) {
    return page.one("(<th scope=\"row\">" + action + "<.*?</tr>)");
  }

  @Test
  void healthTellsTheVersion() throws Exception {
    Pages.Page page = pages.get("/health");

    assertThat(page.status()).isEqualTo(200);
    assertThat(Json.mapper().readTree(page.body()).path("opensearch").path("version").asText())
        .matches("\\d+\\.\\d+\\.\\d+");
    JsonNode events =
        Json.mapper().readTree(page.body()).at("/opensearch/indices/mailtrail-events");
    assertThat(events.path("documents").asInt()).isEqualTo(DATA.events().size());
    assertThat(events.path("newest").asText())
        .isEqualTo(
            DATA.events().stream()
                .map(SampleEvent::time)
                .max(Comparator.naturalOrder())
                .orElseThrow()
                .toString());
    long answered = Json.mapper().readTree(page.body()).at("/pages/answered").asLong();
    assertThat(pages.get("/nowhere").status()).isEqualTo(404);
    JsonNode after = Json.mapper().readTree(pages.get("/health").body()).path("pages");
    assertThat(after.path("answered").asLong()).isGreaterThan(answered);
    assertThat(after.path("refused").asLong()).isPositive();
    assertThat(after.path("failed").asLong()).isZero();
  }

  // ---- export ----------------------------------------------------------------------------------

  @Test
  void anExportHoldsTheRecordsOfTheSearchInItsOrder() throws Exception {
    Pages.Page page =
        pages.get("/export.jsonl?t=all&order=oldest&f=user.email:" + SampleData.VICTIM);

    List<SampleEvent> expected =
        DATA.events().stream()
            .filter(e -> e.text("user.email").equals(SampleData.VICTIM))
            .sorted(Comparator.comparing(SampleEvent::time).thenComparing(SampleEvent::id))
            .toList();
    List<String> lines = page.body().lines().toList();
    assertThat(lines).hasSameSizeAs(expected);
    for (int i = 0; i < lines.size(); i++) {
      assertThat(Json.mapper().readTree(lines.get(i)))
          .isEqualTo(Json.mapper().readTree(Json.bytes(expected.get(i).json())));
    }
    assertThat(page.response().headers().firstValue("Content-Disposition").orElse(""))
        .contains("attachment")
        .contains(".jsonl");
  }

  @Test
  void anExportStopsAtItsLimit() throws Exception {
    assertThat(DATA.events().size()).isGreaterThan(EXPORT_LIMIT);

    assertThat(pages.get("/export.jsonl?t=all").body().lines()).hasSize(EXPORT_LIMIT);
    assertThat(pages.get("/export.csv?t=all").body().lines()).hasSize(EXPORT_LIMIT + 1);
    assertThat(pages.get("/export.csv?q=foo(").status()).isEqualTo(400);
  }

  @Test
  void aSpreadsheetIsGivenNoFormulas() throws Exception {
    Pages.Page page = pages.get("/export.csv?t=all&f=event.id:" + encoded(SampleData.HOSTILE_ID));

    assertThat(page.body().lines()).hasSize(2);
    assertThat(page.body()).contains("\"'=cmd|").doesNotContain(",=cmd").doesNotContain(",\"=");
  }
}
