package io.mailtrail.testbed.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Ports on loopback. */
final class Ports {
  private Ports() {}

  /**
   * Ports that were free a moment ago, all different. Nothing holds them, so the server that is to
   * listen on one may still find it taken, and is then started again on others.
   */
  static List<Integer> free(int count) {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      List<Integer> ports = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        sockets.add(socket);
        ports.add(socket.getLocalPort());
      }
      return ports;
    } catch (IOException e) {
      throw new ServerException("No free port on loopback: " + e.getMessage(), e);
    } finally {
      sockets.forEach(Ports::close);
    }
  }

  /** Fails where a port that was asked for is taken, before a server is started in vain. */
  static void requireFree(String name, int port) {
    if (port != 0 && answers(port)) {
      throw taken(name, port);
    }
  }

  static ServerException taken(String name, int port) {
    return new ServerException(
        name + " cannot listen on port " + port + ": another process does already.");
  }

  static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new ServerException("Could not close a probing socket: " + e.getMessage(), e);
    }
  }
}
