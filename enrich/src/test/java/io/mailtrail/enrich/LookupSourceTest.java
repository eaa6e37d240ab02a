package io.mailtrail.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailtrail.normalise.Lookups;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookupSourceTest {
  private static final Duration CHECK = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private final AtomicLong nanos = new AtomicLong();
  private long modified = 1_000;
  private Path hosting;

  @BeforeEach
  void table() throws IOException {
    hosting = folder.resolve("hosting.csv");
    write("network,name\n192.0.2.0/24,Some Host\n");
  }

  private void write(String csv) throws IOException {
    Files.writeString(hosting, csv);
    modified += 1_000;
    Files.setLastModifiedTime(hosting, FileTime.fromMillis(modified));
  }

  private LookupTables tables() {
    return new LookupTables(true, "", "", folder.toString(), List.of("a.example"), CHECK);
  }

  private LookupSource source() {
    return new LookupSource(tables(), nanos::get);
  }

  private Lookups later(LookupSource source) {
    nanos.addAndGet(CHECK.toNanos());
    return source.current();
  }

  @Test
  void aChangedFileIsReadAgainWhenItIsTimeToLook() throws IOException {
    LookupSource source = source();
    Lookups first = source.current();
    assertThat(first.digests()).anyMatch(digest -> digest.startsWith("hosting:"));
    write("network,name\n192.0.2.0/24,Another Host\n");
    assertThat(source.current()).as("not yet").isSameAs(first);
    Lookups second = later(source);
    assertThat(second.digests()).isNotEqualTo(first.digests());
    assertThat(later(source)).as("unchanged files are not read again").isSameAs(second);
    assertThat(source.reloads()).isEqualTo(1);
    assertThat(source.broken()).isZero();
  }

  @Test
  void theLastGoodTableStaysWhileTheFileIsBrokenOrGone() throws IOException {
    LookupSource source = source();
    Lookups good = source.current();
    write("network,name\nnonsense,x\n");
    assertThat(later(source)).isSameAs(good);
    assertThat(source.broken()).isEqualTo(1);
    Files.delete(hosting);
    assertThat(later(source)).isSameAs(good);
    assertThat(source.broken()).isEqualTo(1);
    write("network,name\n192.0.2.0/25,Mended\n");
    assertThat(later(source).digests()).isNotEqualTo(good.digests());
    assertThat(source.broken()).isZero();
  }

  @Test
  void aFileThatCannotBeReadForAWhileIsReadAgainThoughItHasNotChanged() {
    AtomicBoolean away = new AtomicBoolean();
    AtomicInteger reads = new AtomicInteger();
    LookupSource source =
        new LookupSource(
            tables(),
            nanos::get,
            file -> {
              reads.incrementAndGet();
              if (away.get()) {
                throw new IOException("Input/output error");
              }
              return Files.readAllBytes(file);
            });
    Lookups good = source.current();
    away.set(true);
    assertThatCode(() -> write("network,name\n192.0.2.0/25,Newer\n")).doesNotThrowAnyException();
    assertThat(later(source)).isSameAs(good);
    assertThat(later(source)).isSameAs(good);
    assertThat(source.broken()).isEqualTo(1);
    away.set(false);
    assertThat(later(source).digests()).isNotEqualTo(good.digests());
    assertThat(source.broken()).isZero();
    int before = reads.get();
    later(source);
    assertThat(reads).as("what was read is not read again").hasValue(before);
  }

  @Test
  void aDamagedDatabaseDoesNotTakeThePlaceOfTheGoodOne() throws IOException {
    Path city = folder.resolve("city.mmdb");
    try (InputStream in = Lookups.class.getResourceAsStream("/GeoLite2-City.mmdb")) {
      byte[] bytes = in.readAllBytes();
      // The tree and the metadata are whole, so that it opens; the entries are not.
      Arrays.fill(bytes, bytes.length / 2, bytes.length - 100_000, (byte) 0xFF);
      Files.write(city, bytes);
    }
    LookupTables tables =
        new LookupTables(true, city.toString(), "", "", List.of("a.example"), CHECK);
    LookupSource source = new LookupSource(tables, nanos::get);
    assertThat(source.broken()).isEqualTo(1);
    assertThat(source.current().digests())
        .isEqualTo(Lookups.bundled().withAcceptedDomains(List.of("a.example")).digests());
    assertThatThrownBy(tables::check)
        .hasMessageContaining("city.mmdb cannot be read as a MaxMind database");
  }

  @Test
  void aFileThatAppearsIsTaken() throws IOException {
    LookupSource source = source();
    Files.writeString(folder.resolve("users.csv"), "user,tags\nann@a.example,vip\n");
    assertThat(later(source).digests()).anyMatch(digest -> digest.startsWith("users:"));
  }

  @Test
  void aTaskThatComesBackWhileAFileIsBrokenWorksWithoutIt() throws IOException {
    write("network,name\nnonsense,x\n");
    LookupSource source = source();
    assertThat(source.current().digests()).noneMatch(digest -> digest.startsWith("hosting:"));
    assertThat(source.broken()).isEqualTo(1);
  }

  @Test
  void whoStartsTheJobIsToldWhatIsWrong() throws IOException {
    tables().check();
    write("network,name\nnonsense,x\n");
    assertThatThrownBy(() -> tables().check())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("hosting.csv, line 2: \"nonsense\" is no network");
    Files.delete(hosting);
    Files.writeString(folder.resolve("hostings.csv"), "");
    assertThatThrownBy(() -> tables().check())
        .hasMessageContaining("hostings.csv has the name of no lookup table");
    Files.delete(folder.resolve("hostings.csv"));
    Files.delete(folder);
    assertThatThrownBy(() -> tables().check()).hasMessageContaining("is no folder");
  }

  @Test
  void theTasksOfAJvmShareTheTables() {
    assertThat(LookupSource.of(tables())).isSameAs(LookupSource.of(tables()));
  }
}
