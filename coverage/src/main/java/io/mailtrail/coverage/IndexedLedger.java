package io.mailtrail.coverage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.model.ContentType;
import io.mailtrail.model.Json;
import io.mailtrail.model.LedgerEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the ledger's index says about how completely the records of Exchange were collected, less
 * what it calls published and no search can find.
 */
public final class IndexedLedger {
  private static final String INDEX = "mailtrail-ledger";
  private static final Duration HOUR = Duration.ofHours(1);

  private final IndexSearch search;
  private final Duration horizon;
  private final long maxEntries;

  /**
   * @param horizon how late a record may be listed
   * @param maxEntries a span with more windows and blobs than this is not read, and is one gap
   */
  public IndexedLedger(IndexSearch search, Duration horizon, long maxEntries) {
    this.search = search;
    this.horizon = horizon;
    this.maxEntries = maxEntries;
  }

  /**
   * What is known of a span. Where the ledger has never heard of the tenant's Exchange records, as
   * where all came from files, nothing is; where it cannot be read, or not all of it, there is a
   * gap.
   */
  public Collected collected(String tenant, Instant from, Instant to) {
    if (search.count(INDEX, Conditions.query(all -> ofTenant(all, tenant))) == 0) {
      return Collected.unknown();
    }
    ObjectNode query =
        Conditions.query(
            all ->
                ofTenant(all, tenant)
                    .range("start", "lt", to.plus(horizon).plus(HOUR))
                    .range("end", "gt", from.minus(HOUR)));
    if (search.count(INDEX, query.deepCopy()) > maxEntries) {
      return allOf(from, to, "there is too much ledger to read; ask about a shorter time");
    }
    List<LedgerEntry> entries = new ArrayList<>();
    List<JsonNode> unreadable = new ArrayList<>();
    search.scan(
        INDEX,
        query,
        "id",
        source -> read(source).ifPresentOrElse(entries::add, () -> unreadable.add(source)));
    List<Collected.Gap> gaps = new ArrayList<>();
    if (!unreadable.isEmpty()) {
      // What it would have said, and of which hours, nobody knows.
      gaps.add(new Collected.Gap(from, to, "entries of the ledger cannot be read"));
    }
    gaps.addAll(LedgerGaps.of(entries, tenant, from, to, horizon).gaps(from, to));
    gaps.addAll(new PublishedBlobs(search, horizon).gaps(entries, from, to));
    return Collected.allBut(gaps);
  }

  private static Collected allOf(Instant from, Instant to, String why) {
    return Collected.allBut(List.of(new Collected.Gap(from, to, why)));
  }

  private static Optional<LedgerEntry> read(JsonNode source) {
    try {
      return Optional.of(Json.mapper().convertValue(source, LedgerEntry.class));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Conditions ofTenant(Conditions all, String tenant) {
    return all.terms("tenant", List.of(tenant))
        .terms("contentType", List.of(ContentType.EXCHANGE.wireName()))
        .terms("kind", List.of(LedgerEntry.Kind.WINDOW.name(), LedgerEntry.Kind.BLOB.name()));
  }
}
