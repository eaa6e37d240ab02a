package io.mailtrail.testbed.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An OpenSearch node in a JVM of its own, on loopback, without authentication. It ends with {@link
 * #close()}, and with our process in whatever way that ends. What it holds stays in its data
 * folder. Started by root it runs as {@code nobody}. Thread-safe.
 */
public final class OpenSearchServer implements AutoCloseable {
  private final OpenSearchChoice choice;
  private final DataFolder folder;
  private final SupervisedProcess process;
  private final URI uri;
  private final String why;

  private OpenSearchServer(
      OpenSearchChoice choice, DataFolder folder, SupervisedProcess process, URI uri, String why) {
    this.choice = choice;
    this.folder = folder;
    this.process = process;
    this.uri = uri;
    this.why = why;
  }

  /**
   * Starts the line that {@code MAILTRAIL_OPENSEARCH_VERSION} asks for, else the newest that a JDK
   * of this machine can run.
   *
   * @throws ServerException see {@link #start(ServerOptions, Optional)}
   */
  public static OpenSearchServer start(ServerOptions options) {
    return start(options, OpenSearchLine.asked());
  }

  /**
   * Starts a node and waits until it takes work.
   *
   * @param line which line; if empty, the newest that a JDK of this machine can run
   * @throws ServerException if there is no assembled OpenSearch, no JDK for it, the folder is in
   *     use, or the node does not come up; nothing of it is left running then
   */
  public static OpenSearchServer start(ServerOptions options, Optional<OpenSearchLine> line) {
    JdkFinder finder = JdkFinder.ofThisMachine();
    OpenSearchChoice choice =
        OpenSearchChoice.make(
            line, finder.demanded("OPENSEARCH_JAVA_HOME"), finder.find(Jdk.own()));
    Path assembled = Assembly.find().openSearch(choice.line());
    Account account = Account.notRoot();
    Placement placement = Placement.of(account, options.progress());
    Path home =
        placement.readable(
            assembled, List.of("lib/" + assembled.getFileName() + ".jar", "modules/lang-painless"));
    Path javaHome = placement.readable(choice.jdk().home(), List.of("bin/java", "lib/modules"));
    DataFolder folder = new DataFolder(placement.dataFolder(options.dataFolder()));
    folder.create();
    folder.awaitUnlocked(nodeLock(folder), options);
    writeSettings(folder, options.port());
    account.take(folder.path());

    String name = "OpenSearch " + choice.line().version();
    Ports.requireFree(name, options.port());

    String why = why(choice, placement);
    options.progress().accept("Starting " + why);
    OpenSearchCommand command = new OpenSearchCommand(choice.line(), choice.jdk(), javaHome, home);
    SupervisedProcess process =
        SupervisedProcess.start(
            folder, account.command(command.line(folder, options)), options.stopGrace());
    Startup.Outcome outcome = Startup.await(name, process, folder, options, () -> isReady(folder));
    if (outcome != Startup.Outcome.READY) {
      throw new ServerException(name + " found no free port." + folder.tail());
    }
    URI uri = listensOn(folder).orElseThrow(() -> new ServerException(name + " ended at once."));
    return new OpenSearchServer(choice, folder, process, uri, why + ".");
  }

  /** Why no JDK of this machine can run the line, in one sentence; empty if one can. */
  public static Optional<String> unavailable(OpenSearchLine line) {
    JdkFinder finder = JdkFinder.ofThisMachine();
    try {
      OpenSearchChoice.make(
          Optional.of(line), finder.demanded("OPENSEARCH_JAVA_HOME"), finder.find(Jdk.own()));
      return Optional.empty();
    } catch (ServerException e) {
      return Optional.of(e.getMessage());
    }
  }

  /**
   * Waits until no node uses the data in this folder any more: one whose parent was just killed
   * takes some seconds to end itself.
   *
   * @throws ServerException if one goes on using it
   */
  public static void awaitUnused(ServerOptions options) {
    DataFolder folder = new DataFolder(Placement.whereDataIs(options.dataFolder()));
    folder.awaitUnlocked(nodeLock(folder), options);
  }

  private static Path nodeLock(DataFolder folder) {
    return folder.data().resolve("nodes/0/node.lock");
  }

  /** Where clients connect, such as {@code http://127.0.0.1:40123}. */
  public URI uri() {
    return uri;
  }

  public OpenSearchLine line() {
    return choice.line();
  }

  /** Such as {@code 3.8.0}. */
  public String version() {
    return choice.line().version();
  }

  /** One sentence for the user: which version runs on which Java, where, and why. */
  public String why() {
    return why;
  }

  /** Where the data is; not where it was asked to be, if root's account had to move it. */
  public Path dataFolder() {
    return folder.path();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Of the node's process. */
  public long pid() {
    return folder.pid().orElseThrow(() -> new IllegalStateException("OpenSearch has ended"));
  }

  /** Stops the node and waits until its process is gone. Idempotent. */
  @Override
  public void close() {
    process.stop();
  }

  private static void writeSettings(DataFolder folder, int port) {
    try {
      Files.deleteIfExists(portsFile(folder));
    } catch (IOException e) {
      throw new ServerException("Could not delete " + portsFile(folder) + ": " + e, e);
    }
    folder.write(
        "opensearch.yml",
        Resource.text(
            "opensearch.yml",
            Map.of(
                "DATA", yaml(folder.data()),
                "LOGS", yaml(folder.logs()),
                "SNAPSHOTS", yaml(folder.path().resolve("snapshots")),
                "PORT", Integer.toString(port))));
    folder.write("log4j2.properties", Resource.text("opensearch-log4j2.properties"));
  }

  private static String yaml(Path path) {
    return "\"" + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static String why(OpenSearchChoice choice, Placement placement) {
    List<String> parts = new ArrayList<>();
    parts.add(choice.why());
    parts.addAll(placement.notes());
    return String.join("; ", parts);
  }

  private static Path portsFile(DataFolder folder) {
    return folder.logs().resolve("http.ports");
  }

  /** The node says so itself, so that nobody can take the port between our choice and its start. */
  private static Optional<URI> listensOn(DataFolder folder) {
    try {
      return Files.readString(portsFile(folder))
          .lines()
          .findFirst()
          .map(address -> URI.create("http://" + address.strip()));
    } catch (IOException e) {
      return Optional.empty(); // not yet
    }
  }

  private static boolean isReady(DataFolder folder) {
    Optional<URI> uri = listensOn(folder);
    if (uri.isEmpty()) {
      return false;
    }
    try {
      URI health = uri.get().resolve("/_cluster/health?wait_for_status=yellow&timeout=1s");
      return LoopbackHttp.send("GET", health, "", Duration.ofSeconds(5)).statusCode() == 200;
    } catch (IOException e) {
      return false; // not yet
    }
  }
}
