package io.mailtrail.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.ingest.TenantConfig;
import io.mailtrail.ingest.api.ActivityApi;
import io.mailtrail.ingest.api.Outcome;
import io.mailtrail.ingest.api.Outcome.Answer;
import io.mailtrail.ingest.api.Outcome.Refusal;
import io.mailtrail.ingest.api.Remedy;
import io.mailtrail.model.ContentType;
import io.mailtrail.model.config.Secret;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A tenant in memory, whose answers a test can script. */
final class FakeTenant implements ActivityApi {
  static final String ID = "11111111-2222-3333-4444-555555555555";
  static final URI ORIGIN = URI.create("http://127.0.0.1:1");

  final Map<String, Listed> blobs = new LinkedHashMap<>();
  final Map<String, byte[]> contents = new HashMap<>();
  final Map<String, Deque<Outcome<BlobBody>>> scriptedBodies = new HashMap<>();
  final Deque<Outcome<ListingPage>> scriptedPages = new ArrayDeque<>();
  final List<String> calls = new ArrayList<>();
  final List<WindowPlan.Span> asked = new ArrayList<>();
  boolean subscribed = true;
  int pageSize = 1000;

  static TenantConfig config() {
    return new TenantConfig(
        "fake", ID, ID, new Secret("s"), ORIGIN, ORIGIN, ID, List.of(ContentType.EXCHANGE));
  }

  /** A blob of so many records, and its content id. */
  synchronized String add(String contentId, Instant created, int records) {
    StringBuilder array = new StringBuilder("[");
    for (int i = 0; i < records; i++) {
      array.append(i == 0 ? "" : ",").append(record(contentId, i));
    }
    contents.put(contentId, array.append("]").toString().getBytes(UTF_8));
    blobs.put(
        contentId,
        new Listed(
            contentId, ORIGIN + "/blob/" + contentId, created, created.plus(Duration.ofDays(7))));
    return contentId;
  }

  static String record(String contentId, int i) {
    return "{\"CreationTime\":\"2026-03-11T10:00:00\",\"Id\":\"" + contentId + "-" + i + "\"}";
  }

  @Override
  public synchronized Outcome<Boolean> startSubscription(ContentType type) {
    calls.add("start");
    subscribed = true;
    return new Answer<>(true);
  }

  @Override
  public synchronized Outcome<List<String>> enabledSubscriptions() {
    return new Answer<>(subscribed ? List.of(ContentType.EXCHANGE.wireName()) : List.of());
  }

  @Override
  public synchronized Outcome<ListingPage> list(ContentType type, Instant start, Instant end) {
    calls.add("list");
    asked.add(new WindowPlan.Span(start, end));
    return scriptedPages.isEmpty() ? page(start, end, 0) : scriptedPages.remove();
  }

  @Override
  public synchronized Outcome<ListingPage> nextPage(URI next) {
    calls.add("page");
    if (!scriptedPages.isEmpty()) {
      return scriptedPages.remove();
    }
    List<String> parts = List.of(next.getPath().split("/", -1));
    return page(
        Instant.parse(parts.get(2)), Instant.parse(parts.get(3)), Integer.parseInt(parts.get(4)));
  }

  private Outcome<ListingPage> page(Instant start, Instant end, int from) {
    List<Listed> all =
        blobs.values().stream()
            .filter(blob -> !blob.created().isBefore(start) && blob.created().isBefore(end))
            .toList();
    int to = Math.min(all.size(), from + pageSize);
    Optional<URI> next =
        to < all.size()
            ? Optional.of(URI.create(ORIGIN + "/next/" + start + "/" + end + "/" + to))
            : Optional.empty();
    return new Answer<>(new ListingPage(all.subList(Math.min(from, to), to), List.of(), next));
  }

  @Override
  public synchronized Outcome<BlobBody> open(URI contentUri, Runnable asking) {
    asking.run();
    String contentId = contentUri.getPath().substring("/blob/".length());
    calls.add("open " + contentId);
    Deque<Outcome<BlobBody>> scripted = scriptedBodies.get(contentId);
    if (scripted != null && !scripted.isEmpty()) {
      return scripted.remove();
    }
    byte[] content = contents.get(contentId);
    return content == null
        ? Refusal.of(Remedy.SKIP_MISSING, "AF20050", "not found").toOutcome()
        : body(content);
  }

  static Outcome<BlobBody> body(byte[] content) {
    return new Answer<>(new BlobBody(new ByteArrayInputStream(content)));
  }

  @Override
  public void close() {}
}
