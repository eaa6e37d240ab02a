package io.mailtrail.ingest.file;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.mailtrail.model.Json;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any records, written in any layout, come back as they were, byte for byte. */
class LayoutsPropertyTest {
  /** How a file is written. */
  record Layout(
      String separator,
      String lineEnd,
      Charset encoding,
      boolean mark,
      int column,
      List<String> columns,
      String before,
      boolean backslashes,
      Packing packing) {}

  enum Packing {
    NONE,
    GZIP,
    ZIP,
    GZIP_IN_ZIP;

    byte[] of(byte[] file) {
      return switch (this) {
        case NONE -> file;
        case GZIP -> Cuts.gzip(file);
        case ZIP -> Cuts.zip(file);
        case GZIP_IN_ZIP -> Cuts.zip(Cuts.gzip(file));
      };
    }
  }

  @Property(tries = 300)
  void csv(@ForAll("records") List<String> records, @ForAll("layouts") Layout layout) {
    List<String> header = new ArrayList<>(layout.columns());
    int at = layout.column() % (header.size() + 1);
    header.add(at, "AuditData");
    StringBuilder csv = new StringBuilder(layout.before());
    csv.append(String.join(layout.separator(), header)).append(layout.lineEnd());
    for (String record : records) {
      List<String> row = new ArrayList<>();
      layout.columns().forEach(column -> row.add("\"a \"\"b\"\"" + layout.separator() + "\nc\""));
      row.add(at, layout.backslashes() ? backslashed(record) : Samples.quoted(record));
      csv.append(String.join(layout.separator(), row)).append(layout.lineEnd());
    }
    assertThat(read(csv.toString(), layout)).isEqualTo(records);
  }

  @Property(tries = 150)
  void jsonArraysAndLines(
      @ForAll("records") List<String> records,
      @ForAll("layouts") Layout layout,
      @ForAll Wrapping wrapping,
      @ForAll boolean array) {
    List<String> elements = records.stream().map(wrapping::of).toList();
    String text =
        array
            ? "[" + String.join("," + layout.lineEnd(), elements) + "]"
            : String.join("\n", elements) + layout.lineEnd();
    assertThat(read(text, layout)).isEqualTo(records);
  }

  enum Wrapping {
    BARE,
    TEXT,
    OBJECT;

    String of(String record) {
      return switch (this) {
        case BARE -> record;
        case TEXT ->
            "{\"RecordType\":\"x\",\"AuditData\":\""
                + new String(JsonStringEncoder.getInstance().quoteAsString(record))
                + "\"}";
        case OBJECT -> "{\"AuditData\": " + record + " ,\"UserIds\":\"u\"}";
      };
    }
  }

  @Property(tries = 150)
  void xml(
      @ForAll("attributes") List<Map<String, String>> events, @ForAll("layouts") Layout layout) {
    String text =
        "<SearchResults>"
            + events.stream()
                .map(
                    fields ->
                        "<Event Operation='x' LogonType='1'"
                            + fields.entrySet().stream()
                                .map(f -> " " + f.getKey() + "=\"" + escaped(f.getValue()) + "\"")
                                .collect(Collectors.joining())
                            + "/>")
                .collect(Collectors.joining(layout.lineEnd()))
            + "</SearchResults>";
    byte[] file = ((layout.mark() ? "\uFEFF" : "") + text).getBytes(layout.encoding());
    List<String> records = Cuts.records(layout.packing().of(file));
    assertThat(records).hasSameSizeAs(events);
    for (int i = 0; i < records.size(); i++) {
      for (Map.Entry<String, String> field : events.get(i).entrySet()) {
        assertThat(Cuts.json(records.get(i)).path(field.getKey()).asText())
            .isEqualTo(field.getValue());
      }
    }
  }

  private static List<String> read(String text, Layout layout) {
    byte[] file = ((layout.mark() ? "\uFEFF" : "") + text).getBytes(layout.encoding());
    return Cuts.records(layout.packing().of(file));
  }

  private static String backslashed(String record) {
    return "\"" + record.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  @Provide
  Arbitrary<List<String>> records() {
    Arbitrary<String> text =
        Arbitraries.strings()
            .withChars("ab\"\\,;\t|{}[]: \n\r")
            .withChars('ä', '€', '漢')
            .ofMaxLength(20)
            .map(plain -> plain + (plain.length() % 5 == 0 ? "😀" : ""));
    return Combinators.combine(text, text)
        .as(
            (id, subject) -> {
              Map<String, Object> record = new LinkedHashMap<>();
              record.put("Id", "i" + id);
              record.put("Subject", subject + ".");
              record.put("Folders", List.of(Map.of("Path", subject + "}")));
              return new String(Json.bytes(record), UTF_8);
            })
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  @Provide
  Arbitrary<Layout> layouts() {
    return Combinators.combine(
            Arbitraries.of(",", ";", "\t", "|"),
            Arbitraries.of("\n", "\r\n", "\r"),
            Arbitraries.of(UTF_8, UTF_16LE, UTF_16BE),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(0, 5),
            Arbitraries.of("RecordId", "CreationDate", "RecordType", "\"User, Id\"", "Operations")
                .list()
                .uniqueElements()
                .ofMaxSize(5),
            Arbitraries.of("", "sep=,\n", "#TYPE System.Object\r\n"),
            Arbitraries.of(Packing.class))
        .as(
            (separator, lineEnd, encoding, mark, column, columns, before, packing) ->
                new Layout(
                    separator,
                    lineEnd,
                    encoding,
                    mark,
                    column,
                    columns,
                    before,
                    column == 3,
                    packing));
  }

  @Provide
  Arbitrary<List<Map<String, String>>> attributes() {
    Arbitrary<String> value =
        Arbitraries.strings()
            .withChars("ab<>&'\"/")
            .withChars('ä', '漢')
            .ofMinLength(1)
            .ofMaxLength(12);
    return Arbitraries.maps(Arbitraries.of("SomeField", "OtherField", "Third"), value)
        .ofMaxSize(3)
        .list()
        .ofMinSize(1)
        .ofMaxSize(5);
  }
}
