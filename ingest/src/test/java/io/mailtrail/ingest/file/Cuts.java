package io.mailtrail.ingest.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.ingest.cut.Cut;
import io.mailtrail.ingest.cut.Cut.RecordBytes;
import io.mailtrail.ingest.cut.Cut.Reject;
import io.mailtrail.model.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Reads files whole, for tests. */
final class Cuts {
  private Cuts() {}

  /** Everything in a file; checks that places are counted without gaps. */
  static List<Cut> of(byte[] file) {
    return of(file, FileOptions.NONE);
  }

  static List<Cut> of(byte[] file, FileOptions options) {
    List<Cut> cuts = new ArrayList<>();
    try (RecordFile open = RecordFiles.open(new ByteArrayInputStream(file), options)) {
      for (Cut cut = open.next(); cut != null; cut = open.next()) {
        assertThat(cut.ordinal()).isEqualTo(cuts.size());
        cuts.add(cut);
      }
      assertThat(open.next()).isNull();
    } catch (IOException e) {
      throw new AssertionError("a damaged file is no reason to throw", e);
    }
    return cuts;
  }

  /** The records of a file that has nothing else. */
  static List<String> records(byte[] file) {
    List<Cut> cuts = of(file);
    assertThat(cuts).allMatch(cut -> cut instanceof RecordBytes);
    return texts(cuts);
  }

  /** The records among the cuts, as text. */
  static List<String> texts(List<Cut> cuts) {
    return cuts.stream()
        .filter(cut -> cut instanceof RecordBytes)
        .map(cut -> new String(cut.bytes(), UTF_8))
        .toList();
  }

  static List<String> codes(List<Cut> cuts) {
    return cuts.stream()
        .filter(cut -> cut instanceof Reject)
        .map(cut -> ((Reject) cut).code())
        .toList();
  }

  static JsonNode json(String record) {
    return Json.read(record.getBytes(UTF_8), JsonNode.class);
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return packed.toByteArray();
  }

  /** One entry for each, called 0, 1, 2. */
  static byte[] zip(byte[]... entries) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(packed)) {
      for (int i = 0; i < entries.length; i++) {
        zip.putNextEntry(new ZipEntry(Integer.toString(i)));
        zip.write(entries[i]);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return packed.toByteArray();
  }
}
