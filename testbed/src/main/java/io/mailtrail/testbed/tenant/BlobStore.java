package io.mailtrail.testbed.tenant;

import io.mailtrail.model.ContentType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** All blobs of a tenant, by content id and in the order of their announcement. Thread-safe. */
final class BlobStore<B extends FeedBlob> {
  private record Key(Instant created, String contentId) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::created).thenComparing(Key::contentId);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private final Map<String, B> byId = new ConcurrentHashMap<>();
  private final Map<ContentType, ConcurrentSkipListMap<Key, B>> byType =
      new EnumMap<>(ContentType.class);

  BlobStore() {
    for (ContentType type : ContentType.values()) {
      byType.put(type, new ConcurrentSkipListMap<>());
    }
  }

  void addAll(Collection<? extends B> blobs) {
    for (B blob : blobs) {
      if (byId.putIfAbsent(blob.contentId(), blob) != null) {
        throw new IllegalStateException("two blobs have one content id: " + blob.contentId());
      }
      byType.get(blob.contentType()).put(new Key(blob.created(), blob.contentId()), blob);
    }
  }

  Optional<B> find(String contentId) {
    return Optional.ofNullable(byId.get(contentId));
  }

  /** Announced from the one instant on and before the other, in order of announcement. */
  List<B> list(ContentType type, Instant from, Instant to) {
    if (!from.isBefore(to)) {
      return List.of();
    }
    return List.copyOf(
        byType.get(type).subMap(new Key(from, ""), true, new Key(to, ""), false).values());
  }

  /** All blobs, type by type, in order of announcement. */
  List<B> all() {
    List<B> all = new ArrayList<>();
    byType.values().forEach(blobs -> all.addAll(blobs.values()));
    return all;
  }
}
