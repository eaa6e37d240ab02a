package io.mailtrail.ingest.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailtrail.ingest.Outgoing;
import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.LedgerEntry.State;
import io.mailtrail.model.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileImportTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-03-03T10:00:00Z"), ZoneOffset.UTC);
  private static final String TENANT = "5a6b0000-1111-4222-8333-9d6f0c0ffee0";
  private static final FileImport.Progress NOBODY = (bytes, records, rejects) -> {};

  @TempDir private Path folder;
  private final Kept kept = new Kept();
  private FileImport shared;

  /** Keeps every message. */
  private static final class Kept implements Outlet {
    private final List<Outgoing> messages = new ArrayList<>();
    private int flushed;

    @Override
    public void send(Outgoing message) {
      messages.add(message);
    }

    @Override
    public void flush() {
      flushed = messages.size();
    }

    @Override
    public void close() {
      // Nothing is open.
    }

    List<Outgoing> of(Topic topic) {
      return messages.stream().filter(m -> m.topic().equals(topic.topicName())).toList();
    }

    List<LedgerEntry> ledger() {
      return of(Topic.LEDGER).stream().map(m -> LedgerEntry.of(m.value())).toList();
    }
  }

  @Test
  void everyItemIsAMessageAndTheLedgerSaysHowMany() throws IOException {
    Path file = write("a.csv", Samples.purviewCsv() + "no,such,row\n");
    ImportSummary summary = run(file);

    assertThat(summary.records()).isEqualTo(3).isEqualTo(kept.of(Topic.RAW).size());
    assertThat(summary.rejects()).isEqualTo(1).isEqualTo(kept.of(Topic.FAILED).size());
    assertThat(summary.rejectsByCode()).containsExactlyEntriesOf(Map.of("not_csv", 1L));
    assertThat(kept.ledger())
        .extracting(LedgerEntry::state)
        .containsExactly(State.LISTED, State.FETCHED, State.PUBLISHED);
    LedgerEntry last = kept.ledger().get(2);
    assertThat(last.records()).isEqualTo(4);
    assertThat(last.rejected()).isEqualTo(1);
    assertThat(last.bytes()).isEqualTo(Files.size(file));
    assertThat(last.id()).isEqualTo(LedgerEntry.fileId(TENANT, last.sha256()));
    assertThat(kept.flushed).isEqualTo(kept.messages.size());
  }

  @Test
  void theSameFileAgainIsTheSameMessages() throws IOException {
    Path file = write("SearchResult.xml", Samples.xml(Samples.MAILBOX_EVENT, Samples.ADMIN_EVENT));
    ImportSummary first = run(file);
    List<Outgoing> before = List.copyOf(kept.messages);
    kept.messages.clear();

    assertThat(run(file)).isEqualTo(first);
    assertThat(kept.messages).isEqualTo(before);
  }

  @Test
  void whatIsOlderThanTheHorizonIsABackfill() throws IOException {
    String old = "{\"Id\":\"1\",\"CreationTime\":\"2026-03-02T09:59:59\"}\n";
    String young = "{\"Id\":\"2\",\"CreationTime\":\"2026-03-02T10:00:00\"}\n";
    ImportSummary summary = run(write("a.jsonl", old + young + old));
    assertThat(summary.backfill()).isEqualTo(2);
    assertThat(summary.firstEvent()).isEqualTo(Instant.parse("2026-03-02T09:59:59Z"));
    assertThat(summary.lastEvent()).isEqualTo(Instant.parse("2026-03-02T10:00:00Z"));
    assertThat(kept.ledger().get(2).firstEvent()).isEqualTo(summary.firstEvent());
  }

  @Test
  void aRecordOfTheApiAndItsCopyFromTheMailboxLogAreProbablyOne() throws IOException {
    String api =
        "{\"Id\":\"x1\",\"RecordType\":3,\"CreationTime\":\"2026-03-02T18:01:55\","
            + "\"Operation\":\"HardDelete\",\"MailboxOwnerUPN\":\"mara@fabrikam.example\","
            + "\"LogonUserSid\":\"S-1-5-21-9\",\"UserId\":\"admin@fabrikam.example\","
            + "\"AffectedItems\":[{\"Id\":\"0000000038a1bb1005e5101aa1bb08002b2a56bb\"},{\"Id\":\"0000000038a1bb1005e5101aa1bb08002b2a56aa\"}]}\n";
    Path unified = write("a.jsonl", api + api + api.replace("x1", "x2"));
    Path mailbox = write("SearchResult.xml", Samples.xml(Samples.MAILBOX_EVENT));
    Path another = write("b.xml", Samples.xml(Samples.MAILBOX_EVENT.replace("01:55.", "01:56.")));

    assertThat(run(unified).probableCopies()).as("they have ids of their own").isZero();
    assertThat(run(mailbox).probableCopies()).isEqualTo(1);
    assertThat(run(another).probableCopies()).isZero();
  }

  @Test
  void recordsThatNameNoTenantAreCounted() throws IOException {
    Path file = write("SearchResult.xml", Samples.xml(Samples.MAILBOX_EVENT, Samples.ADMIN_EVENT));
    FileImport without = new FileImport(kept, "", NOW, Duration.ofHours(24));
    ImportSummary summary = without.run(file, FileOptions.NONE, NOBODY);
    assertThat(summary.withoutTenant()).isEqualTo(2);
    assertThat(summary.withoutId()).isEqualTo(2);
    assertThat(run(file).withoutTenant()).isZero();
  }

  @Test
  void aFileThatChangesWhileItIsReadIsNoPublishedOne() throws IOException {
    Path file = write("a.jsonl", "{\"Id\":\"1\"}\n".repeat(1000));
    FileImport.Progress growing =
        (bytes, records, rejects) -> {
          try {
            Files.writeString(file, "{\"Id\":\"2\"}\n", StandardOpenOption.APPEND);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        };
    assertThatThrownBy(() -> importer().run(file, FileOptions.NONE, growing))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("changed");
    assertThat(kept.ledger())
        .extracting(LedgerEntry::state)
        .containsExactly(State.LISTED, State.ABANDONED);
  }

  @Test
  void progressNeverGoesBack() throws IOException {
    List<Long> read = new ArrayList<>();
    List<Long> named = new ArrayList<>();
    Path file = write("a.jsonl", "{\"Id\":\"1\"}\n".repeat(50_000));
    importer()
        .run(
            file,
            FileOptions.NONE,
            new FileImport.Progress() {
              @Override
              public void at(long bytes, long records, long rejects) {
                read.add(bytes);
              }

              @Override
              public void naming(long bytes) {
                named.add(bytes);
              }
            });
    assertThat(read).isSorted().endsWith(Files.size(file));
    assertThat(named).isSorted().endsWith(Files.size(file));
  }

  @Test
  void aFolderIsItsFilesByNameAndNoLinks() throws IOException {
    Path inside = Files.createDirectories(folder.resolve("in/b"));
    Path outside = write("outside.jsonl", Samples.jsonLines());
    Files.writeString(inside.resolve("z.jsonl"), Samples.ONE);
    Files.writeString(folder.resolve("in/a.jsonl"), Samples.TWO);
    Files.writeString(folder.resolve("in/c.jsonl"), Samples.TWO);
    Files.createSymbolicLink(folder.resolve("in/link.jsonl"), outside);
    Files.createSymbolicLink(folder.resolve("in/up"), folder);

    InputFiles found = InputFiles.of(folder.resolve("in"));
    assertThat(found.files())
        .extracting(path -> folder.relativize(path).toString())
        .containsExactly("in/a.jsonl", "in/b/z.jsonl", "in/c.jsonl");
    assertThat(found.links()).hasSize(2);
    assertThat(InputFiles.of(folder.resolve("in/link.jsonl")).files()).hasSize(1);
    assertThat(
            InputFiles.of(Files.createSymbolicLink(folder.resolve("to"), folder.resolve("in")))
                .files())
        .hasSize(3);
  }

  private FileImport importer() {
    return new FileImport(kept, TENANT, NOW, Duration.ofHours(24));
  }

  /** With one importer for a test, as one command has. */
  private ImportSummary run(Path file) throws IOException {
    if (shared == null) {
      shared = importer();
    }
    return shared.run(file, FileOptions.NONE, NOBODY);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, UTF_8);
  }
}
