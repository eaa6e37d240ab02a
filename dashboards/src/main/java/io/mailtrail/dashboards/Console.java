package io.mailtrail.dashboards;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.mailtrail.dashboards.query.EntityQuery;
import io.mailtrail.dashboards.query.EventQuery;
import io.mailtrail.dashboards.store.Store;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running console. It needs no OpenSearch to start: while there is none, its pages say so, and
 * {@code /health} does, too.
 */
public final class Console implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Console.class);

  private final Javalin server;
  private final Store store;
  private final URI uri;

  private Console(Javalin server, Store store, URI uri) {
    this.server = server;
    this.store = store;
    this.uri = uri;
  }

  /**
   * Starts serving.
   *
   * @throws io.javalin.util.JavalinBindException if the port is taken
   */
  public static Console start(ConsoleConfig config) {
    return start(config, Clock.systemUTC());
  }

  /**
   * Starts serving.
   *
   * @param clock tells what "the last 24 hours" are
   */
  public static Console start(ConsoleConfig config, Clock clock) {
    Store store =
        new Store(
            config.openSearchUrl(),
            config.openSearchUser(),
            config.openSearchPassword(),
            config.queryTimeout());
    try {
      Routes routes = routes(config, store, clock);
      Javalin server = Javalin.create(javalin -> configure(javalin, config, routes)).start();
      URI uri = uri(config.listenHost(), server.port());
      LOG.atInfo().addKeyValue("uri", uri).log("Console listens");
      if (!config.listenNames().containsAll(List.of(config.listenHost()))) {
        LOG.atWarn()
            .addKeyValue("host", config.listenHost())
            .log("Console has no sign-in and listens beyond loopback");
      }
      return new Console(server, store, uri);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private static Routes routes(ConsoleConfig config, Store store, Clock clock) {
    EventQuery queries = new EventQuery(config.queryTimeout());
    Assets assets = Assets.load();
    List<String> names = new ArrayList<>(config.listenNames());
    names.add(bracketed(config.listenHost()));
    return new Routes(
        store,
        queries,
        new EntityQuery(config.queryTimeout()),
        config.exportMaxRecords(),
        assets,
        new Guard(names),
        config.openSearchUrl(),
        clock);
  }

  private static void configure(JavalinConfig javalin, ConsoleConfig config, Routes routes) {
    javalin.startup.showJavalinBanner = false;
    javalin.startup.showOldJavalinVersionWarning = false;
    javalin.jetty.host = config.listenHost();
    javalin.jetty.port = config.listenPort();
    javalin.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    // Addresses carry whole searches.
    javalin.jetty.modifyHttpConfiguration(http -> http.setRequestHeaderSize(64 * 1_024));
    javalin.requestLogger.http(routes::answered);
    routes.addTo(javalin.routes);
  }

  private static URI uri(String host, int port) {
    return URI.create("http://" + bracketed(host) + ":" + port);
  }

  private static String bracketed(String host) {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  /** Where it is served. */
  public URI uri() {
    return uri;
  }

  @Override
  public void close() {
    server.stop();
    store.close();
  }
}
