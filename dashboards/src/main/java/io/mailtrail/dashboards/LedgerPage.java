package io.mailtrail.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.dashboards.query.CollectionQuery;
import io.mailtrail.dashboards.store.Answer;
import io.mailtrail.dashboards.store.Index;
import io.mailtrail.dashboards.store.Store;
import io.mailtrail.model.LedgerEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes the page on collection: what was asked for, what arrived, what was not obtained. */
final class LedgerPage {
  private static final int LISTED = 50;

  private final Store store;

  LedgerPage(Store store) {
    this.store = store;
  }

  LedgerView view() {
    Answer.Found overview = store.search(Index.LEDGER, CollectionQuery.overview()).orThrow();
    Answer.Found named = store.search(Index.LEDGER, CollectionQuery.named(LISTED)).orThrow();
    Answer.Found files = store.search(Index.LEDGER, CollectionQuery.files(LISTED)).orThrow();
    return new LedgerView(
        streams(overview),
        entries(named),
        named.total(),
        entries(files),
        files.total(),
        overview.total() == 0);
  }

  private static List<LedgerView.Stream> streams(Answer.Found overview) {
    List<LedgerView.Stream> streams = new ArrayList<>();
    for (JsonNode tenant : overview.aggregation(CollectionQuery.TENANTS).path("buckets")) {
      for (JsonNode kind : tenant.path(CollectionQuery.KINDS).path("buckets")) {
        for (JsonNode type : kind.path(CollectionQuery.TYPES).path("buckets")) {
          streams.add(stream(key(tenant), key(kind), type));
        }
      }
    }
    // Windows before blobs, and what has no content type, files, last.
    streams.sort(
        Comparator.comparing(LedgerView.Stream::tenant)
            .thenComparing(stream -> stream.contentType().isEmpty())
            .thenComparing(LedgerView.Stream::contentType)
            .thenComparing(LedgerView.Stream::kind, Comparator.reverseOrder()));
    return streams;
  }

  private static LedgerView.Stream stream(String tenant, String kind, JsonNode type) {
    boolean window = kind.equals(LedgerEntry.Kind.WINDOW.name());
    List<LedgerView.State> states = new ArrayList<>();
    for (JsonNode state : type.path(CollectionQuery.STATES).path("buckets")) {
      states.add(
          new LedgerView.State(
              lower(key(state)), Show.number(state.path("doc_count").asLong()), tone(key(state))));
    }
    return new LedgerView.Stream(
        tenant,
        lower(kind),
        key(type),
        states,
        window ? "" : Show.number(value(type.path(CollectionQuery.RECORDS)).orElse(0L)),
        value(type.path(CollectionQuery.REJECTED)).orElse(0L),
        window ? time(type.path(CollectionQuery.FINISHED).path(CollectionQuery.END)) : "",
        window ? time(type.path(CollectionQuery.UNFINISHED).path(CollectionQuery.START)) : "",
        time(type.path(CollectionQuery.NEWEST)));
  }

  private static String key(JsonNode bucket) {
    return bucket.path("key").asText("");
  }

  private static Optional<Long> value(JsonNode aggregation) {
    JsonNode value = aggregation.path("value");
    return value.isNumber() ? Optional.of(value.asLong()) : Optional.empty();
  }

  private static String time(JsonNode aggregation) {
    return value(aggregation).map(ms -> Show.time(Instant.ofEpochMilli(ms))).orElse("");
  }

  private static String tone(String state) {
    return Arrays.stream(LedgerEntry.State.values())
        .filter(known -> known.name().equals(state))
        .findFirst()
        .map(known -> known.isNamed() ? "bad" : known.isFinal() ? "good" : "open")
        .orElse("open");
  }

  private static List<LedgerView.Entry> entries(Answer.Found found) {
    List<LedgerView.Entry> entries = new ArrayList<>();
    found.hits().forEach(hit -> entries.add(entry(Document.of(hit))));
    return entries;
  }

  private static LedgerView.Entry entry(Document document) {
    return new LedgerView.Entry(
        lower(document.text("kind")),
        lower(document.text("state")),
        tone(document.text("state")),
        document.text("contentType"),
        Show.cut(document.firstText("name", "id"), 200),
        document
            .instant("start")
            .or(() -> document.instant("firstEvent"))
            .map(Show::time)
            .orElse(""),
        document.instant("end").or(() -> document.instant("lastEvent")).map(Show::time).orElse(""),
        Show.number(document.number("records")),
        document.number("rejected"),
        document.text("reason"),
        document.instant("at").map(Show::time).orElse(""));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
