package io.mailtrail.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Processes of tests. What they say goes to a file, so that one that hangs is not waited for. */
public final class Child {
  private Child() {}

  /** A JVM with our own class path. */
  public static ProcessBuilder jvm(List<String> options, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  /** Runs it to its end, which must come in time and be a good one, and gives what it said. */
  public static String run(ProcessBuilder builder, Duration patience)
      throws IOException, InterruptedException {
    Path said = Files.createTempFile("child", ".out");
    Process process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(ended).as("ended within " + patience + "; it said " + read(said)).isTrue();
      assertThat(process.exitValue()).as(read(said)).isZero();
      return read(said);
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(said);
    }
  }

  private static String read(Path said) throws IOException {
    return Files.readString(said, UTF_8);
  }
}
