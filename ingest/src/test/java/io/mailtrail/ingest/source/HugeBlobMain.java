package io.mailtrail.ingest.source;

import io.mailtrail.ingest.TenantConfig;
import io.mailtrail.ingest.api.ActivityApi;
import io.mailtrail.ingest.api.ActivityApis;
import io.mailtrail.ingest.api.Permits;
import io.mailtrail.ingest.api.Retries;
import io.mailtrail.ingest.cut.OversizedRecords;
import io.mailtrail.model.ContentType;
import io.mailtrail.model.config.Secret;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads one blob in a JVM of its own, as a fetching thread does, and says what came of it.
 * Arguments: address, tenant, client id, secret, content id, created.
 */
final class HugeBlobMain {
  private HugeBlobMain() {}

  public static void main(String[] arguments) throws Exception {
    URI server = URI.create(arguments[0]);
    TenantConfig tenant =
        new TenantConfig(
            "huge",
            arguments[1],
            arguments[2],
            new Secret(arguments[3]),
            server,
            server,
            arguments[1],
            List.of(ContentType.EXCHANGE));
    Retries retries = new Retries(2, Duration.ofMillis(50), Duration.ofMillis(500));
    Instant created = Instant.parse(arguments[5]);
    BlobSplit blob =
        BlobSplit.unread(
            new StreamId(tenant.id(), ContentType.EXCHANGE.wireName()),
            arguments[4],
            server + "/api/v1.0/" + tenant.id() + "/activity/feed/audit/" + arguments[4],
            created,
            created.plus(Duration.ofDays(7)));
    try (ActivityApi api =
        ActivityApis.http(retries, Duration.ofSeconds(30))
            .connect(tenant, Clock.systemUTC(), Permits.unlimited())) {
      api.startSubscription(ContentType.EXCHANGE);
      long[] messages = new long[1];
      BlobResult[] result = new BlobResult[1];
      BlobReading reading =
          new BlobReading(
              blob,
              Optional.of(api),
              OversizedRecords.notKept(),
              retries,
              Clock.fixed(created, java.time.ZoneOffset.UTC),
              BlobReading.BATCH_BYTES,
              batch -> {
                for (BlobItem item : batch.items()) {
                  if (item instanceof BlobItem.Done done) {
                    result[0] = done.result();
                  } else {
                    messages[0]++;
                  }
                }
              });
      Optional<Duration> pause = reading.attempt();
      System.out.println(
          pause.isPresent()
              ? "put aside"
              : result[0].end() + " " + result[0].records() + " " + result[0].bytes());
    }
  }
}
