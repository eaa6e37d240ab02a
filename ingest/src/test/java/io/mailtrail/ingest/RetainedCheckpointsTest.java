package io.mailtrail.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetainedCheckpointsTest {
  @TempDir Path folder;

  @Test
  void withoutOneThereIsNone() throws IOException {
    assertThat(RetainedCheckpoints.newest(folder.resolve("missing"))).isEmpty();
    Files.createDirectories(folder.resolve("job/chk-7"));
    assertThat(RetainedCheckpoints.newest(folder)).isEmpty();
  }

  @Test
  void theNewestCompleteOneIsFoundWhicheverJobWroteIt() throws IOException {
    checkpoint("first/chk-12", 1_000);
    checkpoint("second/chk-2", 2_000);
    checkpoint("second/chk-10", 2_000);
    Files.createDirectories(folder.resolve("second/chk-11"));
    Files.createDirectories(folder.resolve("second/shared"));
    assertThat(RetainedCheckpoints.newest(folder)).contains(folder.resolve("second/chk-10"));
  }

  private void checkpoint(String path, long at) throws IOException {
    Path metadata =
        Files.writeString(Files.createDirectories(folder.resolve(path)).resolve("_metadata"), "x");
    Files.setLastModifiedTime(metadata, FileTime.fromMillis(at));
  }
}
