package io.mailtrail.testbed.tenant;

import io.mailtrail.testbed.tenant.TenantServer.Stray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Where a link leads that a client must not follow: a second listener, and links that lead there or
 * to our own listener by another name. It writes down who comes. Thread-safe.
 */
final class Elsewhere implements AutoCloseable {
  private static final String MARK = "sim";
  private static final String MARKED = "elsewhere";

  private final List<Stray> strays = new CopyOnWriteArrayList<>();
  private final HttpListener trap;

  private Elsewhere() throws IOException {
    this.trap =
        HttpListener.open(
            "tenant-server-elsewhere",
            new HttpListener.Handler() {
              @Override
              public void handle(Request request, Connection connection) throws IOException {
                note("another port", request);
                Reply reply = Reply.json(200, List.of());
                ReplyWriter.send(connection, reply, Delivery.plain(false));
              }

              @Override
              public void notHttp(String first) {
                strays.add(new Stray("another port", first, false));
              }
            });
  }

  static Elsewhere open() throws IOException {
    return new Elsewhere();
  }

  void start() {
    trap.start();
  }

  /** Links of all kinds to another origin, for what is at this path of ours. */
  List<String> links(int ownPort, String path) {
    String marked = path + (path.contains("?") ? "&" : "?") + MARK + "=" + MARKED;
    String own = "127.0.0.1:" + ownPort;
    String other = "127.0.0.1:" + trap.port();
    List<String> links = new ArrayList<>();
    links.add("http://" + other + marked);
    links.add("https://" + own + marked);
    links.add("http://localhost:" + ownPort + marked);
    links.add("http://" + own + "@" + other + marked);
    links.add("http://manage.office.com%40" + own + "@" + other + marked);
    links.add("//" + other + marked);
    links.add("http://" + other + "\\@" + own + marked);
    links.add("http://" + other + "#@" + own + marked);
    return links;
  }

  /** Whether the request followed one of the links to our own listener by another name. */
  boolean isStray(Request request) {
    return MARKED.equals(request.query().get(MARK));
  }

  void note(String origin, Request request) {
    strays.add(new Stray(origin, request.line(), request.bearer() != null));
  }

  void noteNotHttp(String first) {
    strays.add(new Stray("another scheme", first, false));
  }

  List<Stray> strays() {
    return List.copyOf(strays);
  }

  /** What a stray on our own listener gets: nothing worth having. */
  static Reply answer() {
    return Reply.json(200, List.of(Map.of()));
  }

  @Override
  public void close() {
    trap.close();
  }
}
