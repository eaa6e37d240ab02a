package io.mailtrail.dashboards.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SearchStateTest {
  @Property(tries = 500)
  void anAddressMeansTheStateThatWroteIt(@ForAll("states") SearchState state) {
    SearchState.Parsed parsed = SearchState.parse(parameters(state.address()));

    assertThat(parsed.state()).isEqualTo(state);
    assertThat(parsed.problems()).isEmpty();
  }

  @Property(tries = 200)
  void anAddressIsPlainAscii(@ForAll("states") SearchState state) {
    assertThat(state.link()).matches("/(\\?[A-Za-z0-9=&%+._*-]+)?");
  }

  @Property
  void includingAndRemovingAFilterLeadsBack(
      @ForAll("states") SearchState state, @ForAll("filters") Filter filter) {
    SearchState first = state.without(filter).withCursor(null);

    assertThat(first.including(filter).without(filter)).isEqualTo(first);
    assertThat(first.including(filter).includes()).containsOnlyOnce(filter);
    assertThat(first.including(filter).excluding(filter).includes()).doesNotContain(filter);
  }

  @Test
  void theDefaultHasAnEmptyAddress() {
    assertThat(SearchState.DEFAULT.link()).isEqualTo("/");
    assertThat(SearchState.parse(Map.of()).state()).isEqualTo(SearchState.DEFAULT);
  }

  @Test
  void whatCannotBeReadIsLeftOutAndSaid() {
    SearchState.Parsed parsed =
        SearchState.parse(
            Map.of(
                "from", List.of("yesterday"),
                "f", List.of("no field", "a:b"),
                "t", List.of("99y"),
                "after", List.of("x,y"),
                "q", List.of("x".repeat(SearchState.MAX_QUERY_CHARS + 1))));

    assertThat(parsed.state()).isEqualTo(SearchState.DEFAULT.including(new Filter("a", "b")));
    assertThat(parsed.problems()).hasSize(3);
    assertThat(parsed.problems().toString()).contains("from").contains("field").contains("longer");
  }

  @Test
  void aRangeThatEndsBeforeItBeginsIsTurnedRound() {
    SearchState.Parsed parsed =
        SearchState.parse(Map.of("from", List.of("2026-03-02T00:00"), "to", List.of("2026-03-01")));

    assertThat(parsed.state().range())
        .isEqualTo(
            new TimeRange.Between(
                Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-03-02T00:00:00Z")));
    assertThat(parsed.problems()).hasSize(1);
  }

  @Test
  void onlySoManyFiltersAreApplied() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < SearchState.MAX_FILTERS + 5; i++) {
      texts.add("f" + i + ":v");
    }

    SearchState.Parsed parsed = SearchState.parse(Map.of("f", texts));

    assertThat(parsed.state().includes()).hasSize(SearchState.MAX_FILTERS);
    assertThat(parsed.problems()).hasSize(1);
  }

  private static Map<String, List<String>> parameters(String address) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    if (!address.isEmpty()) {
      for (String pair : address.split("&", -1)) {
        int equals = pair.indexOf('=');
        parameters
            .computeIfAbsent(pair.substring(0, equals), name -> new ArrayList<>())
            .add(URLDecoder.decode(pair.substring(equals + 1), UTF_8));
      }
    }
    return parameters;
  }

  static Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withCharRange(' ', '\u07ff')
        .withChars(':', '%', '&', '=', '+', '"', '<', '\u20ac', '\u0000', '\n')
        .ofMaxLength(30);
  }

  @Provide
  Arbitrary<Filter> filters() {
    return Combinators.combine(texts().filter(text -> !text.isEmpty()), texts()).as(Filter::new);
  }

  @Provide
  Arbitrary<SearchState> states() {
    Arbitrary<Instant> instants =
        Arbitraries.longs()
            .between(
                Instant.parse("0001-01-01T00:00:00Z").toEpochMilli(),
                Instant.parse("9999-12-31T23:59:59Z").toEpochMilli())
            .map(Instant::ofEpochMilli);
    Arbitrary<TimeRange> between =
        Combinators.combine(instants.injectNull(.2), instants.injectNull(.2))
            .filter((a, b) -> a != null || b != null)
            .as(
                (a, b) ->
                    a != null && b != null && b.isBefore(a)
                        ? new TimeRange.Between(b, a)
                        : new TimeRange.Between(a, b));
    Arbitrary<TimeRange> ranges = Arbitraries.oneOf(Arbitraries.of(TimeRange.PRESETS), between);
    Arbitrary<Cursor> cursors =
        Combinators.combine(Arbitraries.longs(), texts(), Arbitraries.of(true, false))
            .as(Cursor::new);
    return Combinators.combine(
            texts().map(String::strip),
            ranges,
            filters().list().ofMaxSize(4).uniqueElements(),
            filters().list().ofMaxSize(4).uniqueElements(),
            Arbitraries.of(true, false),
            Arbitraries.of("", "user.email", "a b&c"),
            cursors.injectNull(.4))
        .as(SearchState::new);
  }
}
