package io.mailtrail.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.dashboards.query.AlertQuery;
import io.mailtrail.dashboards.query.EventQuery;
import io.mailtrail.dashboards.query.Filter;
import io.mailtrail.dashboards.query.SearchState;
import io.mailtrail.dashboards.query.TimeRange;
import io.mailtrail.dashboards.query.Window;
import io.mailtrail.dashboards.store.Index;
import io.mailtrail.dashboards.store.Store;
import io.mailtrail.model.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the page of one alert. */
final class AlertPage {
  private static final int MAX_EVIDENCE = 500;
  private static final int MAX_AROUND = 100;
  private static final int MAX_INVOLVED = 12;
  private static final int DIGEST_CHARS = 12;
  private static final Duration MARGIN = Duration.ofHours(1);

  private final Store store;
  private final EventQuery queries;
  private final Attack attack;
  private final EntityPage entities;
  private final AuditedThen audited;

  AlertPage(Store store, EventQuery queries, Attack attack, EntityPage entities) {
    this.store = store;
    this.queries = queries;
    this.attack = attack;
    this.entities = entities;
    this.audited = new AuditedThen(new AuditKnowledge(store));
  }

  /** Empty where there is no such alert. */
  Optional<AlertView> view(String id, Instant now) {
    JsonNode hit = store.search(Index.ALERTS, AlertQuery.byId(id)).orThrow().hits().path(0);
    return AlertText.read(hit).map(alert -> view(alert, hit.at("/_source/coverage"), now));
  }

  private AlertView view(Alert alert, JsonNode coverage, Instant now) {
    Map<String, Document> records = records(alert);
    List<AlertView.Step> timeline = timeline(alert, records);
    Optional<String> account =
        AlertText.account(alert).or(() -> values(records, "user.email").stream().findFirst());
    Optional<SearchState> around = account.flatMap(user -> around(alert, user));
    return new AlertView(
        alert.id(),
        AlertText.title(alert),
        orEmpty(alert.description()),
        alert.rule(),
        AlertText.level(alert),
        AlertText.status(alert),
        AlertText.meaning(alert.status()),
        alert.historical(),
        AlertText.who(alert),
        orEmpty(alert.tenant()),
        Show.time(alert.first()),
        Show.time(alert.last()),
        AlertText.span(alert).map(Show::duration).orElse(""),
        alert.group(),
        orEmpty(alert.explanation()),
        alert.tags().stream().map(attack::tag).toList(),
        timeline,
        attack.next(alert.tags()),
        pivots(alert, account, records),
        alert.falsePositives(),
        around.map(state -> rows(state, alert)).orElse(List.of()),
        around.map(SearchState::link).orElse(null),
        alert.aliases(),
        Show.cut(orEmpty(alert.ruleVersion()), DIGEST_CHARS),
        repeats(alert),
        alert.joinedBy(),
        AlertCollection.of(alert, coverage),
        audited(alert, records),
        involved(alert, account, now));
  }

  private static String repeats(Alert alert) {
    if (alert.repeats() == 0) {
      return "";
    }
    String last =
        alert.lastRepeat() == null ? "" : ", the last of them at " + Show.time(alert.lastRepeat());
    return "Found "
        + Show.count(alert.repeats(), "more time")
        + " within the rule's suppression window"
        + last
        + ".";
  }

  /**
   * Mailboxes are asked about as of the last record: what comes behind it is what one looks for.
   */
  private List<AlertView.Audited> audited(Alert alert, Map<String, Document> records) {
    Set<String> mailboxes = new LinkedHashSet<>(Entity.Kind.MAILBOX.in(alert));
    mailboxes.addAll(values(records, Entity.Kind.MAILBOX.field()));
    if (mailboxes.isEmpty()) {
      mailboxes.addAll(Entity.Kind.ACCOUNT.in(alert));
    }
    return alert.last() == null ? List.of() : audited.of(limited(mailboxes), alert.last());
  }

  private List<AlertView.Involved> involved(Alert alert, Optional<String> account, Instant now) {
    return Entity.of(alert).stream()
        .limit(MAX_INVOLVED)
        .map(
            entity -> {
              boolean isAccount =
                  entity.kind() == Entity.Kind.ACCOUNT
                      && account.filter(entity.name()::equals).isPresent();
              return new AlertView.Involved(
                  entity.kind().code(),
                  entity.name(),
                  entity.link(),
                  isAccount ? entities.score(entity, now) : null);
            })
        .toList();
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }

  /** The records behind the alert, as far as they can be searched, by id. */
  private Map<String, Document> records(Alert alert) {
    List<String> ids =
        alert.evidence().stream()
            .map(Alert.Evidence::recordId)
            .distinct()
            .limit(MAX_EVIDENCE)
            .toList();
    Map<String, Document> records = new LinkedHashMap<>();
    if (!ids.isEmpty()) {
      for (JsonNode hit : store.search(Index.EVENTS, queries.byIds(ids)).orThrow().hits()) {
        Document document = Document.of(hit);
        records.put(document.id(), document);
      }
    }
    return records;
  }

  private static List<AlertView.Step> timeline(Alert alert, Map<String, Document> records) {
    List<AlertView.Step> steps = new ArrayList<>();
    Instant before = null;
    for (Alert.Evidence evidence : alert.evidence()) {
      if (steps.size() == MAX_EVIDENCE) {
        break;
      }
      Document record = records.get(evidence.recordId());
      EventRow row = record == null ? null : EventRow.of(record, SearchState.DEFAULT);
      String gap =
          before == null ? "" : Show.duration(Duration.between(before, evidence.time())) + " later";
      String summary = orEmpty(evidence.summary());
      steps.add(
          new AlertView.Step(
              steps.size() + 1,
              gap,
              Show.time(evidence.time()),
              orEmpty(evidence.step()),
              summary.isEmpty() && row != null ? row.message() : summary,
              orEmpty(evidence.reason()),
              Links.event(evidence.recordId()),
              row));
      before = evidence.time();
    }
    return steps;
  }

  private static Optional<SearchState> around(Alert alert, String account) {
    if (alert.first() == null || alert.last() == null) {
      return Optional.empty();
    }
    return Optional.of(
        SearchState.DEFAULT
            .withRange(
                new TimeRange.Between(alert.first().minus(MARGIN), alert.last().plus(MARGIN)))
            .including(new Filter("user.email", account))
            .withOrder(true));
  }

  private List<AlertView.Around> rows(SearchState state, Alert alert) {
    List<String> evidence = alert.evidence().stream().map(Alert.Evidence::recordId).toList();
    Window window = state.range().window(Instant.EPOCH);
    List<AlertView.Around> rows = new ArrayList<>();
    for (JsonNode hit :
        store.search(Index.EVENTS, queries.records(state, window, MAX_AROUND)).orThrow().hits()) {
      Document document = Document.of(hit);
      rows.add(
          new AlertView.Around(EventRow.of(document, state), evidence.indexOf(document.id()) + 1));
    }
    return rows;
  }

  /** Searches that one would run next. */
  private static List<EventView.Link> pivots(
      Alert alert, Optional<String> account, Map<String, Document> records) {
    List<EventView.Link> links = new ArrayList<>();
    Instant first = alert.first();
    Instant last = alert.last();
    account.ifPresent(
        user -> {
          links.add(
              link(
                  "Everything this account did, a day before to a day after",
                  "user.email",
                  user,
                  Links.search("user.email", user, first, last, Duration.ofDays(1))));
          links.add(
              link(
                  "Who else opened this account's mailbox",
                  "mailtrail.mailbox.owner",
                  user,
                  Links.search("mailtrail.mailbox.owner", user, first, last, Duration.ofDays(7))));
        });
    for (String address : limited(values(records, "source.ip"))) {
      links.add(
          link(
              "Who else came from " + address,
              "source.ip",
              address,
              Links.search("source.ip", address, null, Duration.ZERO)));
    }
    for (String session : limited(values(records, "session.id"))) {
      links.add(
          link(
              "The whole session " + Show.cut(session, 13),
              "session.id",
              session,
              Links.search("session.id", session, null, Duration.ZERO)));
    }
    return links;
  }

  private static EventView.Link link(String label, String field, String value, String href) {
    return new EventView.Link(label, field + " is " + value, href);
  }

  private static Set<String> values(Map<String, Document> records, String field) {
    Set<String> values = new LinkedHashSet<>();
    records.values().forEach(record -> values.addAll(record.texts(field)));
    return values;
  }

  private static List<String> limited(Set<String> values) {
    return values.stream().limit(4).toList();
  }
}
