package io.mailtrail.cli.offline;

import io.mailtrail.cli.Failure;
import io.mailtrail.cli.Streams;
import io.mailtrail.ingest.file.FileImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * One line on a terminal that says how far an import is: bytes, records, rejects, rate, time left.
 * Nothing where there is no terminal.
 */
final class ImportProgress {
  private static final String CLEAR = "\r\u001b[K";
  private static final long EVERY_NANOS = Duration.ofMillis(100).toNanos();
  private static final double SECOND_NANOS = 1e9;

  /** Rates of the first moment are noise. */
  private static final long RATE_FROM_NANOS = Duration.ofMillis(500).toNanos();

  private final Streams streams;
  private final LongSupplier nanoTime;

  ImportProgress(Streams streams, LongSupplier nanoTime) {
    this.streams = streams;
    this.nanoTime = nanoTime;
  }

  FileImport.Progress of(Path file) {
    return streams.terminal() ? new Line(file, size(file)) : (bytes, records, rejects) -> {};
  }

  void clear() {
    if (streams.terminal()) {
      show("");
    }
  }

  private void show(String text) {
    streams.err().print(CLEAR + text);
    streams.err().flush();
  }

  private final class Line implements FileImport.Progress {
    private final Path file;
    private final long size;
    private long begin = nanoTime.getAsLong();
    private long shown = begin - EVERY_NANOS;
    private boolean reading;

    Line(Path file, long size) {
      this.file = file;
      this.size = size;
    }

    @Override
    public void naming(long bytes) {
      if (isDue(bytes)) {
        show(file.getFileName() + "  taking its digest, " + bytes(bytes) + of());
      }
    }

    @Override
    public void at(long bytes, long records, long rejects) {
      if (!reading) {
        reading = true;
        begin = nanoTime.getAsLong();
      }
      if (isDue(bytes)) {
        show(
            String.format(
                Locale.ROOT,
                "%s  %s%s, %,d records, %,d refused%s",
                file.getFileName(),
                bytes(bytes),
                of(),
                records,
                rejects,
                rate(bytes, records + rejects)));
      }
    }

    private boolean isDue(long bytes) {
      long now = nanoTime.getAsLong();
      boolean due = now - shown >= EVERY_NANOS || bytes == size;
      shown = due ? now : shown;
      return due;
    }

    private String of() {
      return " of " + bytes(size);
    }

    private String rate(long bytes, long items) {
      long nanos = nanoTime.getAsLong() - begin;
      if (nanos < RATE_FROM_NANOS || bytes == 0) {
        return "";
      }
      long left = (long) ((size - bytes) * (nanos / SECOND_NANOS) / bytes);
      return String.format(
          Locale.ROOT,
          ", %,d/s, %d:%02d left",
          (long) (items * SECOND_NANOS / nanos),
          left / 60,
          left % 60);
    }
  }

  /** In the unit that reads best: 512 kB, 1.4 GB. */
  static String bytes(long bytes) {
    if (bytes >= 1_000_000_000) {
      return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
    return bytes >= 1_000_000
        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
        : bytes / 1_000 + " kB";
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw Failure.file(file, e);
    }
  }
}
