package io.mailtrail.dashboards.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything the search page shows, in one address: {@link #address()} and {@link #parse} are
 * inverse, so a search can be shared, and the back button works.
 *
 * @param query OpenSearch's query_string syntax; empty for every record
 * @param includes values of one field are alternatives, fields must all match
 * @param expanded field whose facet shows many values; empty for none
 * @param cursor null on the first page
 */
public record SearchState(
    String query,
    TimeRange range,
    List<Filter> includes,
    List<Filter> excludes,
    boolean oldestFirst,
    String expanded,
    Cursor cursor) {

  public static final int MAX_QUERY_CHARS = 4_000;
  public static final int MAX_FILTERS = 50;
  public static final SearchState DEFAULT =
      new SearchState("", TimeRange.DEFAULT, List.of(), List.of(), false, "", null);

  /** A state, and what of the address had to be left out, as sentences. */
  public record Parsed(SearchState state, List<String> problems) {}

  public SearchState {
    query = wellFormed(query.strip());
    Objects.requireNonNull(range, "range");
    includes = List.copyOf(new LinkedHashSet<>(includes));
    excludes = List.copyOf(new LinkedHashSet<>(excludes));
    Objects.requireNonNull(expanded, "expanded");
  }

  /** The state that these parameters of an address mean. */
  public static Parsed parse(Map<String, List<String>> parameters) {
    List<String> problems = new ArrayList<>();
    String query = first(parameters, "q");
    if (query.length() > MAX_QUERY_CHARS) {
      problems.add("The query is longer than " + MAX_QUERY_CHARS + " characters and was left out.");
      query = "";
    }
    Optional<Cursor> after = Cursor.parse(first(parameters, "after"), false);
    Optional<Cursor> before = Cursor.parse(first(parameters, "before"), true);
    SearchState state =
        new SearchState(
            query,
            range(parameters, problems),
            filters(parameters.get("f"), problems),
            filters(parameters.get("x"), problems),
            first(parameters, "order").equals("oldest"),
            first(parameters, "more"),
            after.or(() -> before).orElse(null));
    return new Parsed(state, List.copyOf(problems));
  }

  private static TimeRange range(Map<String, List<String>> parameters, List<String> problems) {
    Instant from = instant(parameters, "from", problems);
    Instant to = instant(parameters, "to", problems);
    if (from != null && to != null && to.isBefore(from)) {
      problems.add("The time range ended before it began; its ends were exchanged.");
      return new TimeRange.Between(to, from);
    }
    if (from != null || to != null) {
      return new TimeRange.Between(from, to);
    }
    return TimeRange.preset(first(parameters, "t")).orElse(TimeRange.DEFAULT);
  }

  private static Instant instant(
      Map<String, List<String>> parameters, String name, List<String> problems) {
    String text = first(parameters, name);
    Optional<Instant> instant = TimeRange.parseInstant(text);
    if (!text.isBlank() && instant.isEmpty()) {
      problems.add("“" + name + "” is not a time such as 2026-03-01 14:00 and was left out.");
    }
    return instant.orElse(null);
  }

  private static List<Filter> filters(List<String> texts, List<String> problems) {
    List<Filter> filters = new ArrayList<>();
    for (String text : texts == null ? List.<String>of() : texts) {
      Filter.parse(wellFormed(text))
          .ifPresentOrElse(
              filters::add, () -> problems.add("A filter without a field was left out."));
    }
    if (filters.size() > MAX_FILTERS) {
      problems.add("Only the first " + MAX_FILTERS + " filters are applied.");
      return filters.subList(0, MAX_FILTERS);
    }
    return filters;
  }

  private static String first(Map<String, List<String>> parameters, String name) {
    List<String> values = parameters.get(name);
    return values == null || values.isEmpty() ? "" : values.get(0);
  }

  /** Half a surrogate pair has no UTF-8 and could not be sent on. */
  private static String wellFormed(String text) {
    return new String(text.getBytes(UTF_8), UTF_8);
  }

  /** One parameter of the address. */
  public record Parameter(String name, String value) {}

  /** The parameters that say what is searched for: without the page. */
  public List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    if (!query.isEmpty()) {
      parameters.add(new Parameter("q", query));
    }
    parameters.addAll(rangeParameters());
    parameters.addAll(filterParameters());
    return parameters;
  }

  public List<Parameter> rangeParameters() {
    List<Parameter> parameters = new ArrayList<>();
    if (range instanceof TimeRange.Between between) {
      if (between.from() != null) {
        parameters.add(new Parameter("from", between.from().toString()));
      }
      if (between.to() != null) {
        parameters.add(new Parameter("to", between.to().toString()));
      }
    } else if (!range.equals(TimeRange.DEFAULT)) {
      parameters.add(new Parameter("t", TimeRange.code(range)));
    }
    return parameters;
  }

  /** Filters and order. */
  public List<Parameter> filterParameters() {
    List<Parameter> parameters = new ArrayList<>();
    includes.forEach(filter -> parameters.add(new Parameter("f", filter.text())));
    excludes.forEach(filter -> parameters.add(new Parameter("x", filter.text())));
    if (oldestFirst) {
      parameters.add(new Parameter("order", "oldest"));
    }
    if (!expanded.isEmpty()) {
      parameters.add(new Parameter("more", expanded));
    }
    return parameters;
  }

  /** The query part of the address, without its question mark; empty for {@link #DEFAULT}. */
  public String address() {
    List<Parameter> parameters = parameters();
    if (cursor != null) {
      parameters.add(new Parameter(cursor.backward() ? "before" : "after", cursor.text()));
    }
    return encode(parameters);
  }

  public static String encode(List<Parameter> parameters) {
    StringBuilder address = new StringBuilder();
    for (Parameter parameter : parameters) {
      address
          .append(address.length() == 0 ? "" : "&")
          .append(parameter.name())
          .append('=')
          .append(URLEncoder.encode(parameter.value(), UTF_8));
    }
    return address.toString();
  }

  /** {@link #address()} as a link to the search page. */
  public String link() {
    String address = address();
    return address.isEmpty() ? "/" : "/?" + address;
  }

  public SearchState withQuery(String newQuery) {
    return new SearchState(newQuery, range, includes, excludes, oldestFirst, expanded, null);
  }

  public SearchState withRange(TimeRange newRange) {
    return new SearchState(query, newRange, includes, excludes, oldestFirst, expanded, null);
  }

  public SearchState withCursor(Cursor newCursor) {
    return new SearchState(query, range, includes, excludes, oldestFirst, expanded, newCursor);
  }

  public SearchState withOrder(boolean oldest) {
    return new SearchState(query, range, includes, excludes, oldest, expanded, null);
  }

  public SearchState withExpanded(String field) {
    return new SearchState(query, range, includes, excludes, oldestFirst, field, cursor);
  }

  /** With this value shown, and no longer hidden. */
  public SearchState including(Filter filter) {
    return new SearchState(
        query, range, plus(includes, filter), minus(excludes, filter), oldestFirst, expanded, null);
  }

  /** With this value hidden, and no longer asked for. */
  public SearchState excluding(Filter filter) {
    return new SearchState(
        query, range, minus(includes, filter), plus(excludes, filter), oldestFirst, expanded, null);
  }

  public SearchState without(Filter filter) {
    return new SearchState(
        query,
        range,
        minus(includes, filter),
        minus(excludes, filter),
        oldestFirst,
        expanded,
        null);
  }

  public SearchState withoutFilters() {
    return new SearchState(query, range, List.of(), List.of(), oldestFirst, expanded, null);
  }

  /** Whether anything but the time range narrows the search. */
  public boolean isNarrowed() {
    return !query.isEmpty() || !includes.isEmpty() || !excludes.isEmpty();
  }

  private static List<Filter> plus(List<Filter> filters, Filter filter) {
    List<Filter> all = new ArrayList<>(filters);
    all.add(filter);
    return all;
  }

  private static List<Filter> minus(List<Filter> filters, Filter filter) {
    return filters.stream().filter(other -> !other.equals(filter)).toList();
  }
}
