package io.mailtrail.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.dashboards.query.EventQuery;
import io.mailtrail.dashboards.query.FieldNames;
import io.mailtrail.dashboards.query.Filter;
import io.mailtrail.dashboards.query.SearchState;
import io.mailtrail.dashboards.query.TimeRange;
import io.mailtrail.dashboards.query.Window;
import io.mailtrail.dashboards.store.Answer;
import io.mailtrail.dashboards.store.Index;
import io.mailtrail.dashboards.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds out why a search found nothing. */
final class NoResultReason {
  private final Store store;
  private final EventQuery queries;
  private final AuditedAnswer audited;

  NoResultReason(Store store, EventQuery queries) {
    this.store = store;
    this.queries = queries;
    this.audited = new AuditedAnswer(store);
  }

  NoResult of(SearchState state, Window window) {
    Answer.Found all = store.search(Index.EVENTS, queries.span(SearchState.DEFAULT)).orThrow();
    JsonNode first = all.aggregation(EventQuery.FIRST).path("value");
    JsonNode last = all.aggregation(EventQuery.LAST).path("value");
    if (all.total() == 0 || !first.isNumber() || !last.isNumber()) {
      return new NoResult(
          "No record has been collected yet",
          List.of(
              "The index holds no record at all, so this says nothing about what happened.",
              "Collection shows what has been asked for and what arrived."),
          List.of(new NoResult.Way("Collection", "/ledger"), failed()));
    }
    Instant from = Instant.ofEpochMilli(first.asLong());
    Instant to = Instant.ofEpochMilli(last.asLong());
    long inRange = store.search(Index.EVENTS, queries.count(window)).orThrow().total();
    Window searched = new Window(or(window.from(), from), or(window.to(), to));
    NoResult.Audited answer =
        searched.from().isAfter(searched.to())
            ? null
            : MailboxQuestion.of(state)
                .flatMap(question -> audited.of(question, searched))
                .orElse(null);
    return inRange == 0
        ? outsideOfData(state, window, from, to, answer)
        : noneMatches(state, window, inRange, answer);
  }

  private static Instant or(Instant time, Instant otherwise) {
    return time == null ? otherwise : time;
  }

  private static NoResult.Way failed() {
    return new NoResult.Way("Records that failed", "/failed");
  }

  private static NoResult outsideOfData(
      SearchState state, Window window, Instant from, Instant to, NoResult.Audited answer) {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "There is no record of any kind in it: not for this search, and not for any other.");
    sentences.add(
        "The records collected so far run from "
            + Show.time(from)
            + " to "
            + Show.time(to)
            + " UTC.");
    if (window.from() != null && window.from().isAfter(to)) {
      sentences.add(
          "The range begins after the newest of them: it may not have been collected yet. Microsoft"
              + " delivers records 60 to 90 minutes late, sometimes by days.");
    }
    SearchState everything = state.withRange(new TimeRange.Between(from, to));
    return new NoResult(
        "No data in this time range",
        sentences,
        List.of(
            new NoResult.Way("Search where there is data", everything.link()),
            new NoResult.Way("Collection", "/ledger")),
        answer);
  }

  private NoResult noneMatches(
      SearchState state, Window window, long inRange, NoResult.Audited answer) {
    List<String> sentences = new ArrayList<>();
    Set<String> asked = new LinkedHashSet<>(FieldNames.in(state.query()));
    state.includes().stream().map(Filter::field).forEach(asked::add);
    Set<String> known = store.fieldNames();
    asked.forEach(field -> FieldNames.unknown(field, known).ifPresent(sentences::add));
    sentences.add(
        (window.isBounded() ? "The time range holds " : "There are ")
            + Show.count(inRange, "record")
            + ", none of which matches.");
    if (answer == null) {
      sentences.add(
          "That nothing was found does not mean that nothing was done: not every mailbox action is"
              + " audited. What is audited says which; a search for one mailbox and one action is told"
              + " whether it would have been recorded.");
    }
    List<NoResult.Way> ways = new ArrayList<>();
    if (!state.query().isEmpty()) {
      ways.add(new NoResult.Way("Without the query", state.withQuery("").link()));
    }
    if (!state.includes().isEmpty() || !state.excludes().isEmpty()) {
      ways.add(new NoResult.Way("Without the filters", state.withoutFilters().link()));
    }
    if (!(state.range() instanceof TimeRange.All)) {
      ways.add(new NoResult.Way("In all time", state.withRange(new TimeRange.All()).link()));
    }
    ways.add(new NoResult.Way("What is audited", answer == null ? "/coverage" : answer.link()));
    ways.add(failed());
    return new NoResult("No record matches", sentences, ways, answer);
  }
}
