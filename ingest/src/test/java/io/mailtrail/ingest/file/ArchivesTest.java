package io.mailtrail.ingest.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.ingest.cut.Cut;
import io.mailtrail.ingest.cut.Cut.Codes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ArchivesTest {
  private static final byte[] LINES = Samples.jsonLines().getBytes(UTF_8);
  private static final long BOMB_BYTES = 400L << 20;

  @Test
  void archivesInArchivesAreSeenThrough() {
    byte[] nested = Cuts.zip(Cuts.gzip(LINES), LINES, Cuts.zip(LINES, Cuts.gzip(LINES)));
    assertThat(Cuts.records(nested)).hasSize(12);
    assertThat(Cuts.records(Cuts.gzip(Cuts.gzip(LINES)))).hasSize(3);
  }

  @Test
  void butNotWithoutEnd() {
    byte[] packed = LINES;
    for (int i = 0; i < 5; i++) {
      packed = Cuts.zip(packed, LINES);
    }
    List<Cut> cuts = Cuts.of(packed);
    assertThat(Cuts.codes(cuts)).containsExactly(Codes.BAD_ARCHIVE);
    assertThat(Cuts.texts(cuts)).hasSize(9);
  }

  @Test
  void aBombIsGivenUp() throws IOException {
    byte[] bomb = bomb("[");
    List<Cut> cuts = Cuts.of(bomb);
    assertThat(Cuts.codes(cuts)).containsExactly(Codes.BAD_ARCHIVE);
    assertThat(Cuts.of(Cuts.zip(LINES, unpackedBomb(100 << 20), LINES)))
        .as("what stood before it is there")
        .hasSizeGreaterThan(3);
  }

  @Test
  @Timeout(60)
  void aBombInABombIsOneBomb() throws IOException {
    byte[] inner = bomb("[");
    for (byte[] outer : List.of(Cuts.zip(inner, inner, inner), Cuts.gzip(Cuts.gzip(inner)))) {
      List<Cut> cuts = Cuts.of(outer);
      assertThat(Cuts.codes(cuts)).isNotEmpty().allMatch(code -> code.equals(Codes.BAD_ARCHIVE));
    }
  }

  @Test
  void aBombThatNobodyReadsCountsToo() throws IOException {
    List<Cut> cuts = Cuts.of(Cuts.zip(unpackedBomb(100 << 20), LINES));
    assertThat(Cuts.codes(cuts)).contains(Codes.BAD_ARCHIVE);
  }

  @Test
  void anEmptyArchiveHoldsNothing() {
    assertThat(Cuts.of(Cuts.zip())).isEmpty();
    assertThat(Cuts.of(Cuts.gzip(new byte[0]))).isEmpty();
  }

  @Test
  void damageInTheMiddleEndsWithARejectAndKeepsWhatWasBefore() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      lines.append("{\"Id\":\"").append(i * 7919L % 104_729).append("\"}\n");
    }
    byte[] packed = Cuts.gzip(lines.toString().getBytes(UTF_8));
    Arrays.fill(packed, packed.length / 2, packed.length / 2 + 50, (byte) 0x55);
    List<Cut> cuts = Cuts.of(packed);
    assertThat(Cuts.texts(cuts)).hasSizeGreaterThan(5_000);
    assertThat(Cuts.codes(cuts)).endsWith(Codes.BAD_ARCHIVE);
  }

  private static byte[] bomb(String begin) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    byte[] nothing = new byte[1 << 20];
    Arrays.fill(nothing, (byte) ' ');
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(begin.getBytes(UTF_8));
      for (long written = 0; written < BOMB_BYTES; written += nothing.length) {
        gzip.write(nothing);
      }
    }
    return packed.toByteArray();
  }

  /** No known format, so that a reader looks at its beginning only. */
  private static byte[] unpackedBomb(int size) {
    byte[] nothing = new byte[size];
    Arrays.fill(nothing, (byte) 'z');
    return nothing;
  }
}
