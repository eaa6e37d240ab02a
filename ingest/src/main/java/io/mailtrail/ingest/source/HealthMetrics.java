package io.mailtrail.ingest.source;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.MetricGroup;

/**
 * How collection stands, of all tenants and of each. Written in the coordinator's thread, read by
 * whoever reports metrics.
 */
final class HealthMetrics {
  private final Collection<StreamLister> streams;
  private final Map<String, TenantDesk> desks;
  private final Map<String, List<StreamLister>> byTenant = new HashMap<>();
  private final Map<String, Holder> tenants = new HashMap<>();
  private final Holder all = new Holder();

  /**
   * @param blobsOpen listed and neither published nor named
   * @param streamsStopped streams that only a person can help on
   * @param secondsBehind from the oldest stream's completeness to now
   * @param blobsAtRisk will expire unread at the present rate
   * @param secondsUntilLoss until the first of those expires; -1 where there is none
   */
  record Health(
      long blobsOpen,
      long streamsStopped,
      long secondsBehind,
      long blobsAtRisk,
      long secondsUntilLoss) {
    static final Health NONE = new Health(0, 0, 0, 0, -1);
  }

  private static final class Holder {
    private volatile Health health = Health.NONE;
  }

  HealthMetrics(
      MetricGroup group, Collection<StreamLister> streams, Map<String, TenantDesk> desks) {
    this.streams = List.copyOf(streams);
    this.desks = desks;
    register(group, all);
    desks.forEach(
        (tenant, desk) -> {
          Holder holder = new Holder();
          tenants.put(tenant, holder);
          byTenant.put(
              tenant,
              this.streams.stream()
                  .filter(lister -> lister.stream().id().tenant().equals(tenant))
                  .toList());
          MetricGroup own = group.addGroup("tenant", tenant);
          register(own, holder);
          own.gauge("requestsPerMinute", () -> Math.round(desk.pace().perSecond() * 60));
        });
  }

  private static void register(MetricGroup group, Holder holder) {
    group.gauge("blobsOpen", () -> holder.health.blobsOpen());
    group.gauge("streamsStopped", () -> holder.health.streamsStopped());
    group.gauge("secondsBehind", () -> holder.health.secondsBehind());
    group.gauge("blobsAtRisk", () -> holder.health.blobsAtRisk());
    group.gauge("secondsUntilLoss", () -> holder.health.secondsUntilLoss());
  }

  void update(Instant now) {
    tenants.forEach(
        (tenant, holder) ->
            holder.health = health(byTenant.get(tenant), List.of(desks.get(tenant)), now));
    all.health = health(streams, desks.values(), now);
  }

  private static Health health(
      Collection<StreamLister> streams, Collection<TenantDesk> desks, Instant now) {
    List<Forecast.Loss> losses =
        desks.stream().flatMap(desk -> desk.forecast().loss().stream()).toList();
    return new Health(
        streams.stream().mapToLong(lister -> lister.stream().openBlobs()).sum(),
        streams.stream().filter(StreamLister::isStopped).count(),
        streams.stream()
            .mapToLong(lister -> Duration.between(lister.stream().completeUpTo(), now).toSeconds())
            .max()
            .orElse(0),
        losses.stream().mapToLong(Forecast.Loss::blobs).sum(),
        losses.stream()
            .mapToLong(loss -> Math.max(0, Duration.between(now, loss.at()).toSeconds()))
            .min()
            .orElse(-1));
  }
}
