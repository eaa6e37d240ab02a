package io.mailtrail.testbed.tenant;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * As much of an HTTP/1.1 server as the simulation needs, on the loopback interface. The JDK's own
 * cannot reset a connection or leave out a chunked body's end, and that is what this one is for.
 */
final class HttpListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);
  private static final int BACKLOG = 200;

  private final ServerSocket server;
  private final Handler handler;
  private final ExecutorService threads;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** Takes part in one connection after the other, on many threads. */
  interface Handler {
    /** Answers one request; the connection is closed after an exception. */
    void handle(Request request, Connection connection) throws IOException;

    /**
     * Something came that is not a request.
     *
     * @param first the beginning of it
     */
    void notHttp(String first);
  }

  private HttpListener(ServerSocket server, Handler handler, ExecutorService threads) {
    this.server = server;
    this.handler = handler;
    this.threads = threads;
  }

  /**
   * Listens on a free port; takes no connection before {@link #start}.
   *
   * @throws IOException if no port can be had
   */
  static HttpListener open(String name, Handler handler) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    ServerSocket server = new ServerSocket(0, BACKLOG, loopback);
    ExecutorService threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    return new HttpListener(server, handler, threads);
  }

  int port() {
    return server.getLocalPort();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + port());
  }

  void start() {
    threads.execute(this::accept);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        threads.execute(() -> serve(socket));
      } catch (IOException | RejectedExecutionException e) {
        LOG.debug("A connection was not taken: port={}", port(), e);
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        Connection connection = new Connection(socket)) {
      socket.setTcpNoDelay(true);
      while (connection.isOpen()) {
        Request request;
        try {
          request = connection.read();
        } catch (Connection.NotHttpException e) {
          handler.notHttp(e.getMessage());
          return;
        }
        if (request == null) {
          return;
        }
        handler.handle(request, connection);
      }
    } catch (IOException e) {
      // The client has gone, or is to think that we have.
      LOG.debug("A connection ended: port={}", port(), e);
    } finally {
      open.remove(socket);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      // There is nothing left of it to close.
    }
    threads.shutdownNow();
  }
}
