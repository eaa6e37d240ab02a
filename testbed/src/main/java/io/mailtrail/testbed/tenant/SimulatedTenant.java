package io.mailtrail.testbed.tenant;

import io.mailtrail.model.ContentType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A company in Microsoft 365 with its audit records, ready to be handed out. Deterministic: equal
 * plans give the same bytes. Made in one go before the anchor; after it, where the plan is live, as
 * the clock comes to it. Thread-safe.
 */
public final class SimulatedTenant implements FeedTenant {
  private static final Duration TICK = Duration.ofMinutes(20);

  private final TenantPlan plan;
  private final Company company;
  private final List<Story> stories;
  private final List<String> unreadable;
  private final BlobStore<ContentBlob> store = new BlobStore<>();
  private final LiveActivity live;
  private final Set<String> dropped = ConcurrentHashMap.newKeySet();

  private SimulatedTenant(TenantPlan plan, Set<String> omittedSteps) {
    this.plan = plan;
    this.company = Company.of(plan);
    Records writers = Records.of(plan);
    History history = History.of(plan, company, writers, omittedSteps);
    this.stories = history.stories();
    this.unreadable = history.unreadable();
    store.addAll(new BlobPacker(plan.seed(), TICK).pack(history.records()));
    this.live = new LiveActivity(plan, company, writers, store);
  }

  /** Makes the tenant; takes a few seconds. */
  public static SimulatedTenant of(TenantPlan plan) {
    return new SimulatedTenant(plan, Set.of());
  }

  /**
   * The same tenant, but the record of this story's rule is nowhere in it. The story stays in the
   * truth: who compares must find its alert missing.
   *
   * @throws IllegalArgumentException if there is no such story before the anchor
   */
  public SimulatedTenant withoutStep(String storyId) {
    if (stories.stream().noneMatch(story -> story.id().equals(storyId))) {
      throw new IllegalArgumentException("no such story: " + storyId);
    }
    return new SimulatedTenant(plan, Set.of(storyId));
  }

  /**
   * From now on this blob is neither listed nor handed out, though the truth still has it.
   *
   * @throws IllegalArgumentException if there is no such blob
   */
  public void dropBlob(String contentId) {
    if (store.find(contentId).isEmpty()) {
      throw new IllegalArgumentException("no such blob: " + contentId);
    }
    dropped.add(contentId);
  }

  /** A blob some of whose records are nowhere else, so that dropping it must be noticed. */
  public ContentBlob indispensableBlob() {
    Map<String, Integer> copies = new HashMap<>();
    store.all().forEach(blob -> blob.recordIds().forEach(id -> copies.merge(id, 1, Integer::sum)));
    return store.all().stream()
        .filter(blob -> !Truth.isExported(plan, blob))
        .filter(blob -> blob.recordIds().stream().anyMatch(id -> copies.get(id) == 1))
        .findFirst()
        .orElseThrow();
  }

  public TenantPlan plan() {
    return plan;
  }

  @Override
  public String tenantId() {
    return plan.tenantId();
  }

  @Override
  public String domain() {
    return plan.domain();
  }

  @Override
  public String clientId() {
    return plan.clientId();
  }

  @Override
  public String clientSecret() {
    return plan.clientSecret();
  }

  /** When the last record from before the anchor can be had. */
  public Instant lastAvailability() {
    Instant last = plan.anchor();
    for (ContentBlob blob : store.all()) {
      boolean isLater = blob.created().isAfter(last);
      last = isLater ? blob.created() : last;
    }
    return last;
  }

  /**
   * Blobs announced from the one instant on and before the other, and not after now, in order of
   * announcement.
   */
  @Override
  public List<ContentBlob> blobs(ContentType type, Instant from, Instant to, Instant now) {
    if (plan.live()) {
      live.makeUpTo(now);
    }
    Instant end = to.isAfter(now) ? now.plusMillis(1) : to;
    return store.list(type, from, end).stream()
        .filter(blob -> !dropped.contains(blob.contentId()))
        .toList();
  }

  /** A blob by its content id, unless it was dropped. */
  @Override
  public Optional<ContentBlob> blob(String contentId) {
    return dropped.contains(contentId) ? Optional.empty() : store.find(contentId);
  }

  /** All blobs made so far, dropped ones too, type by type in order of announcement. */
  @Override
  public List<ContentBlob> allBlobs() {
    return store.all();
  }

  /**
   * What happens after the anchor: records created from the one instant on and before the other, in
   * that order. The same whether or not the plan is live.
   */
  public List<TenantRecord> activityBetween(Instant from, Instant to) {
    return live.between(from, to);
  }

  /**
   * What has been made so far: everything before the anchor, and of what comes after it the hours
   * that the clock has come to.
   */
  public Truth truth() {
    List<Story> all = new ArrayList<>(stories);
    all.addAll(live.stories());
    return Truth.of(plan, store.all(), List.copyOf(all), unreadable);
  }

  /** Writes the truth as JSON. */
  public void writeTruth(Path file) throws IOException {
    truth().write(file);
  }

  /**
   * Writes the export of what the API will not hand out any more at the anchor, and of about a day
   * more.
   */
  public void writePurviewCsv(Path file) throws IOException {
    List<ContentBlob> exported =
        store.all().stream()
            .filter(blob -> Truth.isExported(plan, blob))
            .sorted(
                Comparator.comparing(ContentBlob::created).thenComparing(ContentBlob::contentId))
            .toList();
    PurviewCsv.write(file, exported);
  }

  Company company() {
    return company;
  }
}
