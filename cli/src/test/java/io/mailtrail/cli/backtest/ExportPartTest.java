package io.mailtrail.cli.backtest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.ingest.file.FileOptions;
import io.mailtrail.model.Digests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportPartTest {
  private static final Instant NOW = Instant.parse("2026-03-11T15:00:00Z");

  @TempDir private Path folder;

  @Test
  void aRecordThatIsTooLargeIsKeptWholeInTheFolderForIt() throws Exception {
    String large = "{\"Id\":\"1\",\"Text\":\"" + "x".repeat(5 << 20) + "\"}";
    Path file = Files.writeString(folder.resolve("export.jsonl"), large + "\n");
    Path kept = folder.resolve("kept");
    FileOptions options =
        new FileOptions(
            Optional.empty(), Optional.empty(), ZoneId.of("Europe/Oslo"), Optional.of(kept));

    ExportPart part = ExportPart.of(file, folder.resolve("refused"), options, "", NOW);

    assertThat(part.open().hasNext()).as("is refused").isFalse();
    String name = Digests.sha256(large.getBytes(UTF_8));
    assertThat(kept.resolve(name.substring(0, 2)).resolve(name + ".json")).hasContent(large);
  }
}
