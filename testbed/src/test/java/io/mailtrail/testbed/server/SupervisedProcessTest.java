package io.mailtrail.testbed.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisedProcessTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path path;
  private SupervisedProcess process;

  @AfterEach
  void stop() {
    process.stop();
  }

  @Test
  void endsTheServerWhenStopped() {
    DataFolder folder = start(Duration.ofSeconds(10), "sleep", "300");
    ProcessHandle server = serverOf(folder);

    process.stop();
    process.stop();

    assertThat(server.isAlive()).isFalse();
    assertThat(process.isAlive()).isFalse();
    assertThat(folder.pid()).isEmpty();
  }

  @Test
  void killsAServerThatDoesNotEndWithinTheGrace() {
    DataFolder folder =
        start(
            Duration.ofSeconds(1),
            "sh",
            "-c",
            "trap '' TERM; echo deaf; while :; do sleep 1; done");
    Await.until("the server ignores TERM", SOON, () -> folder.logsSay("deaf"));
    ProcessHandle server = serverOf(folder);

    process.stop();

    assertThat(server.isAlive()).isFalse();
  }

  @Test
  void passesOnWithWhatTheServerEnded() {
    DataFolder folder = start(Duration.ZERO, "sh", "-c", "echo out of luck >&2; exit 3");

    Await.until("the server has ended", SOON, () -> !process.isAlive());

    assertThat(process.exitCode()).isEqualTo(3);
    assertThat(folder.tail()).contains(folder.stdout().toString()).contains("out of luck");
  }

  @Test
  void aCtrlCForTheTerminalIsNotForTheServer() {
    DataFolder folder = start(Duration.ofSeconds(10), "sleep", "300");
    ProcessHandle server = serverOf(folder);
    long shell = server.parent().orElseThrow().pid();

    Command.run(List.of("kill", "-INT", Long.toString(server.pid()), Long.toString(shell)));
    Command.run(List.of("kill", "-HUP", Long.toString(server.pid()), Long.toString(shell)));

    assertThat(Await.within(Duration.ofMillis(300), () -> !server.isAlive())).isFalse();
    assertThat(process.isAlive()).isTrue();
  }

  @Test
  void aTermToTheSupervisorEndsTheServer() {
    DataFolder folder = start(Duration.ofSeconds(10), "sleep", "300");
    ProcessHandle server = serverOf(folder);

    server.parent().orElseThrow().destroy();

    Await.until("both have ended", SOON, () -> !server.isAlive() && !process.isAlive());
  }

  @Test
  void theServerEndsWithItsSupervisorsInputEvenIfTheSupervisorWasKilled() {
    DataFolder folder = start(Duration.ofSeconds(10), "sleep", "300");
    ProcessHandle server = serverOf(folder);

    server.parent().orElseThrow().destroyForcibly();
    process.stop();

    Await.until("the server has ended", SOON, () -> !server.isAlive());
  }

  private DataFolder start(Duration grace, String... command) {
    DataFolder folder = new DataFolder(path);
    folder.create();
    process = SupervisedProcess.start(folder, List.of(command), grace);
    return folder;
  }

  private static ProcessHandle serverOf(DataFolder folder) {
    Await.until("the server's process is known", SOON, () -> folder.pid().isPresent());
    return ProcessHandle.of(folder.pid().orElseThrow()).orElseThrow();
  }
}
