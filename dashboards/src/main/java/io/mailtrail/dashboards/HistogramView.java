package io.mailtrail.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.dashboards.query.EventQuery;
import io.mailtrail.dashboards.query.Interval;
import io.mailtrail.dashboards.query.SearchState;
import io.mailtrail.dashboards.query.TimeRange;
import io.mailtrail.dashboards.query.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Records over time.
 *
 * @param data what the chart's script reads, as JSON
 * @param summary the chart in a sentence
 * @param bars those that are not empty, for people who cannot use the chart
 */
record HistogramView(
    String data,
    String summary,
    String interval,
    String from,
    String to,
    List<Bar> bars,
    String earlierLink,
    String outLink,
    String laterLink) {

  /** One bar, and the address of the search narrowed to it. */
  record Bar(String time, long count, long failures, String link) {}

  static HistogramView of(JsonNode aggregation, Window axis, SearchState state) {
    Duration step = Interval.of(axis);
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("step", step.toMillis());
    data.put("from", axis.from().toEpochMilli());
    data.put("to", axis.to().toEpochMilli());
    data.put("zoom", "/?" + SearchState.encode(state.withRange(TimeRange.DEFAULT).parameters()));
    ArrayNode points = data.putArray("bars");
    List<Bar> bars = new ArrayList<>();
    Bar highest = null;
    for (JsonNode bucket : aggregation.path("buckets")) {
      long start = bucket.path("key").asLong();
      long count = bucket.path("doc_count").asLong();
      long failures = bucket.path(EventQuery.FAILURES).path("doc_count").asLong();
      points.addArray().add(start).add(count - failures).add(failures);
      if (count == 0) {
        continue;
      }
      Instant from = Instant.ofEpochMilli(start);
      Window window = new Window(from, from.plus(step).minusMillis(1));
      Bar bar = new Bar(Show.minute(from), count, failures, link(state, window));
      bars.add(bar);
      highest = highest == null || count > highest.count() ? bar : highest;
    }
    String summary =
        highest == null
            ? "No records."
            : "Records over time, most of them ("
                + highest.count()
                + ") at "
                + highest.time()
                + ".";
    Duration half = Duration.between(axis.from(), axis.to()).dividedBy(2);
    return new HistogramView(
        data.toString(),
        summary,
        Show.duration(step),
        Show.minute(axis.from()),
        Show.minute(axis.to()),
        List.copyOf(bars),
        link(state, new Window(axis.from().minus(half), axis.to().minus(half))),
        link(state, new Window(axis.from().minus(half), axis.to().plus(half))),
        link(state, new Window(axis.from().plus(half), axis.to().plus(half))));
  }

  private static String link(SearchState state, Window window) {
    return state.withRange(new TimeRange.Between(window.from(), window.to())).link();
  }
}
