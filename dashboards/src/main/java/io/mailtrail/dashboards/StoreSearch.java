package io.mailtrail.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.coverage.IndexSearch;
import io.mailtrail.dashboards.store.Index;
import io.mailtrail.dashboards.store.Store;
import io.mailtrail.dashboards.store.StoreException;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The console's indices, for whoever must have all of an answer: what OpenSearch refuses, or
 * answers in part only, is a {@link StoreException}.
 */
final class StoreSearch implements IndexSearch {
  private static final int PAGE = 5_000;

  private final Store store;

  StoreSearch(Store store) {
    this.store = store;
  }

  @Override
  public long count(String index, ObjectNode query) {
    return search(index, query.deepCopy().put("size", 0).put("track_total_hits", true))
        .at("/hits/total/value")
        .asLong();
  }

  @Override
  public JsonNode search(String index, ObjectNode query) {
    return store.search(index(index), query).wholeOrThrow().body();
  }

  @Override
  public void scan(String index, ObjectNode query, String unique, Consumer<JsonNode> each) {
    ObjectNode request = query.deepCopy().put("size", PAGE);
    request.putArray("sort").addObject().put(unique, "asc");
    while (true) {
      JsonNode hits = search(index, request).at("/hits/hits");
      hits.forEach(hit -> each.accept(hit.path("_source")));
      if (hits.size() < PAGE) {
        return;
      }
      request.set("search_after", hits.path(hits.size() - 1).path("sort"));
    }
  }

  private static Index index(String name) {
    return Arrays.stream(Index.values())
        .filter(index -> index.indexName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the console does not read " + name));
  }
}
