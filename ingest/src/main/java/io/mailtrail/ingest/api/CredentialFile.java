package io.mailtrail.ingest.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A file whose contents may change while we run. Not thread-safe. */
final class CredentialFile {
  private final Path path;
  private byte[] contents;

  CredentialFile(Path path) {
    this.path = path;
  }

  /**
   * Reads it. A mounted secret is exchanged by renaming, within one tick of the clock and to the
   * same size, so its contents are compared and not its attributes; it is small.
   *
   * @return whether it is another one than at the last time
   */
  boolean changed() throws IOException {
    byte[] now = Files.readAllBytes(path);
    if (contents != null && Arrays.equals(now, contents)) {
      return false;
    }
    contents = now;
    return true;
  }

  /** As last read. */
  byte[] contents() {
    return contents;
  }
}
