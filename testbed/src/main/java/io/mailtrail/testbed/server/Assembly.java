package io.mailtrail.testbed.server;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the servers that the build assembled: below the folder that {@code mailtrail.servers}
 * names, else below MAILTRAIL_HOME, else below any folder above our own code or the working folder.
 */
final class Assembly {
  private final List<Path> roots;

  Assembly(List<Path> roots) {
    this.roots = List.copyOf(roots);
  }

  static Assembly find() {
    Optional<String> named = Ask.value(Ask.SERVERS).or(() -> Ask.value(Ask.HOME));
    if (named.isPresent()) {
      return new Assembly(List.of(Path.of(named.get()).toAbsolutePath()));
    }
    List<Path> roots = new ArrayList<>();
    codeLocation().ifPresent(code -> addWithParents(code, roots));
    addWithParents(Path.of("").toAbsolutePath(), roots);
    return new Assembly(roots);
  }

  Path kafka() {
    return folder("kafka", "kafka-" + Versions.kafka(), "class-path");
  }

  Path openSearch(OpenSearchLine line) {
    String name = "opensearch-" + line.version();
    return folder("opensearch", name, "lib/" + name + ".jar");
  }

  /** The folder as an image lays it out, or as the build leaves it in the source tree. */
  private Path folder(String module, String name, String proof) {
    for (Path root : roots) {
      for (Path folder :
          List.of(root.resolve(name), root.resolve(Path.of("testbed", module, "target", name)))) {
        if (Files.isRegularFile(folder.resolve(proof))) {
          return folder;
        }
      }
    }
    throw new ServerException(
        "No "
            + name
            + " was found: run \"mvn package -DskipTests\" in Mailtrail's source folder, or name the"
            + " folder that holds it by MAILTRAIL_SERVERS (looked below "
            + (roots.isEmpty() ? "nothing" : roots.get(0))
            + (roots.size() > 1 ? " and " + (roots.size() - 1) + " more" : "")
            + ").");
  }

  private static void addWithParents(Path start, List<Path> roots) {
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (!roots.contains(folder)) {
        roots.add(folder);
      }
    }
  }

  private static Optional<Path> codeLocation() {
    try {
      return Optional.of(
          Path.of(Assembly.class.getProtectionDomain().getCodeSource().getLocation().toURI())
              .toAbsolutePath());
    } catch (URISyntaxException | RuntimeException e) {
      return Optional.empty(); // an unusual class loader: the working folder is left
    }
  }
}
