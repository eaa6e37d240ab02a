package io.mailtrail.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.cli.Streams;
import io.mailtrail.ingest.file.FileImport;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportProgressTest {
  private final StringWriter err = new StringWriter();
  private final AtomicLong nanos = new AtomicLong(1);

  @Test
  void saysBytesRecordsRejectsRateAndTimeLeft(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("a.csv"), new byte[4_000_000]);
    FileImport.Progress progress = progress(true).of(file);

    progress.naming(2_000_000);
    assertThat(err.toString()).endsWith("a.csv  taking its digest, 2.0 MB of 4.0 MB");
    progress.at(1, 0, 0);
    nanos.addAndGet(2_000_000_000L);
    progress.at(1_000_000, 1_990, 10);
    assertThat(err.toString())
        .endsWith("a.csv  1.0 MB of 4.0 MB, 1,990 records, 10 refused, 1,000/s, 0:06 left");
  }

  @Test
  void doesNotWriteForEveryRecord(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("a.csv"), new byte[1000]);
    FileImport.Progress progress = progress(true).of(file);
    for (int i = 0; i < 1000; i++) {
      nanos.addAndGet(1_000_000);
      progress.at(i, i, 0);
    }
    assertThat(err.toString().split("\r", -1)).hasSizeBetween(9, 13);
  }

  @Test
  void isSilentWhereThereIsNoTerminal(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("a.csv"), new byte[1000]);
    progress(false).of(file).at(1000, 1, 1);
    progress(false).clear();
    assertThat(err.toString()).isEmpty();
  }

  private ImportProgress progress(boolean terminal) {
    Streams streams =
        new Streams(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            new PrintWriter(err, true),
            terminal);
    return new ImportProgress(streams, nanos::get);
  }
}
