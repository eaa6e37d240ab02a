package io.mailtrail.testbed.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParentDeathIT {
  private static final Duration TIME_TO_END = Duration.ofSeconds(40);

  @TempDir Path folder;

  @Test
  void killingTheParentEndsItsServersAndTheirFoldersCanBeUsedAgain() throws Exception {
    OpenFolders.letOthersPass(folder);
    Process parent =
        new ProcessBuilder(
                Jdk.own().java().toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                ServersOfADoomedParent.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    List<ProcessHandle> orphans = new ArrayList<>();
    try {
      List<Long> servers = awaitServers(parent);
      assertThat(servers).hasSize(2).allMatch(pid -> ProcessHandle.of(pid).isPresent());
      parent.descendants().forEach(orphans::add);
      assertThat(orphans).extracting(ProcessHandle::pid).containsAll(servers);

      parent.destroyForcibly(); // SIGKILL: nothing in the parent gets to run

      try (KafkaServer again =
          KafkaServer.start(ServersOfADoomedParent.options(folder.resolve("kafka")))) {
        assertThat(again.isAlive()).isTrue();
      }
      Await.until(
          "no process of the dead parent is left",
          TIME_TO_END,
          () -> orphans.stream().noneMatch(ProcessHandle::isAlive));
    } finally {
      parent.destroyForcibly();
      orphans.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static List<Long> awaitServers(Process parent) throws IOException {
    List<String> said = new ArrayList<>();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8));
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      said.add(line);
      if (line.startsWith("started ")) {
        return Stream.of(line.split(" ")).skip(1).map(Long::valueOf).toList();
      }
    }
    throw new AssertionError("the servers did not start: " + said);
  }
}
