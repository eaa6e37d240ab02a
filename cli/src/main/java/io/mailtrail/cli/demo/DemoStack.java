package io.mailtrail.cli.demo;

import io.mailtrail.cli.Failure;
import io.mailtrail.cli.flink.EmbeddedFlink;
import io.mailtrail.dashboards.Console;
import io.mailtrail.enrich.EnrichConfig;
import io.mailtrail.enrich.EnrichJob;
import io.mailtrail.ingest.IngestConfig;
import io.mailtrail.ingest.IngestJob;
import io.mailtrail.sink.SinkConfig;
import io.mailtrail.sink.SinkJob;
import io.mailtrail.sink.Templates;
import io.mailtrail.testbed.server.KafkaServer;
import io.mailtrail.testbed.server.OpenSearchServer;
import io.mailtrail.testbed.server.ServerOptions;
import io.mailtrail.testbed.server.Topics;
import io.mailtrail.testbed.tenant.TenantPlan;
import io.mailtrail.testbed.tenant.TenantServer;
import io.mailtrail.testbed.tenant.VirtualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobStatus;

/**
 * Everything that the demo starts: Kafka, OpenSearch, Flink with the jobs, the console. Whatever of
 * it was started ends with it, in the order that lets each part end in peace. Thread-safe.
 */
final class DemoStack implements AutoCloseable {
  /** What uses what: each ends before those above it, which it needs to end in order. */
  enum Layer {
    SERVERS,
    TENANT,
    JOBS,
    FACES
  }

  static final String INGEST = "ingest";
  static final String ENRICH = "enrich";
  static final String SINK = "sink";

  private static final Duration UNTIL_KILLED = Duration.ofSeconds(30);

  private final Map<Layer, Deque<AutoCloseable>> parts = new EnumMap<>(Layer.class);
  private final ExecutorService starters = Executors.newFixedThreadPool(2);
  private final Narrator narrator;
  private final DemoOptions options;
  private volatile KafkaServer kafka;
  private volatile OpenSearchServer openSearch;
  private volatile EmbeddedFlink flink;
  private volatile Console console;
  private volatile boolean ending;

  private DemoStack(DemoOptions options, Narrator narrator) {
    this.options = options;
    this.narrator = narrator;
  }

  /** Nothing is running yet; whoever holds it closes it, also when {@link #start} fails. */
  static DemoStack of(DemoOptions options, Narrator narrator) {
    return new DemoStack(options, narrator);
  }

  /** Starts the servers side by side, then the jobs that read, then the console. */
  void start(VirtualClock clock) throws IOException {
    CompletableFuture<Void> kafkaStart =
        CompletableFuture.runAsync(
            () ->
                kafka =
                    opened(
                        Layer.SERVERS,
                        KafkaServer.start(
                            ServerOptions.in(DemoFolder.kafka(options.folder()))
                                .withProgress(narrator::status))),
            starters);
    CompletableFuture<Void> openSearchStart =
        CompletableFuture.runAsync(
            () ->
                openSearch =
                    opened(
                        Layer.SERVERS,
                        OpenSearchServer.start(
                            ServerOptions.in(DemoFolder.openSearch(options.folder()))
                                .withHeapMegabytes(1024)
                                .withProgress(narrator::status))),
            starters);
    flink = opened(Layer.JOBS, startFlink());
    join(kafkaStart);
    Topics.create(kafka.bootstrap());
    narrator.say("Kafka " + kafka.version() + " is up");
    join(openSearchStart);
    narrator.say("OpenSearch " + openSearch.version() + " is up. " + openSearch.why());

    DemoSettings settings = new DemoSettings(kafka.bootstrap(), openSearch.uri());
    SinkConfig sink = settings.sink();
    Templates.install(sink.openSearch(), 0);
    flink.submit(
        SINK,
        env -> SinkJob.defineWorkflow(env, SinkJob.Sources.kafka(sink), SinkJob.sink(sink), 1));
    EnrichConfig enrich = settings.enrich();
    flink.submit(
        ENRICH,
        env -> {
          EnrichJob.define(env, enrich);
          // Its state is the largest by far, and nobody waits for its checkpoints but the end.
          env.getCheckpointConfig().setCheckpointInterval(5_000);
        });
    console =
        opened(Layer.FACES, Console.start(settings.console(free(options.consolePort())), clock));
    narrator.say(
        "ready after %d s: Flink runs the jobs, the console is served"
            .formatted(narrator.sinceStart().toSeconds()));
  }

  private EmbeddedFlink startFlink() throws IOException {
    try {
      return EmbeddedFlink.start(
          new EmbeddedFlink.Options(
              options.folder().resolve("flink"),
              8,
              free(options.flinkPort()),
              Duration.ofSeconds(1)));
    } catch (IllegalStateException e) {
      throw new Failure(e.getMessage(), e);
    }
  }

  /** Starts collecting from the tenant. */
  void collect(TenantPlan plan, TenantServer tenant, VirtualClock clock) {
    IngestConfig config =
        new DemoSettings(kafka.bootstrap(), openSearch.uri()).ingest(plan, tenant.uri());
    flink.submit(INGEST, env -> IngestJob.defineWorkflow(env, config, clock));
  }

  /** Keeps something open until the stack closes. */
  <T extends AutoCloseable> T opened(Layer layer, T part) {
    synchronized (parts) {
      if (!ending) {
        parts.computeIfAbsent(layer, any -> new ArrayDeque<>()).push(part);
        return part;
      }
    }
    close(part);
    throw new IllegalStateException("the demo is ending");
  }

  /** Whether the end has begun; what fails from then on fails because of it. */
  boolean isEnding() {
    return ending;
  }

  KafkaServer kafka() {
    return kafka;
  }

  URI openSearch() {
    return openSearch.uri();
  }

  URI console() {
    return console.uri();
  }

  URI flink() {
    return flink.webPage();
  }

  /**
   * A part that has ended by itself is a reason to stop waiting for it.
   *
   * @throws Failure naming the part, and where to read why
   * @throws IllegalStateException if the stack is ending, as it was told to
   */
  void requireHealthy() {
    if (ending) {
      throw new IllegalStateException("the demo is ending");
    }
    if (!kafka.isAlive()) {
      throw hasEnded("Kafka", kafka.dataFolder());
    }
    if (!openSearch.isAlive()) {
      throw hasEnded("OpenSearch", openSearch.dataFolder());
    }
    for (String job : new String[] {INGEST, ENRICH, SINK}) {
      Optional<JobStatus> status = flink.status(job);
      if (status.isPresent() && status.get().isGloballyTerminalState()) {
        throw new Failure(
            "the job "
                + job
                + " has ended: "
                + status.get()
                + flink.failure(job).map(reason -> ", " + reason).orElse(""));
      }
    }
  }

  private static Failure hasEnded(String server, Path folder) {
    return new Failure(server + " has ended; its logs are in " + folder.resolve("logs"));
  }

  /** The port asked for where nobody has it, else any free one. */
  private static int free(int wanted) throws IOException {
    if (wanted != 0) {
      try (ServerSocket probe = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
        return probe.getLocalPort();
      } catch (IOException e) {
        return 0;
      }
    }
    return 0;
  }

  private static void join(CompletableFuture<Void> start) {
    try {
      start.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** A server that is still starting is killed. Idempotent; a second caller waits for the first. */
  @Override
  public void close() {
    synchronized (parts) {
      ending = true;
    }
    synchronized (starters) {
      starters.shutdownNow();
      try {
        if (!starters.awaitTermination(UNTIL_KILLED.toSeconds(), TimeUnit.SECONDS)) {
          narrator.say("a server that was starting did not end cleanly");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      Layer[] layers = Layer.values();
      for (int i = layers.length - 1; i >= 0; i--) {
        Deque<AutoCloseable> layer = parts.getOrDefault(layers[i], new ArrayDeque<>());
        while (!layer.isEmpty()) {
          close(layer.pop());
        }
      }
    }
  }

  private void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      narrator.say(
          "did not end cleanly: " + part.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }
}
