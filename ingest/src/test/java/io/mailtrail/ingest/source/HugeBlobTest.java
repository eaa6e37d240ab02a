package io.mailtrail.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.ingest.Child;
import io.mailtrail.model.ContentType;
import io.mailtrail.testbed.tenant.FeedBlob;
import io.mailtrail.testbed.tenant.ScriptedPlan;
import io.mailtrail.testbed.tenant.ScriptedTenant;
import io.mailtrail.testbed.tenant.TenantServer;
import io.mailtrail.testbed.tenant.VirtualClock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A blob passes through a heap that is a fraction of it. {@code -Dmailtrail.huge=1024
 * -Dmailtrail.heap=256} (in megabytes) for the full size.
 */
class HugeBlobTest {
  @Test
  void aBlobThreeTimesAsLargeAsTheHeapPassesThrough() throws Exception {
    long bytes = Long.getLong("mailtrail.huge", 200) * 1024 * 1024;
    long heap = Long.getLong("mailtrail.heap", 64);
    ScriptedPlan plan =
        ScriptedPlan.of(1)
            .withContentTypes(ContentType.EXCHANGE)
            .withBlobs(0, 1)
            .withRecordBytes(4_000)
            .withHugeBlob(bytes);
    ScriptedTenant tenant = ScriptedTenant.of(plan);
    FeedBlob huge =
        tenant.allBlobs().stream()
            .max(Comparator.comparing(FeedBlob::estimatedBytes))
            .orElseThrow();
    try (TenantServer server = TenantServer.start(tenant, VirtualClock.standingAt(plan.to()))) {
      String said =
          Child.run(
                  Child.jvm(
                      List.of("-Xmx" + heap + "m", "-XX:+ExitOnOutOfMemoryError"),
                      HugeBlobMain.class,
                      server.uri().toString(),
                      tenant.tenantId(),
                      tenant.clientId(),
                      tenant.clientSecret(),
                      huge.contentId(),
                      huge.created().toString()),
                  Duration.ofMinutes(3).plusSeconds(bytes / 1_000_000))
              .strip();
      String last = said.substring(said.lastIndexOf('\n') + 1);
      assertThat(last).startsWith("PUBLISHED " + huge.recordIds().size() + " ");
      assertThat(Long.parseLong(last.substring(last.lastIndexOf(' ') + 1)))
          .isGreaterThan(bytes - bytes / 20);
    }
  }
}
