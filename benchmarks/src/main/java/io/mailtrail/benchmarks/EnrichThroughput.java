package io.mailtrail.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import io.mailtrail.cli.flink.EmbeddedFlink;
import io.mailtrail.cli.flink.JobCounters;
import io.mailtrail.enrich.EnrichConfig;
import io.mailtrail.enrich.EnrichJob;
import io.mailtrail.model.Limits;
import io.mailtrail.model.Origin;
import io.mailtrail.model.RawRecord;
import io.mailtrail.model.RecordId;
import io.mailtrail.model.Topic;
import io.mailtrail.model.config.Settings;
import io.mailtrail.testbed.server.KafkaServer;
import io.mailtrail.testbed.server.ServerOptions;
import io.mailtrail.testbed.server.Topics;
import io.mailtrail.testbed.tenant.ContentBlob;
import io.mailtrail.testbed.tenant.SimulatedTenant;
import io.mailtrail.testbed.tenant.TenantPlan;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import jdk.jfr.Recording;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The enrich job from Kafka to Kafka against a job that copies the same bytes from Kafka to Kafka,
 * in one run: records a second, and CPU of this process a record (the broker is another process).
 *
 * <p>Arguments: records (default 400,000), rounds (default 3).
 */
public final class EnrichThroughput {
  private static final int PARALLELISM = 2;

  /** What is not counted at the beginning of each run: class loading, compilation. */
  private static final double WARM_UP = 0.25;

  /** To read a counter is to go through all there are, which takes time that would count. */
  private static final long POLL_NANOS = 200_000_000;

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final String bootstrap;
  private final Path folder;
  private final long records;
  private int runs;

  private EnrichThroughput(String bootstrap, Path folder, long records) {
    this.bootstrap = bootstrap;
    this.folder = folder;
    this.records = records;
  }

  /** One measured run. */
  private record Measure(double recordsPerSecond, double cpuMicros) {}

  public static void main(String[] arguments) throws Exception {
    long records = arguments.length > 0 ? Long.parseLong(arguments[0]) : 400_000;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
    Path folder = Files.createTempDirectory("mailtrail-benchmark");
    try (KafkaServer kafka = KafkaServer.start(ServerOptions.in(folder.resolve("kafka")))) {
      Topics.create(kafka.bootstrap());
      EnrichThroughput benchmark = new EnrichThroughput(kafka.bootstrap(), folder, records);
      benchmark.load();
      benchmark.measure(rounds);
    }
    System.exit(0);
  }

  private void load() throws Exception {
    List<byte[]> sample = new ArrayList<>();
    SimulatedTenant tenant = SimulatedTenant.of(TenantPlan.of(1));
    for (ContentBlob blob : tenant.allBlobs()) {
      sample.addAll(blob.records());
    }
    Properties properties = new Properties();
    properties.put("bootstrap.servers", bootstrap);
    properties.put("compression.type", "lz4");
    properties.put("linger.ms", "20");
    properties.put("max.request.size", Integer.toString(Limits.MAX_MESSAGE_BYTES));
    long bytes = 0;
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (long i = 0; i < records; i++) {
        byte[] value = sample.get((int) (i % sample.size()));
        bytes += value.length;
        String key = RecordId.scan(value).recordId("").orElse("blob#" + i);
        RawRecord raw =
            new RawRecord(
                key,
                value,
                tenant.plan().tenantId(),
                Origin.API.wireName(),
                "Audit.Exchange",
                "blob",
                i,
                tenant.plan().anchor().toEpochMilli());
        ProducerRecord<byte[], byte[]> message =
            new ProducerRecord<>(Topic.RAW.topicName(), key.getBytes(UTF_8), value);
        raw.headers().forEach((name, header) -> message.headers().add(name, header));
        var unused = producer.send(message);
      }
    }
    System.out.printf(
        Locale.ROOT, "%,d records of %,d bytes on average%n", records, bytes / records);
  }

  private void measure(int rounds) throws Exception {
    Map<String, List<Measure>> measures = new LinkedHashMap<>();
    Path recording = folder.resolve("enrich.jfr");
    for (int round = 0; round < rounds; round++) {
      add(measures, "copy", run("copy", CopyJob.COPIED, this::copy));
      add(measures, "enrich, no lookups, no rules", enrich("false", "false", "rocksdb"));
      add(measures, "enrich, lookups, no rules", enrich("true", "false", "rocksdb"));
      add(measures, "enrich, lookups and rules", enrich("true", "true", "rocksdb"));
      add(measures, "the same, state on the heap", enrich("true", "true", "hashmap"));
    }
    // On its own: recording costs time, which must not count.
    try (Recording jfr = new Recording(jdk.jfr.Configuration.getConfiguration("profile"))) {
      jfr.start();
      enrich("true", "true", "rocksdb");
      jfr.dump(recording);
    }
    print(measures);
    System.out.println();
    Shares.of(recording)
        .forEach(
            (step, share) ->
                System.out.printf(Locale.ROOT, "| %s | %.0f %% |%n", step, share * 100));
  }

  private static void add(Map<String, List<Measure>> measures, String name, Measure measure) {
    measures.computeIfAbsent(name, any -> new ArrayList<>()).add(measure);
    System.out.printf(
        Locale.ROOT,
        "%-32s %,9.0f records/s %6.1f us CPU%n",
        name,
        measure.recordsPerSecond(),
        measure.cpuMicros());
  }

  private static void print(Map<String, List<Measure>> measures) {
    double copy = median(measures.get("copy"));
    System.out.println();
    measures.forEach(
        (name, list) ->
            System.out.printf(
                Locale.ROOT,
                "| %s | %,.0f | %.1f | %.2f |%n",
                name,
                list.stream()
                    .mapToDouble(Measure::recordsPerSecond)
                    .sorted()
                    .toArray()[list.size() / 2],
                median(list),
                median(list) / copy));
  }

  private static double median(List<Measure> measures) {
    double[] sorted = measures.stream().mapToDouble(Measure::cpuMicros).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private void copy(StreamExecutionEnvironment env) {
    CopyJob.define(env, bootstrap, PARALLELISM);
  }

  private Measure enrich(String lookups, String detection, String state) throws Exception {
    EnrichConfig config =
        EnrichConfig.from(
            Settings.of(
                Map.of(
                    "kafka.bootstrap",
                    bootstrap,
                    "enrich.parallelism",
                    Integer.toString(PARALLELISM),
                    "enrich.lookups",
                    lookups,
                    "enrich.detection",
                    detection,
                    "enrich.state.backend",
                    state),
                EnrichConfig.SETTINGS));
    return run("enrich", "records.received", env -> EnrichJob.define(env, config));
  }

  private Measure run(String name, String counter, Consumer<StreamExecutionEnvironment> workflow) {
    String job = name + "-" + runs++;
    EmbeddedFlink.Options options =
        new EmbeddedFlink.Options(folder.resolve(job), 8, 0, Duration.ofSeconds(10));
    try (EmbeddedFlink flink = EmbeddedFlink.start(options)) {
      flink.submit(job, workflow);
      long from = await(job, counter, (long) (records * WARM_UP));
      long cpu = SYSTEM.getProcessCpuTime();
      long time = System.nanoTime();
      long to = await(job, counter, records);
      double counted = to - from;
      return new Measure(
          counted / ((System.nanoTime() - time) / 1e9),
          (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / counted);
    }
  }

  private static long await(String job, String counter, long count) {
    while (true) {
      long now = JobCounters.sum(job, counter);
      if (now >= count) {
        return now;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
