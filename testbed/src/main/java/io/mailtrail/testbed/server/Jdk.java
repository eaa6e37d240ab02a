package io.mailtrail.testbed.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * An installed Java.
 *
 * @param home its folder
 * @param feature its feature release, such as 17
 * @param modules its modules; empty where it does not say
 */
record Jdk(Path home, int feature, Set<String> modules) {
  Jdk {
    modules = Set.copyOf(modules);
  }

  /** The one that runs us. */
  static Jdk own() {
    Path home = Path.of(System.getProperty("java.home"));
    return read(home).orElseGet(() -> new Jdk(home, Runtime.version().feature(), Set.of()));
  }

  /** Reads the {@code release} file that every build of OpenJDK has; empty if there is no Java. */
  static Optional<Jdk> read(Path home) {
    Path release = home.resolve("release");
    if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isReadable(release)) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(release)) {
      properties.load(in);
      int feature = Runtime.Version.parse(unquoted(properties, "JAVA_VERSION")).feature();
      String modules = unquoted(properties, "MODULES");
      return Optional.of(
          new Jdk(
              home.toRealPath(),
              feature,
              modules.isEmpty() ? Set.of() : Set.of(modules.split(" +"))));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty(); // "1.8.0_202" and the like are no version to us either
    }
  }

  Path java() {
    return home.resolve("bin/java");
  }

  boolean has(String... needed) {
    return modules.isEmpty() || modules.containsAll(Arrays.asList(needed));
  }

  private static String unquoted(Properties properties, String key) {
    return properties.getProperty(key, "").replace("\"", "").strip();
  }
}
