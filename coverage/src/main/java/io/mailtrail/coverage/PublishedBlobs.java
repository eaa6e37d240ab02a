package io.mailtrail.coverage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.LedgerEntry.Kind;
import io.mailtrail.model.LedgerEntry.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the ledger calls published and a search cannot find: records that are still on their way to
 * the index, and records that failed.
 */
final class PublishedBlobs {
  private static final int BLOBS_PER_REQUEST = 500;

  /** So many ids are compared with the index; a shorter question needs fewer. */
  private static final long MAX_IDS = 300_000;

  private final IndexSearch search;
  private final Duration horizon;

  /**
   * @param horizon how late a record may be listed
   */
  PublishedBlobs(IndexSearch search, Duration horizon) {
    this.search = search;
    this.horizon = horizon;
  }

  /** The times, within the span, of which something published cannot be found. */
  List<Collected.Gap> gaps(Collection<LedgerEntry> ledger, Instant from, Instant to) {
    List<LedgerEntry> blobs =
        ledger.stream()
            .filter(entry -> entry.kind() == Kind.BLOB && entry.state() == State.PUBLISHED)
            .filter(blob -> blob.records() > 0)
            .filter(blob -> begin(blob).isBefore(to) && end(blob).isAfter(from))
            .sorted(Comparator.comparing(LedgerEntry::at).reversed())
            .toList();
    List<Collected.Gap> gaps = new ArrayList<>();
    long[] ids = {0};
    for (int first = 0; first < blobs.size(); first += BLOBS_PER_REQUEST) {
      List<LedgerEntry> some =
          blobs.subList(first, Math.min(blobs.size(), first + BLOBS_PER_REQUEST));
      Map<String, Long> found = perBlob("mailtrail-events", "mailtrail.container", some);
      Map<String, Long> failed = perBlob("mailtrail-failed", "container", some);
      for (LedgerEntry blob : some) {
        String why = why(blob, found, failed, ids);
        if (!why.isEmpty()) {
          Instant begin = begin(blob).isBefore(from) ? from : begin(blob);
          gaps.add(new Collected.Gap(begin, end(blob).isAfter(to) ? to : end(blob), why));
        }
      }
    }
    gaps.sort(Comparator.comparing(Collected.Gap::from).thenComparing(Collected.Gap::to));
    return gaps;
  }

  private String why(
      LedgerEntry blob, Map<String, Long> found, Map<String, Long> failed, long[] ids) {
    long unreadable = Math.max(failed.getOrDefault(blob.name(), 0L), blob.rejected());
    if (unreadable > 0) {
      return unreadable + " records of a content blob failed (mailtrail-failed has them)";
    }
    if (found.getOrDefault(blob.name(), 0L) >= blob.records()) {
      return "";
    }
    // Copies are delivered in several blobs and stand in the index as of one: ids tell.
    ids[0] += blob.records();
    if (ids[0] > MAX_IDS) {
      return "too many content blobs to compare with the index; ask about a shorter time";
    }
    return areSearchable(blob)
        ? ""
        : "a content blob was published and not all of its records can be searched yet";
  }

  /** Whether each of the blob's ids is in the index. */
  private boolean areSearchable(LedgerEntry blob) {
    ObjectNode query =
        Conditions.query(
            all ->
                all.terms("kind", List.of(Kind.IDS.name()))
                    .terms("tenant", List.of(blob.tenant()))
                    .terms("name", List.of(blob.name())));
    List<List<String>> chunks = new ArrayList<>();
    search.scan(
        "mailtrail-ledger",
        query,
        "id",
        chunk -> {
          List<String> ids = new ArrayList<>();
          chunk.path("ids").forEach(id -> ids.add(id.asText()));
          chunks.add(ids.stream().distinct().toList());
        });
    long listed = 0;
    for (List<String> ids : chunks) {
      ObjectNode present = Conditions.query(all -> all.terms("event.id", ids));
      if (search.count("mailtrail-events", present) < ids.size()) {
        return false;
      }
      listed += ids.size();
    }
    return listed > 0;
  }

  private Map<String, Long> perBlob(String index, String field, List<LedgerEntry> blobs) {
    List<String> names = blobs.stream().map(LedgerEntry::name).toList();
    ObjectNode query =
        // A drift note and a record that only detection failed on stand beside their event.
        Conditions.query(all -> all.terms(field, names).not("code", "drift").not("stage", "DETECT"))
            .put("size", 0);
    query
        .putObject("aggs")
        .putObject("blobs")
        .putObject("terms")
        .put("field", field)
        .put("size", BLOBS_PER_REQUEST);
    Map<String, Long> counts = new HashMap<>();
    for (JsonNode bucket : search.search(index, query).at("/aggregations/blobs/buckets")) {
      counts.put(bucket.path("key").asText(), bucket.path("doc_count").asLong());
    }
    return counts;
  }

  private Instant begin(LedgerEntry blob) {
    return blob.firstEvent() == null ? blob.start().minus(horizon) : blob.firstEvent();
  }

  /** Exclusive. */
  private static Instant end(LedgerEntry blob) {
    return blob.lastEvent() == null ? blob.start() : blob.lastEvent().plusSeconds(1);
  }
}
