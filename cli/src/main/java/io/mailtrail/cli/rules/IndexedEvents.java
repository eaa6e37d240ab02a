package io.mailtrail.cli.rules;

import io.mailtrail.cli.Failure;
import io.mailtrail.cli.coverage.SearchClient;
import io.mailtrail.model.Json;
import java.util.function.Consumer;

/** Every event of a running stack, read from OpenSearch page by page. */
final class IndexedEvents {
  private final SearchClient client;

  IndexedEvents(SearchClient client) {
    this.client = client;
  }

  /**
   * Reads them in the order of their ids; those that are indexed meanwhile may be missed.
   *
   * @return how many there were
   * @throws Failure if OpenSearch cannot be read to the end
   */
  long read(Consumer<IndexedEvent> each) {
    long[] read = {0};
    client.scan(
        "mailtrail-events",
        Json.mapper().createObjectNode(),
        "event.id",
        source -> {
          each.accept(new IndexedEvent(source));
          read[0]++;
        });
    return read[0];
  }
}
