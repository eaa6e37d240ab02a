package io.mailtrail.testbed.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void givesDifferentPortsThatNobodyListensOn() {
    assertThat(Ports.free(20))
        .hasSize(20)
        .doesNotHaveDuplicates()
        .noneMatch(Ports::answers)
        .allMatch(port -> port > 0);
  }

  @Test
  void seesThatSomebodyListens() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(Ports.answers(socket.getLocalPort())).isTrue();
    }
  }
}
