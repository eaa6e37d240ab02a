package io.mailtrail.cli.offline;

import io.mailtrail.cli.Failure;
import io.mailtrail.ingest.file.InputFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files that the arguments of a verb stand for. */
public final class InputPaths {
  private InputPaths() {}

  /**
   * Every file, in the order given; of a folder all in it and below, by name.
   *
   * @param err is told of links in folders, which are passed over
   * @throws Failure if one is not there or cannot be read, before anything is read
   */
  public static List<Path> files(List<String> arguments, PrintWriter err) {
    List<Path> files = new ArrayList<>();
    for (String argument : arguments) {
      Path path = Path.of(argument);
      if (!Files.exists(path)) {
        throw new Failure(path + ": no such file");
      }
      try {
        InputFiles found = InputFiles.of(path);
        if (found.files().isEmpty()) {
          throw new Failure(path + ": there is no file in it");
        }
        found.links().forEach(link -> err.println("link passed over: " + link));
        files.addAll(found.files());
      } catch (IOException e) {
        throw Failure.file(path, e);
      }
    }
    for (Path file : files) {
      if (!Files.isReadable(file)) {
        throw new Failure(file + ": permission denied");
      }
    }
    return files;
  }
}
