package io.mailtrail.testbed.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the JDKs of this machine: our own, JAVA_HOME, PATH, then where package managers, SDKMAN,
 * IDEs and macOS put them. Reads folders only; starts nothing.
 */
final class JdkFinder {
  private final Map<String, String> environment;
  private final Path root;
  private final Path userHome;

  /** The root is {@code /}, but for tests. */
  JdkFinder(Map<String, String> environment, Path root, Path userHome) {
    this.environment = environment;
    this.root = root;
    this.userHome = userHome;
  }

  static JdkFinder ofThisMachine() {
    return new JdkFinder(
        System.getenv(), Path.of("/"), Path.of(System.getProperty("user.home", "/")));
  }

  /** In order of preference: what was pointed at first, then what lies about, newest first. */
  List<Jdk> find(Jdk own) {
    Map<Path, Jdk> found = new LinkedHashMap<>();
    found.put(own.home(), own);
    variable("JAVA_HOME").ifPresent(jdk -> found.putIfAbsent(jdk.home(), jdk));
    onPath().forEach(jdk -> found.putIfAbsent(jdk.home(), jdk));
    Stream.of(
            below(root.resolve("usr/lib/jvm"), ""),
            below(root.resolve("usr/java"), ""),
            below(root.resolve("opt"), ""),
            below(root.resolve("opt/java"), ""),
            below(userHome.resolve(".sdkman/candidates/java"), ""),
            below(userHome.resolve(".jdks"), ""),
            below(userHome.resolve(".local/share/mise/installs/java"), ""),
            below(root.resolve("Library/Java/JavaVirtualMachines"), "Contents/Home"))
        .flatMap(List::stream)
        .sorted(Comparator.comparingInt(Jdk::feature).reversed())
        .forEach(jdk -> found.putIfAbsent(jdk.home(), jdk));
    return List.copyOf(found.values());
  }

  /** The JDK that a variable names; a variable that names none is an error, not a hint. */
  Optional<Jdk> demanded(String name) {
    String home = environment.getOrDefault(name, "").strip();
    if (home.isEmpty()) {
      return Optional.empty();
    }
    Optional<Jdk> jdk = Jdk.read(Path.of(home));
    if (jdk.isEmpty()) {
      throw new ServerException(name + "=" + home + " is not the folder of a JDK.");
    }
    return jdk;
  }

  private Optional<Jdk> variable(String name) {
    String home = environment.getOrDefault(name, "").strip();
    return home.isEmpty() ? Optional.empty() : Jdk.read(Path.of(home));
  }

  private List<Jdk> onPath() {
    return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder).resolve("java"))
        .filter(Files::isExecutable)
        .map(JdkFinder::homeOf)
        .flatMap(Optional::stream)
        .toList();
  }

  /** The JDK whose {@code bin/java} this is, through however many links. */
  private static Optional<Jdk> homeOf(Path java) {
    try {
      Path bin = java.toRealPath().getParent();
      return Jdk.read(bin.getParent());
    } catch (IOException e) {
      return Optional.empty(); // gone in this moment
    }
  }

  private static List<Jdk> below(Path folder, String inside) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .sorted()
          .map(child -> inside.isEmpty() ? child : child.resolve(inside))
          .map(Jdk::read)
          .flatMap(Optional::stream)
          .toList();
    } catch (IOException e) {
      return List.of(); // not ours to read
    }
  }
}
