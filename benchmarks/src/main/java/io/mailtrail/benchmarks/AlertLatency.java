package io.mailtrail.benchmarks;

import io.mailtrail.cli.flink.EmbeddedFlink;
import io.mailtrail.enrich.EnrichConfig;
import io.mailtrail.enrich.EnrichJob;
import io.mailtrail.ingest.IngestConfig;
import io.mailtrail.ingest.IngestJob;
import io.mailtrail.ingest.file.FileImport;
import io.mailtrail.ingest.file.FileOptions;
import io.mailtrail.model.Alert;
import io.mailtrail.model.Limits;
import io.mailtrail.model.ProgressMarker;
import io.mailtrail.model.RecordId;
import io.mailtrail.model.Topic;
import io.mailtrail.model.config.Settings;
import io.mailtrail.testbed.server.KafkaServer;
import io.mailtrail.testbed.server.ServerOptions;
import io.mailtrail.testbed.server.Topics;
import io.mailtrail.testbed.tenant.ContentBlob;
import io.mailtrail.testbed.tenant.SimulatedTenant;
import io.mailtrail.testbed.tenant.TenantPlan;
import io.mailtrail.testbed.tenant.TenantServer;
import io.mailtrail.testbed.tenant.VirtualClock;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How long it takes from the moment at which the last record of an alert can be had from the API to
 * the alert in {@code audit.alerts}: the jobs of the demo, Kafka and the simulated tenant, whose
 * life goes on after a month of history. Only alerts whose last record comes after the history
 * count, and of each the first version.
 *
 * <p>Arguments: alerts to wait for (default 100), people (default 300), speed of the tenant's clock
 * (default 10: a story every fifteen seconds).
 */
public final class AlertLatency {
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private final SimulatedTenant tenant;
  private final VirtualClock clock;
  private final double speed;

  /** When an alert was first there, in nanoseconds, by its id. */
  private final Map<String, Long> arrived = new LinkedHashMap<>();

  private final Map<String, Alert> alerts = new HashMap<>();
  private Instant completeUpTo = Instant.EPOCH;
  private long beganNanos;

  private AlertLatency(SimulatedTenant tenant, VirtualClock clock, double speed) {
    this.tenant = tenant;
    this.clock = clock;
    this.speed = speed;
  }

  public static void main(String[] arguments) throws Exception {
    int wanted = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
    int users = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 300;
    double speed = arguments.length > 2 ? Double.parseDouble(arguments[2]) : 10;
    Path folder = Files.createTempDirectory("mailtrail-latency");
    SimulatedTenant tenant = SimulatedTenant.of(TenantPlan.of(1).withUsers(users).withLive(true));
    VirtualClock clock = VirtualClock.standingAt(tenant.plan().anchor());
    try (KafkaServer kafka = KafkaServer.start(ServerOptions.in(folder.resolve("kafka")));
        TenantServer server = TenantServer.start(tenant, clock);
        EmbeddedFlink flink =
            EmbeddedFlink.start(
                new EmbeddedFlink.Options(folder.resolve("flink"), 6, 0, Duration.ofSeconds(1)))) {
      Topics.create(kafka.bootstrap());
      AlertLatency latency = new AlertLatency(tenant, clock, speed);
      latency.start(kafka.bootstrap(), server.uri(), flink, folder);
      latency.run(kafka.bootstrap(), wanted);
      latency.print();
    } finally {
      delete(folder);
    }
  }

  private void start(String kafka, URI server, EmbeddedFlink flink, Path folder) throws Exception {
    EnrichConfig enrich =
        EnrichConfig.from(
            Settings.of(
                Map.of("kafka.bootstrap", kafka, "enrich.state.backend", "hashmap"),
                EnrichConfig.SETTINGS));
    flink.submit(
        "enrich",
        env -> {
          EnrichJob.define(env, enrich);
          env.getCheckpointConfig().setCheckpointInterval(5_000);
        });
    Path csv = folder.resolve("export.csv");
    tenant.writePurviewCsv(csv);
    TenantPlan plan = tenant.plan();
    try (FileImport files = FileImport.to(kafka, plan.tenantId(), clock, Duration.ofHours(24))) {
      files.run(csv, FileOptions.NONE, (bytes, records, rejects) -> {});
    }
    IngestConfig ingest =
        IngestConfig.from(
            Settings.of(
                Map.of(
                    "kafka.bootstrap", kafka,
                    "ingest.poll.every", "200ms",
                    "ingest.poll.behind", "1s",
                    "tenants.it.id", plan.tenantId(),
                    "tenants.it.client-id", plan.clientId(),
                    "tenants.it.client-secret", plan.clientSecret(),
                    "tenants.it.login-url", server.toString(),
                    "tenants.it.api-url", server.toString(),
                    "tenants.it.requests-per-minute", "60000"),
                IngestConfig.SETTINGS));
    flink.submit("ingest", env -> IngestJob.defineWorkflow(env, ingest, clock));
  }

  private void run(String kafka, int wanted) {
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers",
            kafka,
            "enable.auto.commit",
            "false",
            "max.partition.fetch.bytes",
            Limits.MAX_MESSAGE_BYTES);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = new ArrayList<>();
      partitions.add(new TopicPartition(Topic.RAW.topicName(), 0));
      consumer
          .partitionsFor(Topic.ALERTS.topicName())
          .forEach(it -> partitions.add(new TopicPartition(it.topic(), it.partition())));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      // Until the history is in, time stands still, lest the oldest of it expire.
      Instant caughtUp = clock.instant().minus(MARGIN);
      while (completeUpTo.isBefore(caughtUp)) {
        poll(consumer);
      }
      System.out.println("the history is collected, the clock begins to run");
      clock.run(speed);
      beganNanos = System.nanoTime();
      while (measured().count() < wanted) {
        poll(consumer);
      }
    }
  }

  private void poll(KafkaConsumer<byte[], byte[]> consumer) {
    for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
      long now = System.nanoTime();
      if (message.topic().equals(Topic.RAW.topicName())) {
        if (message.headers().lastHeader(ProgressMarker.HEADER) != null) {
          ProgressMarker.of(message.value()).progress().stream()
              .map(ProgressMarker.Progress::completeUpTo)
              .min(Instant::compareTo)
              .ifPresent(time -> completeUpTo = time);
        }
      } else if (message.value() != null) {
        Alert alert = Alert.of(message.value());
        if (alert.status() != Alert.Status.RETRACTED
            && arrived.putIfAbsent(alert.id(), now) == null) {
          alerts.put(alert.id(), alert);
        }
      }
    }
  }

  /** The alerts of what happened after the history. */
  private Stream<Alert> measured() {
    Instant anchor = tenant.plan().anchor();
    return alerts.values().stream().filter(alert -> !alert.last().isBefore(anchor));
  }

  private void print() {
    Map<String, Instant> available = new HashMap<>();
    for (ContentBlob blob : tenant.allBlobs()) {
      for (String id : blob.recordIds()) {
        available.merge(
            RecordId.of(tenant.tenantId(), id),
            blob.created(),
            (one, other) -> one.isBefore(other) ? one : other);
      }
    }
    List<Double> seconds =
        measured()
            .map(alert -> arrived.get(alert.id()) / 1e9 - availableSeconds(alert, available))
            .sorted()
            .toList();
    System.out.printf(
        Locale.ROOT,
        "%d alerts: from the record at the API to the alert p50 %.2f s, p90 %.2f s, p99 %.2f s,"
            + " longest %.2f s%n",
        seconds.size(),
        quantile(seconds, 0.5),
        quantile(seconds, 0.9),
        quantile(seconds, 0.99),
        quantile(seconds, 1));
  }

  /** When the last of its records could be had, on our own clock. */
  private double availableSeconds(Alert alert, Map<String, Instant> available) {
    Instant last =
        alert.evidence().stream()
            .map(evidence -> available.get(evidence.recordId()))
            .filter(Objects::nonNull)
            .max(Instant::compareTo)
            .orElseThrow();
    double since = Duration.between(tenant.plan().anchor(), last).toMillis() / 1e3;
    return beganNanos / 1e9 + since / speed;
  }

  private static double quantile(List<Double> sorted, double share) {
    int index = (int) Math.ceil(share * sorted.size()) - 1;
    return sorted.get(Math.max(0, index));
  }

  private static void delete(Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
