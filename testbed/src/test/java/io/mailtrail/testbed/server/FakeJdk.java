package io.mailtrail.testbed.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A folder that looks like a JDK from outside. */
final class FakeJdk {
  private FakeJdk() {}

  static Path at(Path home, String version) {
    return at(home, version, "java.base java.instrument jdk.incubator.vector jdk.unsupported");
  }

  static Path at(Path home, String version, String modules) {
    try {
      Path java = home.resolve("bin/java");
      Files.createDirectories(java.getParent());
      Files.writeString(java, "#!/bin/sh\n");
      Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.writeString(
          home.resolve("release"),
          "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\""
              + version
              + "\"\n"
              + (modules.isEmpty() ? "" : "MODULES=\"" + modules + "\"\n"));
      return home.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
