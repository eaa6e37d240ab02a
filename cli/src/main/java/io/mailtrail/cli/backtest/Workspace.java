package io.mailtrail.cli.backtest;

import io.mailtrail.cli.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.util.FileUtils;

/**
 * A folder for what lies between the steps of a run, gone when it is closed or the process ends.
 */
final class Workspace implements AutoCloseable {
  private final Path folder;
  private final Thread atExit;

  private Workspace(Path folder) {
    this.folder = folder;
    this.atExit = new Thread(this::delete, "delete-" + folder.getFileName());
  }

  static Workspace make() {
    try {
      Workspace workspace = new Workspace(Files.createTempDirectory("mailtrail-backtest"));
      Runtime.getRuntime().addShutdownHook(workspace.atExit);
      return workspace;
    } catch (IOException e) {
      throw new Failure("no folder for temporary files can be made: " + Failure.reason(e), e);
    }
  }

  Path folder() {
    return folder;
  }

  private void delete() {
    FileUtils.deleteDirectoryQuietly(folder.toFile());
  }

  @Override
  public void close() {
    delete();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The process is ending: the hook does the same.
    }
  }
}
