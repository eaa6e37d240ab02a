package io.mailtrail.ingest.source;

import io.mailtrail.ingest.IngestConfig;
import io.mailtrail.ingest.TenantConfig;
import io.mailtrail.ingest.api.Retries;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the source needs to know.
 *
 * @param collector names the job in progress markers
 * @param pollEvery pause between two listings of one stream
 * @param pollBehind windows end this long before now
 * @param relist how far back listings are repeated
 * @param retries also measures the pauses between attempts at a blob
 * @param pauses of a stream that waits for somebody
 * @param oversizedPath folder for records that are too large to travel; empty: they are not kept
 */
public record SourceSettings(
    List<TenantConfig> tenants,
    String collector,
    Duration pollEvery,
    Duration pollBehind,
    Duration relist,
    Retries retries,
    Pauses pauses,
    String oversizedPath)
    implements Serializable {
  public SourceSettings {
    tenants = List.copyOf(tenants);
  }

  /** Listings are repeated as far back as the API keeps content; oversized records are not kept. */
  public SourceSettings(
      List<TenantConfig> tenants,
      String collector,
      Duration pollEvery,
      Duration pollBehind,
      Retries retries) {
    this(tenants, collector, pollEvery, pollBehind, WindowPlan.KEPT, retries, Pauses.DEFAULT, "");
  }

  public static SourceSettings of(IngestConfig config) {
    return new SourceSettings(
        config.tenants(),
        config.collector(),
        config.pollEvery(),
        config.pollBehind(),
        config.relist(),
        Retries.DEFAULT,
        Pauses.DEFAULT,
        config.oversizedFolder().map(Path::toString).orElse(""));
  }

  Optional<Path> oversizedFolder() {
    return oversizedPath.isEmpty() ? Optional.empty() : Optional.of(Path.of(oversizedPath));
  }
}
