package io.mailtrail.dashboards;

import io.mailtrail.dashboards.query.SearchState;
import java.util.List;

/**
 * The search page.
 *
 * @param problems what of the address was left out
 * @param fault why there is no result; null where there is one
 * @param result null where the query was refused
 */
record SearchView(
    SearchState state,
    List<Preset> presets,
    Between between,
    List<Chip> chips,
    List<String> problems,
    String fault,
    Result result) {

  /** A time range that is offered. */
  record Preset(String label, String title, String link, boolean current) {}

  /** The inputs of an absolute range. */
  record Between(boolean current, String from, String to, String label) {}

  /** A filter that is set, with the address without it. */
  record Chip(String label, String field, String value, boolean exclude, String removeLink) {}

  /**
   * @param partial time ran out in OpenSearch: there may be more
   * @param noResult set where nothing matched
   */
  record Result(
      long total,
      boolean partial,
      long milliseconds,
      List<EventRow> rows,
      List<FacetView> facets,
      HistogramView histogram,
      Pager pager,
      NoResult noResult,
      String orderLink,
      String csvLink,
      String jsonLink,
      long exportLimit) {}

  /** Values of a field with how often each occurs. */
  record FacetView(String field, String label, List<FacetValue> values, String moreLink) {}

  /**
   * @param share of the most frequent value, in per cent
   */
  record FacetValue(
      String value,
      long count,
      long share,
      boolean selected,
      String toggleLink,
      String excludeLink) {}

  /** Links to the pages before and after; null where there is none. */
  record Pager(String first, String previous, String next) {
    boolean isNeeded() {
      return previous != null || next != null;
    }
  }
}
