package io.mailtrail.testbed.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Temporary folders are closed to others; OpenSearch, which root starts as nobody, is one. */
final class OpenFolders {
  private OpenFolders() {}

  static void letOthersPass(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
  }
}
