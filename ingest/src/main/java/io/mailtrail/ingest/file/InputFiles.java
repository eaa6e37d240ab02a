package io.mailtrail.ingest.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files that a file or folder stands for: of a folder all in it and below, in the order of
 * their names. Links in a folder are not followed: what lies within comes anyway, and what lies
 * outside was not meant.
 *
 * @param files what to read
 * @param links what was passed over
 */
public record InputFiles(List<Path> files, List<Path> links) {
  public InputFiles {
    files = List.copyOf(files);
    links = List.copyOf(links);
  }

  /**
   * @param path a file, or a link to one, stands for itself
   * @throws IOException if a folder cannot be read
   */
  public static InputFiles of(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return new InputFiles(List.of(path), List.of());
    }
    List<Path> files = new ArrayList<>();
    List<Path> links = new ArrayList<>();
    try (Stream<Path> below = Files.walk(path.toRealPath())) {
      Path root = path.toRealPath();
      below
          .sorted()
          .forEach(
              found -> {
                Path named = path.resolve(root.relativize(found));
                if (Files.isSymbolicLink(found)) {
                  links.add(named);
                } else if (Files.isRegularFile(found, LinkOption.NOFOLLOW_LINKS)) {
                  files.add(named);
                }
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return new InputFiles(files, links);
  }
}
