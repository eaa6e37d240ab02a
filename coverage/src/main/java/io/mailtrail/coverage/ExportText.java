package io.mailtrail.coverage;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import io.mailtrail.model.Json;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The objects in an exported file, whatever its form; the content tells which it is. */
final class ExportText {
  private ExportText() {}

  /**
   * @throws IOException saying what is wrong with the text
   */
  static List<Entry> read(byte[] bytes) throws IOException {
    String text = decode(bytes);
    String start = text.stripLeading();
    if (start.startsWith("[") || start.startsWith("{")) {
      return json(text);
    }
    if (!start.startsWith("#TYPE") && FormatList.looksLike(text)) {
      return FormatList.read(text);
    }
    return csv(start);
  }

  /** Windows PowerShell writes UTF-16 with a byte order mark when output is sent to a file. */
  private static String decode(byte[] bytes) {
    if (startsWith(bytes, 0xFF, 0xFE)) {
      return new String(bytes, 2, bytes.length - 2, UTF_16LE);
    }
    if (startsWith(bytes, 0xFE, 0xFF)) {
      return new String(bytes, 2, bytes.length - 2, UTF_16BE);
    }
    if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
      return new String(bytes, 3, bytes.length - 3, UTF_8);
    }
    return new String(bytes, UTF_8);
  }

  private static boolean startsWith(byte[] bytes, int... start) {
    if (bytes.length < start.length) {
      return false;
    }
    for (int i = 0; i < start.length; i++) {
      if ((bytes[i] & 0xFF) != start[i]) {
        return false;
      }
    }
    return true;
  }

  private static List<Entry> json(String text) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (MappingIterator<JsonNode> values =
        Json.mapper().readerFor(JsonNode.class).readValues(text)) {
      while (values.hasNextValue()) {
        JsonNode value = values.nextValue();
        if (value.isArray()) {
          value.forEach(element -> entries.add(entry(element)));
        } else {
          entries.add(entry(value));
        }
      }
    }
    return entries;
  }

  private static Entry entry(JsonNode node) {
    Entry entry = new Entry();
    node.properties().forEach(property -> entry.put(property.getKey(), field(property.getValue())));
    return entry;
  }

  private static Field field(JsonNode node) {
    // Windows PowerShell writes some lists as an object with their elements inside.
    JsonNode list = node.isObject() && node.path("value").isArray() ? node.path("value") : node;
    if (list.isArray()) {
      List<String> elements = new ArrayList<>();
      list.forEach(element -> elements.add(element.isContainerNode() ? "" : element.asText()));
      return Field.ofList(elements);
    }
    if (node.isObject()) {
      // A time span: its text, if it has one, or its days.
      JsonNode days = node.path("Days");
      return days.isNumber()
          ? Field.ofText(days.asText() + ".00:00:00")
          : new Field(List.of(), false, false);
    }
    return node.isNull() ? Field.ofText("") : Field.ofText(node.asText());
  }

  private static List<Entry> csv(String text) throws IOException {
    String body = text;
    if (body.startsWith("#TYPE")) {
      int end = body.indexOf('\n');
      body = end < 0 ? "" : body.substring(end + 1);
    }
    String header = body.lines().findFirst().orElse("");
    CSVFormat format =
        CSVFormat.RFC4180
            .builder()
            .setDelimiter(delimiter(header))
            .setHeader()
            .setSkipHeaderRecord(true)
            .setAllowMissingColumnNames(true)
            .setIgnoreEmptyLines(true)
            .get();
    List<Entry> entries = new ArrayList<>();
    try (CSVParser parser = format.parse(new StringReader(body))) {
      for (CSVRecord record : parser) {
        Entry entry = new Entry();
        record.toMap().forEach((name, value) -> entry.put(name, Field.ofText(value)));
        entries.add(entry);
      }
    } catch (java.io.UncheckedIOException e) {
      throw e.getCause();
    } catch (IllegalArgumentException e) {
      throw new IOException("its first line is not a header: " + e.getMessage(), e);
    }
    return entries;
  }

  private static char delimiter(String header) {
    char best = ',';
    for (char candidate : new char[] {';', '\t'}) {
      if (count(header, candidate) > count(header, best)) {
        best = candidate;
      }
    }
    return best;
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(c -> c == wanted).count();
  }
}
