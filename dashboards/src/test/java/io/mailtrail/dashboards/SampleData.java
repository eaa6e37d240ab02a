package io.mailtrail.dashboards;

import io.mailtrail.model.Alert;
import io.mailtrail.model.FailedRecord;
import io.mailtrail.model.LedgerEntry;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Thirty days of a small company, made up from a seed: the same documents every time. In it one
 * account is taken over, and some records hold what strangers might write.
 */
final class SampleData {
  static final String TENANT = "7d1f6c1e-90b2-4c55-8e6f-2d4f8a3b1c00";
  static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
  static final Instant BEGIN = NOW.minus(Duration.ofDays(30));
  static final String VICTIM = "miriam.vogel@northwind.example";
  static final String HOSTILE_SUBJECT = "<script>alert(1)</script> \"><img src=x onerror=alert(2)>";
  static final String HOSTILE_ID = TENANT + "/../../x\"><b>%2e#?é";
  static final String OLD_ALERT = "an id from before a late record came";
  static final String ALERT = "b7a1d4f0-4a6f-5c1e-9d53-0c9f7a3e2b11";

  /** Where somebody comes from; the addresses are those set aside for documentation. */
  record Place(String address, String code, String country, long network, String provider) {}

  static final Place ATTACKER =
      new Place("203.0.113.77", "MD", "Moldova", 64_500L, "Bulletproof Hosting SRL");
  private static final Place OFFICE =
      new Place("192.0.2.10", "DE", "Germany", 64_496L, "Northwind Traders GmbH");
  private static final List<Place> HOMES =
      List.of(
          new Place("198.51.100.23", "DE", "Germany", 64_497L, "Deutsche Kabel AG"),
          new Place("198.51.100.87", "DE", "Germany", 64_497L, "Deutsche Kabel AG"),
          new Place("198.51.100.140", "AT", "Austria", 64_498L, "Alpen Telekom"),
          new Place("2001:db8:51::7", "DE", "Germany", 64_499L, "Rhein Mobilfunk"));
  private static final List<String> PEOPLE =
      List.of(
          VICTIM,
          "jonas.weber@northwind.example",
          "leila.haddad@northwind.example",
          "tom.brandt@northwind.example",
          "ines.costa@northwind.example",
          "pawel.nowak@northwind.example",
          "sara.lindqvist@northwind.example",
          "hugo.martin@northwind.example",
          "nadia.petrova@northwind.example",
          "felix.schuster@northwind.example",
          "amelie.roux@northwind.example",
          "david.okafor@northwind.example");
  private static final List<String> SUBJECTS =
      List.of(
          "Offer 2026-114", "Minutes of Monday", "Re: delivery dates", "Invoice 88231", "Lunch?");

  private final Random random = new Random(4_711);
  private final List<SampleEvent> events = new ArrayList<>();
  private final List<Alert> alerts = new ArrayList<>();
  private int count;

  private SampleData() {}

  /** All of it. */
  static SampleData make() {
    SampleData data = new SampleData();
    data.everydayLife();
    data.takeover();
    data.hostile();
    return data;
  }

  List<SampleEvent> events() {
    return events;
  }

  List<Alert> alerts() {
    return alerts;
  }

  private String nextId() {
    count++;
    return TENANT + "/" + new java.util.UUID(0x5eedL << 16 | 0x4000L, 0x8000000000000000L | count);
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  // ---- everyday life ---------------------------------------------------------------------------

  private void everydayLife() {
    for (Instant day = BEGIN; day.isBefore(NOW); day = day.plus(Duration.ofDays(1))) {
      DayOfWeek weekday = day.atOffset(ZoneOffset.UTC).getDayOfWeek();
      boolean free = weekday == DayOfWeek.SATURDAY || weekday == DayOfWeek.SUNDAY;
      for (String person : PEOPLE) {
        if (!free || random.nextInt(8) == 0) {
          workingDay(person, day.minus(Duration.ofHours(12)).plusSeconds(random.nextInt(3_600)));
        }
      }
    }
  }

  private void workingDay(String person, Instant midnight) {
    Place place = random.nextInt(3) == 0 ? any(HOMES) : OFFICE;
    String session = "s-" + Integer.toHexString(random.nextInt());
    Instant time = midnight.plus(Duration.ofHours(7)).plusSeconds(random.nextInt(5_400));
    if (random.nextInt(9) == 0) {
      add(login(person, time.minusSeconds(40), place, session, false));
    }
    add(login(person, time, place, session, true));
    int actions = 3 + random.nextInt(4);
    for (int i = 0; i < actions; i++) {
      time = time.plusSeconds(900 + random.nextInt(5_400));
      if (time.isBefore(NOW)) {
        add(action(person, time, place, session));
      }
    }
  }

  private void add(SampleEvent event) {
    if (event.time().isBefore(NOW)) {
      events.add(event);
    }
  }

  private SampleEvent login(
      String person, Instant time, Place place, String session, boolean success) {
    SampleEvent event =
        SampleEvent.of(
                nextId(),
                time,
                person,
                success ? "UserLoggedIn" : "UserLoginFailed",
                "AzureActiveDirectory")
            .from(place)
            .client("Chrome", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/139.0.0.0")
            .session(session)
            .with("o365.audit.RecordType", 15L)
            .with("mailtrail.record_type", "AzureActiveDirectoryStsLogon")
            .message(
                person
                    + (success ? " signed in from " : " failed to sign in from ")
                    + place.address()
                    + " ("
                    + place.country()
                    + ")");
    return success ? event : event.failed("InvalidUserNameOrPassword");
  }

  private SampleEvent action(String person, Instant time, Place place, String session) {
    switch (random.nextInt(7)) {
      case 0, 1 -> {
        return mail(person, time, "MailItemsAccessed", person, place, session, "read mail in");
      }
      case 2 -> {
        return mail(person, time, "Send", person, place, session, "sent a message from");
      }
      case 3 -> {
        String owner = any(PEOPLE);
        return mail(person, time, "FolderBind", owner, place, session, "opened a folder in");
      }
      case 4 -> {
        return mail(person, time, "SoftDelete", person, place, session, "deleted an item in");
      }
      case 5 -> {
        return file(person, time, place, session);
      }
      default -> {
        return mail(person, time, "Update", person, place, session, "changed an item in");
      }
    }
  }

  private SampleEvent mail(
      String person,
      Instant time,
      String action,
      String owner,
      Place place,
      String session,
      String did) {
    return SampleEvent.of(nextId(), time, person, action, "Exchange")
        .from(place)
        .client("Outlook", "Client=OutlookService;Outlook-Windows/16.0")
        .session(session)
        .mailbox(owner, owner.equals(person) ? "owner" : "delegate")
        .with("o365.audit.RecordType", 2L)
        .with("o365.audit.MailboxOwnerUPN", owner)
        .with("mailtrail.record_type", "ExchangeItem")
        .with("email.subject", any(SUBJECTS))
        .message(person + " " + did + " the mailbox of " + owner + " from " + place.address());
  }

  private SampleEvent file(String person, Instant time, Place place, String session) {
    return SampleEvent.of(nextId(), time, person, "FileAccessed", "SharePoint")
        .from(place)
        .session(session)
        .with("file.name", "Price list " + (2_020 + random.nextInt(7)) + ".xlsx")
        .with("file.extension", "xlsx")
        .with("o365.audit.ObjectId", "https://northwind.sharepoint.example/sites/sales/Prices.xlsx")
        .with("mailtrail.record_type", "SharePointFileOperation")
        .message(person + " opened Prices.xlsx from " + place.address());
  }

  // ---- the takeover ----------------------------------------------------------------------------

  static final Instant TAKEOVER = NOW.minus(Duration.ofHours(15));

  private void takeover() {
    String session = "s-00c0ffee";
    for (int i = 0; i < 6; i++) {
      add(login(VICTIM, TAKEOVER.minusSeconds(600 - i * 70L), ATTACKER, session, false));
    }
    SampleEvent login = login(VICTIM, TAKEOVER, ATTACKER, session, true);
    add(login);
    for (int i = 0; i < 5; i++) {
      add(
          mail(
              VICTIM,
              TAKEOVER.plusSeconds(400 + i * 160L),
              "MailItemsAccessed",
              VICTIM,
              ATTACKER,
              session,
              "read mail in"));
    }
    Instant ruleTime = TAKEOVER.plus(Duration.ofMinutes(134));
    SampleEvent rule =
        SampleEvent.of(nextId(), ruleTime, VICTIM, "New-InboxRule", "Exchange")
            .from(ATTACKER)
            .session(session)
            .mailbox(VICTIM, "owner")
            .with("o365.audit.RecordType", 1L)
            .with("o365.audit.ObjectId", "northwind.example/Users/Miriam Vogel/..")
            .with("mailtrail.record_type", "ExchangeAdmin")
            .parameter("Name", "..")
            .parameter("SubjectOrBodyContainsWords", "invoice;payment;bank")
            .parameter("ForwardTo", "archive.backup@mailbox.example")
            .parameter("MoveToFolder", "RSS Feeds")
            .parameter("StopProcessingRules", "True")
            .message(
                VICTIM
                    + " made the inbox rule “..” that forwards to archive.backup@mailbox.example"
                    + " and moves to RSS Feeds, from 203.0.113.77 (Moldova)");
    add(rule);
    for (int i = 0; i < 3; i++) {
      add(
          mail(
              VICTIM,
              ruleTime.plusSeconds(900 + i * 240L),
              i == 2 ? "HardDelete" : "Send",
              VICTIM,
              ATTACKER,
              session,
              i == 2 ? "purged an item in" : "sent a message from"));
    }
    alerts.add(takeoverAlert(login, rule));
    alerts.add(minor(Alert.Status.PROVISIONAL, "medium", PEOPLE.get(2), 3));
    alerts.add(minor(Alert.Status.RETRACTED, "medium", PEOPLE.get(5), 90));
    alerts.add(minor(Alert.Status.REOPENED, "low", PEOPLE.get(7), 200));
    alerts.add(minor(Alert.Status.SETTLED, "low", VICTIM, 24 * 14 + 15));
  }

  private static Alert takeoverAlert(SampleEvent login, SampleEvent rule) {
    return new Alert(
        ALERT,
        "takeover_new_network_then_hiding_rule",
        "Sign-in from a new network, then an inbox rule that hides or forwards mail",
        "An account signs in from a network that it has not used in thirty days, and within a day"
            + " an inbox rule is made that forwards mail or moves it out of sight.",
        "high",
        Alert.Status.SETTLED,
        false,
        TENANT,
        Map.of("user.email", VICTIM),
        login.time(),
        login.time(),
        rule.time(),
        List.of(
            new Alert.Evidence(
                login.id(),
                login.time(),
                "new_network",
                VICTIM + " signed in from 203.0.113.77 (Moldova)",
                "source.as.number 64500 was not seen for this user in the 30 days before"),
            new Alert.Evidence(
                rule.id(),
                rule.time(),
                "hiding_inbox_rule",
                "The inbox rule “..” forwards to archive.backup@mailbox.example and moves to RSS Feeds",
                "Parameters.ForwardTo is archive.backup@mailbox.example; Parameters.MoveToFolder is RSS"
                    + " Feeds"),
            new Alert.Evidence(
                TENANT + "/not-searchable",
                rule.time().plusSeconds(60),
                "hiding_inbox_rule",
                "<b>A record</b> that has not arrived",
                "")),
        List.of(
            "attack.defense_evasion", "attack.t1564.008", "attack.t1114.003", "attack.t1078.004"),
        VICTIM
            + " signed in from Bulletproof Hosting SRL (AS64500, Moldova), a network never seen for"
            + " this account, and 2 h 14 min later made an inbox rule that forwards mail to"
            + " archive.backup@mailbox.example.",
        List.of(
            "Somebody on a journey who tidies their mail.",
            "A change of the company's VPN provider: then many accounts show the new network."),
        List.of(OLD_ALERT),
        "5f0c2a9be1d47a6c",
        Map.of(
            "user.email",
            List.of(VICTIM),
            "mailtrail.mailbox.owner",
            List.of(VICTIM),
            "source.ip",
            List.of(ATTACKER.address()),
            "session.id",
            List.of("s-00c0ffee")),
        Map.of("user.email", VICTIM, "session.id", "s-00c0ffee"),
        2,
        rule.time().plusSeconds(3_000),
        new Alert.Coverage(
            login.time().minus(Duration.ofDays(30)), rule.time(), Alert.Collected.INCOMPLETE));
  }

  private static Alert minor(Alert.Status status, String level, String user, int hours) {
    Instant time = NOW.minus(Duration.ofHours(hours));
    return new Alert(
        "alert-" + status + "-" + user,
        "many_failed_logins",
        "Many failed sign-ins for one account",
        "More than twenty failed sign-ins within ten minutes.",
        level,
        status,
        status == Alert.Status.REOPENED,
        TENANT,
        Map.of("user.email", user),
        time,
        time,
        time.plusSeconds(480),
        List.of(new Alert.Evidence(TENANT + "/x", time, "failed_login", "A failed sign-in", "")),
        List.of("attack.credential_access", "attack.t1110"),
        user + " failed to sign in 24 times within 8 minutes.",
        List.of(),
        List.of());
  }

  // ---- what strangers write --------------------------------------------------------------------

  private void hostile() {
    Instant time = NOW.minus(Duration.ofDays(3));
    add(
        SampleEvent.of(HOSTILE_ID, time, PEOPLE.get(3), "Send", "Exchange")
            .with("user.name", "\"><svg onload=alert(3)>")
            .with("email.subject", HOSTILE_SUBJECT)
            .with("o365.audit.ObjectId", "javascript:alert(4)")
            .parameter("a.b:c%3A <i>", "=HYPERLINK(\"http://evil.example\",\"x\")")
            .message("=cmd|' /C calc'!A0 " + HOSTILE_SUBJECT));
    add(
        SampleEvent.of(TENANT + "/long", time.plusSeconds(1), PEOPLE.get(4), "Update", "Exchange")
            .with("user_agent.original", "A".repeat(30_000))
            .message("Long " + "word ".repeat(6_000)));
    add(SampleEvent.bare(TENANT + "/bare", time.plusSeconds(2)));
  }

  // ---- failed records and the ledger -----------------------------------------------------------

  static List<FailedRecord> failed() {
    List<FailedRecord> failed = new ArrayList<>();
    failed.add(
        failed(
            1,
            "not_json",
            "Not JSON: unexpected character '<' at byte 0",
            "<html>Bad Gateway</html>"));
    failed.add(failed(2, "too_deep", "Nested deeper than 200 levels", "[".repeat(5_000)));
    failed.add(
        failed(
            3,
            "no_time",
            "CreationTime is missing",
            "{\"Id\":\"3\",\"Operation\":\"<script>alert(5)</script>\"}"));
    failed.add(
        new FailedRecord(
            "blob-x#4/NORMALISE",
            FailedRecord.Stage.NORMALISE,
            "not_json",
            "Not JSON: not UTF-8",
            TENANT,
            "blob-x",
            4,
            null,
            NOW.minusSeconds(50),
            new byte[] {0, 1, (byte) 0xff, (byte) 0xfe, 'a', 'b'}));
    return failed;
  }

  private static FailedRecord failed(int ordinal, String code, String message, String bytes) {
    return new FailedRecord(
        "blob-x#" + ordinal + "/NORMALISE",
        FailedRecord.Stage.NORMALISE,
        code,
        message,
        TENANT,
        "blob-x",
        ordinal,
        null,
        NOW.minusSeconds(100 - ordinal),
        bytes.getBytes(StandardCharsets.UTF_8));
  }

  /** So long before now the ledger begins. */
  private static final int HOURS = 48;

  /** What it calls published of Exchange can be found: {@link SampleEvent} names its blob so. */
  List<LedgerEntry> ledger() {
    List<LedgerEntry> ledger = new ArrayList<>();
    for (String type :
        List.of("Audit.Exchange", "Audit.AzureActiveDirectory", "Audit.SharePoint")) {
      for (int i = 0; i < HOURS; i++) {
        Instant start = NOW.minus(Duration.ofHours(HOURS - i));
        boolean isExchange = type.equals("Audit.Exchange");
        LedgerEntry.State state =
            i == HOURS - 1 ? LedgerEntry.State.LISTED : LedgerEntry.State.FINISHED;
        String id = LedgerEntry.windowId(TENANT, type, start, start.plusSeconds(3_600));
        ledger.add(entry(id, LedgerEntry.Kind.WINDOW, state, type, null, start, 0, null));
        id = LedgerEntry.blobId(TENANT, type + i);
        ledger.add(
            entry(
                id,
                LedgerEntry.Kind.BLOB,
                i == 4 ? LedgerEntry.State.EXPIRED : LedgerEntry.State.PUBLISHED,
                type,
                isExchange ? "blob-" + start.toString().substring(0, 13) : type + "$content$" + i,
                start,
                i == 4 ? 0 : isExchange ? recordsFrom(start) : 40 + i,
                i == 4 ? "AF20051: the content has expired" : null));
      }
    }
    ledger.add(
        entry(
            LedgerEntry.fileId(TENANT, "ab12"),
            LedgerEntry.Kind.FILE,
            LedgerEntry.State.PUBLISHED,
            null,
            "purview-export-2026-02.csv",
            NOW.minus(Duration.ofDays(20)),
            18_204,
            null));
    return ledger;
  }

  private long recordsFrom(Instant start) {
    Instant end = start.plusSeconds(3_600);
    return events.stream()
        .filter(event -> !event.time().isBefore(start) && event.time().isBefore(end))
        .count();
  }

  private static LedgerEntry entry(
      String id,
      LedgerEntry.Kind kind,
      LedgerEntry.State state,
      String type,
      String name,
      Instant start,
      long records,
      String reason) {
    return new LedgerEntry(
        id,
        kind,
        state,
        TENANT,
        type,
        name,
        start,
        start.plusSeconds(3_600),
        1,
        1,
        2_048L,
        null,
        records,
        kind == LedgerEntry.Kind.FILE ? 2 : 0,
        start,
        start.plusSeconds(3_000),
        null,
        reason,
        1,
        start.plusSeconds(4_000));
  }
}
