package io.mailtrail.testbed.tenant;

import io.mailtrail.model.ContentType;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts records into content blobs: every tick, what has become available since the last one, per
 * content type. Records stand in a blob in no order. Pure.
 */
final class BlobPacker {
  private static final int MOST_RECORDS = 250;
  private static final Comparator<TenantRecord> ORDER =
      Comparator.comparing(TenantRecord::available)
          .thenComparing(TenantRecord::id)
          .thenComparing(tenantRecord -> tenantRecord.json().length);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS").withZone(ZoneOffset.UTC);

  private final long seed;
  private final Duration tick;

  /**
   * @param tick how often a blob is closed
   */
  BlobPacker(long seed, Duration tick) {
    this.seed = seed;
    this.tick = tick;
  }

  List<ContentBlob> pack(List<TenantRecord> records) {
    Map<ContentType, Map<Long, List<TenantRecord>>> ticks = new TreeMap<>();
    for (TenantRecord tenantRecord : records.stream().sorted(ORDER).toList()) {
      ticks
          .computeIfAbsent(tenantRecord.contentType(), type -> new TreeMap<>())
          .computeIfAbsent(tickOf(tenantRecord.available()), number -> new ArrayList<>())
          .add(tenantRecord);
    }
    List<Tick> all = new ArrayList<>();
    ticks.forEach(
        (type, byTick) -> byTick.forEach((number, due) -> all.add(new Tick(type, number, due))));
    // Each is compressed on its own, which is most of the work.
    return all.parallelStream()
        .map(it -> close(it.type(), it.number(), it.due()))
        .flatMap(List::stream)
        .toList();
  }

  private record Tick(ContentType type, long number, List<TenantRecord> due) {}

  /** The number of the first tick that is not before the instant. */
  private long tickOf(Instant available) {
    return -Math.floorDiv(-available.toEpochMilli(), tick.toMillis());
  }

  private List<ContentBlob> close(ContentType type, long number, List<TenantRecord> due) {
    List<ContentBlob> blobs = new ArrayList<>();
    for (int from = 0; from < due.size(); from += MOST_RECORDS) {
      List<TenantRecord> part = due.subList(from, Math.min(due.size(), from + MOST_RECORDS));
      Dice dice = Dice.of(seed, "blob " + type, number, from);
      // Blobs of one tick are announced one after the other, within a small part of the tick.
      Instant created =
          Instant.ofEpochMilli(number * tick.toMillis())
              .plusMillis(dice.below(Math.max(1, (int) tick.toMillis() / 100)) + from / 10L);
      blobs.add(ContentBlob.of(contentId(type, created, dice), type, created, dice.shuffled(part)));
    }
    return blobs;
  }

  private static String contentId(ContentType type, Instant created, Dice dice) {
    return contentId(type, created, dice.below(1_000_000), dice.below(40));
  }

  /**
   * @param number below a million: what tells apart the blobs of one instant
   * @param server below ten thousand
   */
  static String contentId(ContentType type, Instant created, int number, int server) {
    String stamp = STAMP.format(created) + String.format(Locale.ROOT, "%06d", number);
    String name = type.wireName().replace('.', '_');
    return stamp
        + "$"
        + stamp
        + "$"
        + name.toLowerCase(Locale.ROOT)
        + "$"
        + name
        + "$emea"
        + String.format(Locale.ROOT, "%04d", server);
  }
}
