package io.mailtrail.benchmarks;

import io.mailtrail.model.ContentType;
import io.mailtrail.testbed.tenant.FeedBlob;
import io.mailtrail.testbed.tenant.FeedTenant;
import io.mailtrail.testbed.tenant.ScriptedPlan;
import io.mailtrail.testbed.tenant.ScriptedTenant;
import io.mailtrail.testbed.tenant.TenantServer;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The ingest job against a bare HTTP client that downloads and splits the same blobs, in one run;
 * and the peak of the heap while one huge blob passes through a small one.
 *
 * <p>Arguments: megabytes (default 256), rounds (default 3), megabytes of the huge blob (default
 * 1024; 0 for none), heap for it in megabytes (default 256).
 */
public final class CollectionThroughput {
  static final int CONCURRENT = 4;

  private static final int PATIENCE_MINUTES = 10;
  private static final String CHILD = "child";

  private CollectionThroughput() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0 && arguments[0].equals(CHILD)) {
      child(arguments);
      return;
    }
    int megabytes = argument(arguments, 0, 256);
    int rounds = argument(arguments, 1, 3);
    int huge = argument(arguments, 2, 1024);
    int heap = argument(arguments, 3, 256);
    throughput(megabytes, rounds);
    if (huge > 0) {
      peak(huge, heap);
    }
  }

  private static int argument(String[] arguments, int index, int otherwise) {
    return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
  }

  private static void throughput(int megabytes, int rounds) throws Exception {
    int records = 1_000;
    ScriptedPlan plan =
        ScriptedPlan.of(1)
            .withContentTypes(ContentType.EXCHANGE)
            .withBlobs(Math.max(1, megabytes * 1024 / (records * 3 / 4)), records)
            .withRecordBytes(1_500);
    Held tenant = new Held(ScriptedTenant.of(plan));
    long bytes = tenant.bytes.values().stream().mapToLong(json -> json.length).sum();
    long expected = tenant.allBlobs().stream().mapToLong(blob -> blob.recordIds().size()).sum();
    List<String> ids = tenant.allBlobs().stream().map(FeedBlob::contentId).toList();
    Instant now = plan.to();
    System.out.printf(
        Locale.ROOT, "%d records in %d blobs, %d MB%n%n", expected, ids.size(), bytes >> 20);
    System.out.println(
        "| round | bare client: records/s | MB/s | collection: records/s | MB/s | times as long |");
    System.out.println("|---|---|---|---|---|---|");
    try (TenantServer server = TenantServer.start(tenant, new CollectionRun.StandingClock(now))) {
      BareClient bare =
          new BareClient(server.uri(), tenant.tenantId(), tenant.clientId(), tenant.clientSecret());
      for (int round = 0; round < rounds; round++) {
        long began = System.nanoTime();
        long found = bare.read(ids, CONCURRENT);
        double bareSeconds = (System.nanoTime() - began) / 1e9;
        if (found != expected) {
          throw new IllegalStateException("the bare client found " + found);
        }
        double seconds =
            CollectionRun.seconds(
                server.uri(),
                tenant.tenantId(),
                tenant.clientId(),
                tenant.clientSecret(),
                now,
                expected);
        System.out.printf(
            Locale.ROOT,
            "| %d | %,.0f | %.0f | %,.0f | %.0f | %.2f |%n",
            round + 1,
            expected / bareSeconds,
            bytes / 1e6 / bareSeconds,
            expected / seconds,
            bytes / 1e6 / seconds,
            seconds / bareSeconds);
      }
    }
  }

  /** A tenant whose blobs are at hand, so that making them does not count. */
  private static final class Held implements FeedTenant {
    private final ScriptedTenant tenant;
    private final Map<String, byte[]> bytes = new HashMap<>();

    Held(ScriptedTenant tenant) {
      this.tenant = tenant;
      tenant.allBlobs().forEach(blob -> bytes.put(blob.contentId(), blob.json()));
    }

    private FeedBlob held(FeedBlob blob) {
      byte[] json = bytes.get(blob.contentId());
      return new FeedBlob() {
        @Override
        public String contentId() {
          return blob.contentId();
        }

        @Override
        public ContentType contentType() {
          return blob.contentType();
        }

        @Override
        public Instant created() {
          return blob.created();
        }

        @Override
        public List<String> recordIds() {
          return blob.recordIds();
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
          out.write(json);
        }

        @Override
        public long estimatedBytes() {
          return json.length;
        }
      };
    }

    @Override
    public String tenantId() {
      return tenant.tenantId();
    }

    @Override
    public String domain() {
      return tenant.domain();
    }

    @Override
    public String clientId() {
      return tenant.clientId();
    }

    @Override
    public String clientSecret() {
      return tenant.clientSecret();
    }

    @Override
    public List<FeedBlob> blobs(ContentType type, Instant from, Instant to, Instant now) {
      return tenant.blobs(type, from, to, now).stream().map(this::held).toList();
    }

    @Override
    public Optional<FeedBlob> blob(String contentId) {
      return tenant.blob(contentId).map(this::held);
    }

    @Override
    public List<FeedBlob> allBlobs() {
      return tenant.allBlobs().stream().map(this::held).toList();
    }

    @Override
    public int pageSize() {
      return 200;
    }
  }

  private static void peak(int megabytes, int heap) throws Exception {
    ScriptedPlan plan =
        ScriptedPlan.of(1)
            .withContentTypes(ContentType.EXCHANGE)
            .withBlobs(0, 1)
            .withRecordBytes(2_000)
            .withHugeBlob(megabytes * 1024L * 1024);
    ScriptedTenant tenant = ScriptedTenant.of(plan);
    long records = tenant.allBlobs().stream().mapToLong(blob -> blob.recordIds().size()).sum();
    try (TenantServer server =
        TenantServer.start(tenant, new CollectionRun.StandingClock(plan.to()))) {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-Xmx" + heap + "m", "-cp", System.getProperty("java.class.path")));
      command.addAll(List.of(CollectionThroughput.class.getName(), CHILD));
      command.addAll(List.of(server.uri().toString(), tenant.tenantId(), tenant.clientId()));
      command.addAll(List.of(tenant.clientSecret(), plan.to().toString(), Long.toString(records)));
      System.out.printf(
          Locale.ROOT,
          "%n| one blob, MB | heap, MB | records | seconds | peak of the heap at most, MB |%n"
              + "|---|---|---|---|---|%n| %d | %d ",
          megabytes,
          heap);
      System.out.flush();
      Process child = new ProcessBuilder(command).inheritIO().start();
      if (!child.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES) || child.exitValue() != 0) {
        child.destroyForcibly();
        throw new IllegalStateException("the blob did not pass");
      }
    }
  }

  private static void child(String[] arguments) throws Exception {
    double seconds =
        CollectionRun.seconds(
            URI.create(arguments[1]),
            arguments[2],
            arguments[3],
            arguments[4],
            Instant.parse(arguments[5]),
            Long.parseLong(arguments[6]));
    long peak = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        peak += pool.getPeakUsage().getUsed();
      }
    }
    System.out.printf(Locale.ROOT, "| %s | %.1f | %d |%n", arguments[6], seconds, peak >> 20);
    System.exit(0);
  }
}
