package io.mailtrail.dashboards;

import io.mailtrail.dashboards.query.Facet;
import io.mailtrail.dashboards.query.Filter;
import io.mailtrail.dashboards.query.SearchState;
import io.mailtrail.dashboards.query.TimeRange;
import io.mailtrail.dashboards.query.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the search page of an address. */
final class SearchPage {
  private final EventSearch search;

  SearchPage(EventSearch search) {
    this.search = search;
  }

  SearchView view(Map<String, List<String>> parameters, Instant now) {
    SearchState.Parsed parsed = SearchState.parse(parameters);
    SearchState state = parsed.state();
    EventSearch.Outcome outcome = search.run(state, now);
    return new SearchView(
        state,
        TimeRange.PRESETS.stream().map(preset -> preset(preset, state)).toList(),
        between(state, now),
        chips(state),
        parsed.problems(),
        outcome.fault(),
        outcome.result());
  }

  private static SearchView.Preset preset(TimeRange preset, SearchState state) {
    String title = preset instanceof TimeRange.Last last ? "Last " + last.label() : "All time";
    return new SearchView.Preset(
        preset.label(), title, state.withRange(preset).link(), preset.equals(state.range()));
  }

  private static SearchView.Between between(SearchState state, Instant now) {
    Window window = state.range().window(now);
    boolean current = state.range() instanceof TimeRange.Between;
    String label =
        current
            ? (window.from() == null ? "…" : Show.minute(window.from()))
                + " – "
                + (window.to() == null ? "…" : Show.minute(window.to()))
            : "From – to";
    return new SearchView.Between(
        current, Show.input(window.from()), Show.input(window.to()), label);
  }

  private static List<SearchView.Chip> chips(SearchState state) {
    List<SearchView.Chip> chips = new ArrayList<>();
    state.includes().forEach(filter -> chips.add(chip(filter, false, state)));
    state.excludes().forEach(filter -> chips.add(chip(filter, true, state)));
    return chips;
  }

  private static SearchView.Chip chip(Filter filter, boolean exclude, SearchState state) {
    return new SearchView.Chip(
        Facet.label(filter.field()),
        filter.field(),
        Show.cut(filter.value(), 80),
        exclude,
        state.without(filter).link());
  }
}
