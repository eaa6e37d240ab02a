package io.mailtrail.testbed.tenant;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Life after the anchor, made hour by hour as the clock comes to it, each hour once. Thread-safe.
 */
final class LiveActivity {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration TICK = Duration.ofSeconds(10);

  /** One hour's records and stories; the story that starts last in it may run on into the next. */
  record Hour(List<TenantRecord> records, List<Story> stories) {}

  private final TenantPlan plan;
  private final Life life;
  private final LiveStories liveStories;
  private final BlobStore<ContentBlob> store;
  private final List<Story> stories = new ArrayList<>();
  private Instant madeUpTo;

  LiveActivity(TenantPlan plan, Company company, Records writers, BlobStore<ContentBlob> store) {
    this.plan = plan;
    this.life = new Life(plan, company, writers);
    this.liveStories = new LiveStories(plan, company, writers);
    this.store = store;
    this.madeUpTo = plan.anchor();
  }

  /** Sees to it that everything up to this instant is in the store. */
  synchronized void makeUpTo(Instant now) {
    while (!madeUpTo.isAfter(now)) {
      Hour hour = hour(madeUpTo);
      // The blobs of each hour are packed with a seed of their own: neighbours share a tick.
      long seed = Dice.of(plan.seed(), "live blobs", madeUpTo.getEpochSecond()).next();
      store.addAll(new BlobPacker(seed, TICK).pack(hour.records()));
      stories.addAll(hour.stories());
      madeUpTo = madeUpTo.plus(HOUR);
    }
  }

  /** Stories that have been made so far, those of the rest of the current hour among them. */
  synchronized List<Story> stories() {
    return List.copyOf(stories);
  }

  /** Records that are created from the one instant on and before the other, in that order. */
  List<TenantRecord> between(Instant from, Instant to) {
    List<TenantRecord> records = new ArrayList<>();
    long before = Math.max(0, Duration.between(plan.anchor(), from).toHours() - 1);
    Instant start = plan.anchor().plus(HOUR.multipliedBy(before));
    for (Instant at = start; at.isBefore(to); at = at.plus(HOUR)) {
      for (TenantRecord tenantRecord : hour(at).records()) {
        if (!tenantRecord.created().isBefore(from) && tenantRecord.created().isBefore(to)) {
          records.add(tenantRecord);
        }
      }
    }
    records.sort(Comparator.comparing(TenantRecord::created).thenComparing(TenantRecord::id));
    return records;
  }

  private Hour hour(Instant start) {
    Dice delays = Dice.of(plan.seed(), "live delays", start.getEpochSecond());
    List<TenantRecord> records = new ArrayList<>();
    life.between(start, start.plus(HOUR)).stream()
        .sorted(Comparator.comparing(Draft::created).thenComparing(Draft::id))
        .forEach(draft -> records.add(Availability.LIVE.publish(draft, delays)));
    List<Story> begun = new ArrayList<>();
    for (Script script : liveStories.starting(start, start.plus(HOUR))) {
      begun.add(script.story(plan.days()));
      records.addAll(script.records());
    }
    return new Hour(records, begun);
  }
}
