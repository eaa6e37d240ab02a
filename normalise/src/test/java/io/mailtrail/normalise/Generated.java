package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are generated, kept in the sources, and must not be stale. */
final class Generated {
  private static final boolean WRITE = Boolean.getBoolean("mailtrail.write");

  private Generated() {}

  /** Holds a file against what it must be; with -Dmailtrail.write=true, makes it so. */
  static void matches(Path file, String expected) {
    try {
      if (WRITE) {
        Files.writeString(file, expected);
      }
      assertThat(Files.exists(file) ? Files.readString(file, UTF_8) : "")
          .as(
              "%s is stale; write it anew and read the difference: mvn -pl normalise -am verify"
                  + " -Dmailtrail.write=true",
              file)
          .isEqualTo(expected);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
