package io.mailtrail.dashboards.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.model.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventQueryTest {
  private static final Instant FROM = Instant.parse("2026-03-01T00:00:00Z");
  private static final Window DAY = new Window(FROM, FROM.plus(Duration.ofDays(1)));

  private final EventQuery queries = new EventQuery(Duration.ofSeconds(10));

  @Property(tries = 300)
  void whatAUserTypedIsTheValueOfOneNodeAndNothingElse(@ForAll("texts") String text)
      throws IOException {
    SearchState state =
        SearchState.DEFAULT
            .withQuery("q (" + text)
            .including(new Filter("f" + text, "v" + text))
            .excluding(new Filter("g" + text, "w" + text));

    JsonNode sent = sent(queries.page(state, DAY, DAY, 51));

    JsonNode bool = sent.path("query").path("bool");
    assertThat(bool.path("filter").path(0).path("query_string").path("query").asText())
        .isEqualTo(state.query());
    assertThat(bool.path("filter").path(2).path("terms").path("f" + text).path(0).asText())
        .isEqualTo("v" + text);
    assertThat(bool.path("must_not").path(0).path("terms").path("g" + text).path(0).asText())
        .isEqualTo("w" + text);
    assertThat(sent.properties().stream().map(Map.Entry::getKey))
        .containsExactlyInAnyOrder(
            "size", "timeout", "query", "sort", "track_total_hits", "_source", "aggs");
  }

  @Test
  void aSearchIsBoundedInTimeAndCountsEverything() throws IOException {
    JsonNode sent = sent(queries.page(SearchState.DEFAULT, DAY, DAY, 51));

    assertThat(sent.path("timeout").asText()).isEqualTo("10000ms");
    assertThat(sent.path("size").asInt()).isEqualTo(51);
    assertThat(sent.path("track_total_hits").asBoolean()).isTrue();
    assertThat(sent.path("aggs").size()).isEqualTo(Facet.ALL.size() + 1);
    JsonNode range = sent.path("query").path("bool").path("filter").path(0).path("range");
    assertThat(range.path("@timestamp").path("gte").asText()).isEqualTo("2026-03-01T00:00:00Z");
    assertThat(range.path("@timestamp").path("lte").asText()).isEqualTo("2026-03-02T00:00:00Z");
  }

  @Test
  void valuesOfOneFieldAreAlternativesAndFieldsMustAllMatch() throws IOException {
    SearchState state =
        SearchState.DEFAULT
            .including(new Filter("event.action", "Send"))
            .including(new Filter("user.email", "a@b"))
            .including(new Filter("event.action", "SendAs"));

    JsonNode filter =
        sent(queries.page(state, Window.ALL, Window.ALL, 51))
            .path("query")
            .path("bool")
            .path("filter");

    assertThat(filter.toString())
        .isEqualTo(
            "[{\"terms\":{\"event.action\":[\"Send\",\"SendAs\"]}},{\"terms\":{\"user.email\":[\"a@b\"]}}]");
  }

  @Test
  void aFacetCountsAsIfItsOwnFieldWereNotFiltered() throws IOException {
    SearchState state =
        SearchState.DEFAULT
            .including(new Filter("event.action", "Send"))
            .including(new Filter("user.email", "a@b"));

    JsonNode aggregations = sent(queries.page(state, DAY, DAY, 51)).path("aggs");

    JsonNode action = aggregations.path("facet:event.action");
    assertThat(action.has("global")).isTrue();
    String otherwise = action.path("aggs").path("otherwise").path("filter").toString();
    assertThat(otherwise).contains("user.email").doesNotContain("event.action");
    assertThat(otherwise).contains("@timestamp");
    assertThat(aggregations.path("facet:event.outcome").has("terms")).isTrue();
  }

  @Test
  void thePageBeforeIsReadBackwards() throws IOException {
    SearchState after = SearchState.DEFAULT.withCursor(new Cursor(7, "id", false));
    SearchState before = SearchState.DEFAULT.withCursor(new Cursor(7, "id", true));

    JsonNode next = sent(queries.records(after, DAY, 10));
    JsonNode previous = sent(queries.records(before, DAY, 10));

    assertThat(next.path("search_after").toString()).isEqualTo("[7,\"id\"]");
    assertThat(previous.path("search_after")).isEqualTo(next.path("search_after"));
    assertThat(next.path("sort").path(0).path("@timestamp").path("order").asText())
        .isEqualTo("desc");
    assertThat(previous.path("sort").path(0).path("@timestamp").path("order").asText())
        .isEqualTo("asc");
    assertThat(previous.path("sort").path(1).path("event.id").path("order").asText())
        .isEqualTo("asc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"203.0.113.7", "203.0.113.0/24", "2001:db8::1", "2001:db8::/32", "::1"})
  void anAddressAloneIsLookedForAsOne(String address) throws IOException {
    JsonNode sent =
        sent(queries.page(SearchState.DEFAULT.withQuery(address), Window.ALL, Window.ALL, 1));

    JsonNode should = sent.path("query").path("bool").path("filter").path(0).path("bool");
    assertThat(should.path("should").path(0).path("terms").path("source.ip").path(0).asText())
        .isEqualTo(address);
    assertThat(should.path("should").path(1).path("terms").has("related.ip")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a:b:c", "user:x", "999.1.1.1", "203.0.113.0/33", "1.2.3", "cafe:babe", ":"})
  void whatOnlyLooksLikeAnAddressIsAQuery(String text) throws IOException {
    JsonNode sent =
        sent(queries.page(SearchState.DEFAULT.withQuery(text), Window.ALL, Window.ALL, 1));

    assertThat(sent.toString()).contains("query_string").doesNotContain("related.ip");
  }

  @Property(tries = 500)
  void aHistogramNeverHasManyBars(@ForAll("spans") Duration span) {
    Window window = new Window(FROM, FROM.plus(span));

    Duration step = Interval.of(window);

    assertThat(span.dividedBy(step)).isLessThanOrEqualTo(Interval.MAX_BARS);
    assertThat(step.toMillis() % 1_000).isZero();
    assertThat(step).isPositive();
  }

  @Test
  void countedRepetitionsInsideEachOtherAreRefused() {
    assertThat(QueryText.refusal("user.email:/(a{1,900}){900}/")).isPresent();
    assertThat(QueryText.refusal("/a{2}b{3}/")).isPresent();
    assertThat(QueryText.refusal("NOT /a{5000000000}/")).isPresent();
    assertThat(QueryText.refusal("user.email:/a{1,20}/")).isEmpty();
    assertThat(QueryText.refusal("message:\"a/b{900}{900}/c\"")).isEmpty();
    assertThat(QueryText.refusal("mailtrail.mailbox.item_count:{1 TO 900}")).isEmpty();
  }

  private static JsonNode sent(ObjectNode request) throws IOException {
    return Json.mapper().readTree(Json.bytes(request));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            List.of(
                "\"", "\\", "{", "}", "],", "\":", "\u0000", "\n", "x", ":", "é", "\ud83d\ude00"))
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts) + "x");
  }

  @Provide
  Arbitrary<Duration> spans() {
    return Arbitraries.longs()
        .between(0, Duration.ofDays(365L * 9_000).toMillis())
        .map(Duration::ofMillis);
  }
}
