package io.mailtrail.ingest.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.ingest.Child;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file larger than the heap of the JVM that reads it, by factors. */
class LargeFileTest {
  private static final long CSV_BYTES = 100_000_000;
  private static final long XML_BYTES = 50_000_000;
  private static final String HEAP = "-Xmx24m";

  @ParameterizedTest
  @ValueSource(strings = {"export.csv", "SearchResult.xml"})
  void passesThroughASmallHeap(String name, @TempDir Path folder) throws Exception {
    Path file = folder.resolve(name);
    long records = write(file, name.endsWith("xml"));
    String said =
        Child.run(
            Child.jvm(List.of(HEAP, "-XX:+UseSerialGC"), DryRun.class, file.toString()),
            Duration.ofMinutes(3));
    assertThat(said).isEqualToNormalizingNewlines(records + " 0\n");
    assertThat(Files.size(file)).isGreaterThanOrEqualTo(XML_BYTES);
  }

  private static long write(Path file, boolean xml) throws IOException {
    String record =
        "{\"Id\":\"%010d\",\"RecordType\":2,\"CreationTime\":\"2026-03-02T10:00:00\",\"Filler\":\""
            + "x, \\\"y\\\"; ".repeat(120)
            + "\"}";
    byte[] item =
        (xml
                ? Samples.MAILBOX_EVENT + "\n"
                : "1,2026-03-02T10:00:00,Send," + Samples.quoted(record) + "\r\n")
            .getBytes(UTF_8);
    long items = (xml ? XML_BYTES : CSV_BYTES) / item.length + 1;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      out.write((xml ? "<SearchResults>" : "Id,Date,Operation,AuditData\r\n").getBytes(UTF_8));
      for (long i = 0; i < items; i++) {
        out.write(item);
      }
    }
    return items;
  }

  /** What the forked JVM runs: {@code mailtrail import --dry-run}, without the command line. */
  static final class DryRun {
    public static void main(String[] args) throws IOException {
      try (FileImport dry = FileImport.dryRun("t", Clock.systemUTC(), Duration.ofHours(24))) {
        ImportSummary summary =
            dry.run(Path.of(args[0]), FileOptions.NONE, (bytes, records, rejects) -> {});
        System.out.println(summary.records() + " " + summary.rejects());
      }
    }
  }
}
