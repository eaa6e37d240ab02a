package io.mailtrail.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds where a job goes on: the newest completed checkpoint below a folder. A checkpoint is
 * complete when it has its {@code _metadata}, which Flink writes last.
 */
public final class RetainedCheckpoints {
  private RetainedCheckpoints() {}

  /** Looks for {@code <folder>/<job id>/chk-N/_metadata}; empty where there is none. */
  public static Optional<Path> newest(Path checkpointFolder) {
    if (!Files.isDirectory(checkpointFolder)) {
      return Optional.empty();
    }
    try (Stream<Path> found =
        Files.find(checkpointFolder, 3, (path, attributes) -> isMetadata(path))) {
      return found
          .max(
              Comparator.comparing(RetainedCheckpoints::modified)
                  .thenComparing(RetainedCheckpoints::number))
          .map(Path::getParent);
    } catch (IOException e) {
      throw new UncheckedIOException("checkpoints cannot be listed: " + checkpointFolder, e);
    }
  }

  private static boolean isMetadata(Path path) {
    return path.getFileName().toString().equals("_metadata")
        && path.getParent().getFileName().toString().matches("chk-\\d+");
  }

  private static FileTime modified(Path metadata) {
    try {
      return Files.getLastModifiedTime(metadata);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long number(Path metadata) {
    return Long.parseLong(metadata.getParent().getFileName().toString().substring(4));
  }
}
