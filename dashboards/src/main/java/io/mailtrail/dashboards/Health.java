package io.mailtrail.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.mailtrail.dashboards.store.Answer;
import io.mailtrail.dashboards.store.Index;
import io.mailtrail.dashboards.store.Store;
import io.mailtrail.dashboards.store.StoreException;
import io.mailtrail.model.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * How the console is: whether it can read, how fresh what it reads is, and what it answered so far.
 * Thread-safe.
 */
final class Health {
  private static final Logger LOG = LoggerFactory.getLogger(Health.class);
  private static final Duration SLOW = Duration.ofSeconds(5);

  private final Store store;
  private final long started = System.nanoTime();
  private final LongAdder answers = new LongAdder();
  private final LongAdder clientFaults = new LongAdder();
  private final LongAdder serverFaults = new LongAdder();
  private final LongAdder milliseconds = new LongAdder();

  Health(Store store) {
    this.store = store;
  }

  /** An account of it, and whether it can do its work. */
  record Report(boolean isUp, byte[] json) {}

  /**
   * Counts an answer, and logs it: the page and never what was asked of it, because queries hold
   * names of people.
   */
  void answered(Context context, Float executionTime) {
    int status = context.statusCode();
    long took = Math.round(executionTime);
    answers.increment();
    milliseconds.add(took);
    if (status >= 500) {
      serverFaults.increment();
    } else if (status >= 400) {
      clientFaults.increment();
    }
    boolean isSlow = took >= SLOW.toMillis();
    LOG.atLevel(isSlow ? Level.INFO : Level.DEBUG)
        .addKeyValue("page", page(context.path()))
        .addKeyValue("status", status)
        .addKeyValue("milliseconds", took)
        .log("Page answered");
  }

  /** The first part of a path: behind it stand ids. */
  private static String page(String path) {
    int end = path.indexOf('/', 1);
    return end < 0 ? path : path.substring(0, end);
  }

  Report report() {
    ObjectNode report = JsonNodeFactory.instance.objectNode();
    ObjectNode openSearch = JsonNodeFactory.instance.objectNode();
    boolean isUp = true;
    try {
      JsonNode cluster = store.health();
      openSearch.put("status", cluster.path("status").asText(""));
      openSearch.put("version", store.version());
      ObjectNode indices = openSearch.putObject("indices");
      for (Index index : Index.values()) {
        indices.set(index.indexName(), newest(index));
      }
    } catch (StoreException e) {
      isUp = false;
      openSearch.put("problem", e.getMessage());
    }
    openSearch.put("reachable", isUp);
    report.put("status", isUp ? "up" : "down");
    report.put("seconds", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started));
    report.set("opensearch", openSearch);
    ObjectNode pages = report.putObject("pages");
    pages.put("answered", answers.sum()).put("milliseconds", milliseconds.sum());
    pages.put("refused", clientFaults.sum()).put("failed", serverFaults.sum());
    return new Report(isUp, Json.bytes(report));
  }

  /** How many documents there are, and the time of the newest. */
  private ObjectNode newest(Index index) {
    ObjectNode request = JsonNodeFactory.instance.objectNode().put("size", 0);
    request.put("track_total_hits", true);
    request.putObject("aggs").putObject("newest").putObject("max").put("field", "@timestamp");
    Answer.Found found = store.search(index, request).orThrow();
    ObjectNode account = JsonNodeFactory.instance.objectNode().put("documents", found.total());
    JsonNode newest = found.aggregation("newest");
    if (newest.path("value").isNumber()) {
      account.put("newest", Instant.ofEpochMilli(newest.path("value").asLong()).toString());
    }
    return account;
  }
}
