package io.mailtrail.testbed.tenant;

import io.mailtrail.model.ContentType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A light tenant for tests of a collector: blobs of plain records, made when they are asked for, so
 * that it costs nothing to have fifty of them, or one whose blob is a gigabyte. Deterministic:
 * equal plans give the same bytes. Thread-safe.
 */
public final class ScriptedTenant implements FeedTenant {
  private final ScriptedPlan plan;
  private final BlobStore<ScriptedBlob> store = new BlobStore<>();

  private ScriptedTenant(ScriptedPlan plan) {
    this.plan = plan;
    for (ContentType type : plan.contentTypes()) {
      ScriptedRecords records = new ScriptedRecords(plan, tenantId(), domain(), type);
      List<ScriptedBlob> blobs = new ArrayList<>();
      for (int number = 0; number < plan.blobs(); number++) {
        blobs.add(ScriptedBlob.of(plan, records, number, instant(type, number)));
      }
      store.addAll(blobs);
    }
    if (plan.hugeBytes() > 0) {
      ScriptedRecords records =
          new ScriptedRecords(plan, tenantId(), domain(), ContentType.EXCHANGE);
      Instant middle =
          plan.from()
              .plus(Duration.between(plan.from(), plan.to()).dividedBy(2))
              .truncatedTo(ChronoUnit.MILLIS);
      store.addAll(List.of(ScriptedBlob.huge(plan, records, middle)));
    }
  }

  public static ScriptedTenant of(ScriptedPlan plan) {
    return new ScriptedTenant(plan);
  }

  /** The tenant of {@link ScriptedPlan#of}. */
  public static ScriptedTenant of(long seed) {
    return new ScriptedTenant(ScriptedPlan.of(seed));
  }

  public ScriptedPlan plan() {
    return plan;
  }

  @Override
  public String tenantId() {
    return Dice.of(plan.seed(), "scripted tenant").guid();
  }

  @Override
  public String domain() {
    return "tenant-" + tenantId().substring(0, 8) + ".example";
  }

  @Override
  public String clientId() {
    return Dice.of(plan.seed(), "scripted client").guid();
  }

  @Override
  public String clientSecret() {
    return "sim~" + Dice.of(plan.seed(), "scripted secret").hex(32);
  }

  @Override
  public int pageSize() {
    return plan.pageSize();
  }

  @Override
  public List<ScriptedBlob> blobs(ContentType type, Instant from, Instant to, Instant now) {
    return store.list(type, from, to.isAfter(now) ? now.plusMillis(1) : to);
  }

  @Override
  public Optional<ScriptedBlob> blob(String contentId) {
    return store.find(contentId);
  }

  @Override
  public List<ScriptedBlob> allBlobs() {
    return store.all();
  }

  /** Spread over the span, each within a part of its own. */
  private Instant instant(ContentType type, int number) {
    long span = Duration.between(plan.from(), plan.to()).toMillis();
    double share =
        (number + Dice.of(plan.seed(), "instant " + type, number).below(1_000) / 1_000.0)
            / plan.blobs();
    return plan.from().plusMillis((long) (span * share));
  }
}
