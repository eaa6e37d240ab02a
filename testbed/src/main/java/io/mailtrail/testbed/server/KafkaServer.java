package io.mailtrail.testbed.server;

import io.mailtrail.model.Limits;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;

/**
 * A Kafka broker (KRaft, one node) in a JVM of its own, on loopback. It ends with {@link #close()},
 * and with our process in whatever way that ends. What it holds stays in its data folder.
 * Thread-safe.
 */
public final class KafkaServer implements AutoCloseable {
  private static final int ATTEMPTS = 3;

  private final DataFolder folder;
  private final SupervisedProcess process;
  private final int port;

  private KafkaServer(DataFolder folder, SupervisedProcess process, int port) {
    this.folder = folder;
    this.process = process;
    this.port = port;
  }

  /**
   * Starts a broker and waits until it takes work.
   *
   * @throws ServerException if there is no assembled Kafka, the folder is in use, or the broker
   *     does not come up; nothing of it is left running then
   */
  public static KafkaServer start(ServerOptions options) {
    Path home = Assembly.find().kafka();
    DataFolder folder = new DataFolder(options.dataFolder());
    folder.create();
    folder.awaitUnlocked(lock(folder), options);
    String name = "Kafka " + Versions.kafka();
    Ports.requireFree(name, options.port());
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      List<Integer> free = Ports.free(2);
      int port = options.port() == 0 ? free.get(0) : options.port();
      writeSettings(folder, port, free.get(1));
      if (!Files.exists(folder.data().resolve("meta.properties"))) {
        options.progress().accept("Making a Kafka log in " + folder.data());
        format(home, folder);
      }
      options.progress().accept("Starting " + name);
      SupervisedProcess process =
          SupervisedProcess.start(
              folder,
              java(home, jvmFlags(options), "kafka.Kafka", "config/server.properties"),
              options.stopGrace());
      Startup.Outcome outcome = Startup.await(name, process, folder, options, () -> answers(port));
      if (outcome == Startup.Outcome.READY) {
        return new KafkaServer(folder, process, port);
      }
    }
    throw new ServerException(
        "Kafka found its ports taken " + ATTEMPTS + " times in a row." + folder.tail());
  }

  /**
   * Waits until no broker uses the data in this folder any more: one whose parent was just killed
   * takes some seconds to end itself.
   *
   * @throws ServerException if one goes on using it
   */
  public static void awaitUnused(ServerOptions options) {
    DataFolder folder = new DataFolder(options.dataFolder());
    folder.awaitUnlocked(lock(folder), options);
  }

  private static Path lock(DataFolder folder) {
    return folder.data().resolve(".lock");
  }

  /** Where clients connect, as {@code host:port}. */
  public String bootstrap() {
    return "127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  public String version() {
    return Versions.kafka();
  }

  public Path dataFolder() {
    return folder.path();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Of the broker's process. */
  public long pid() {
    return folder.pid().orElseThrow(() -> new IllegalStateException("Kafka has ended"));
  }

  /** Stops the broker and waits until its process is gone. Idempotent. */
  @Override
  public void close() {
    process.stop();
  }

  private static void writeSettings(DataFolder folder, int port, int controllerPort) {
    folder.write(
        "server.properties",
        Resource.text(
            "kafka.properties",
            Map.of(
                "PORT", Integer.toString(port),
                "CONTROLLER_PORT", Integer.toString(controllerPort),
                "MAX_MESSAGE_BYTES", Integer.toString(Limits.MAX_MESSAGE_BYTES))));
    folder.write("log4j2.properties", Resource.text("kafka-log4j2.properties"));
  }

  private static void format(Path home, DataFolder folder) {
    List<String> command =
        java(
            home,
            List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"),
            "kafka.tools.StorageTool",
            "format",
            "--cluster-id",
            Uuid.randomUuid().toString(),
            "--config",
            folder.config().resolve("server.properties").toString());
    Command.Result result = Command.run(command, folder.path());
    if (!result.succeeded()) {
      throw new ServerException("Kafka could not make its log: " + result.output());
    }
  }

  private static List<String> jvmFlags(ServerOptions options) {
    List<String> flags = new ArrayList<>();
    flags.add("-Xmx" + options.heapMegabytes() + "m");
    flags.add("-XX:+UseG1GC");
    if (options.shortLived()) {
      flags.add("-XX:TieredStopAtLevel=1");
    }
    return flags;
  }

  private static List<String> java(Path home, List<String> flags, String... mainAndArguments) {
    List<String> command = new ArrayList<>();
    command.add(Jdk.own().java().toString());
    command.addAll(flags);
    command.addAll(
        List.of(
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.awt.headless=true",
            "-Djava.io.tmpdir=tmp",
            "-Dlog4j2.configurationFile=config/log4j2.properties",
            "-cp",
            classPath(home)));
    command.addAll(Arrays.asList(mainAndArguments));
    return command;
  }

  private static String classPath(Path home) {
    return Stream.of(readLine(home.resolve("class-path")).split(":"))
        .map(jar -> home.resolve(jar).toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String readLine(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new ServerException("Could not read " + file + ": " + e, e);
    }
  }

  private static boolean answers(int port) {
    if (!Ports.answers(port)) {
      return false; // asking for the cluster would log a warning for every failed connection
    }
    Map<String, Object> settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            "127.0.0.1:" + port,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            2_000,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            4_000);
    try (Admin admin = Admin.create(settings)) {
      return !admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).isEmpty();
    } catch (ExecutionException | TimeoutException e) {
      return false; // not yet
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("Interrupted while Kafka started.", e);
    }
  }
}
