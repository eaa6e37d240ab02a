package io.mailtrail.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.model.Json;
import io.mailtrail.normalise.Field;
import io.mailtrail.normalise.FieldCatalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Records that should make an index choke: generated, and mutated from good ones. */
final class HostileRecords {
  private static final Path GOLDEN =
      Path.of("../normalise/src/test/resources/io/mailtrail/normalise/golden");
  private static final String AUDIT = "o365.audit.";

  /** JSON values; every one of them may stand wherever a value stands. */
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-0",
          "1e400",
          "-1.5E-400",
          "99999999999999999999999999",
          "-9223372036854775808",
          "\"\"",
          "\" \"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\\udc00\\ud800x\"",
          "\"a\\u0000b\\u001f\\u2028\\ufeff\"",
          "\"NaN\"",
          "\"2026-99-99T99:99:99\"",
          "\"+292278994-08-17T07:12:55Z\"",
          "\"999.999.999.999:99999\"",
          "\"::ffff:1.2.3.4%eth0\"",
          "\"1.2.3.4, 5.6.7.8:1,[::1]:2,x,\"",
          "\"@\"",
          "\"a@b.c;\\\"x\\\" [SMTP:d@e.f];EX:/o=g\"",
          "\"https://[::1]:99999/\\u0000\"",
          "\"" + "x".repeat(40_000) + "\"",
          "\"" + "한".repeat(12_000) + "\"",
          "\"" + "😀".repeat(12_000) + "\"",
          "\"[{\\\"Name\\\":\\\"a\\\",\\\"Value\\\":{\\\"b\\\":[1]}},7,null]\"",
          "\"[{\\\"Name\\\":\\\"a\\\"\"",
          "[]",
          "[[],[[]],{}]",
          "{}",
          "{\"\":{\"\":{\"\":1}}}",
          "{\".\":1,\"..\":2,\"...\":[{\".\":3}]}",
          "{\"a.b\":{\"c\":1},\"a\":{\"b.c\":2,\"b\":{\"c\":{\"d\":3}}}}",
          "{\"a\":1,\"a\":{\"b\":2},\"a\":[3]}",
          "{\" \":1,\"\\t\":2,\"\\u0000\":3,\"\\ud800\":4,\"\\\"\\\\\":5}",
          "{\"" + "k".repeat(40_000) + "\":\"" + "v".repeat(40_000) + "\"}",
          "{\"" + "한".repeat(500) + "\":\"" + "한".repeat(9_000) + "\"}",
          "{\"Name\":{\"Name\":1},\"Value\":{\"Value\":2},\"NewValue\":[],\"OldValue\":{}}",
          "[{\"Name\":\"a.b..\",\"Value\":\"1\"},{\"Name\":\"\",\"Value\":2},{\"Name\":null}]",
          "[1,\"a\",null,true,{\"x\":[{\"y\":[{\"z\":\"w\"}]}]}]",
          "{\"properties\":{\"type\":\"nested\"},\"_id\":1,\"_source\":{},\"fields\":[]}");

  private HostileRecords() {}

  /** Every golden record of the normaliser, as it is. */
  static List<byte[]> goldens() {
    try (Stream<Path> files = Files.list(GOLDEN)) {
      List<byte[]> records = new ArrayList<>();
      for (Path file :
          files.filter(path -> path.toString().endsWith(".record.json")).sorted().toList()) {
        records.add(Files.readAllBytes(file));
      }
      return records;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every field that Microsoft sends with hostile values, a few records for each. */
  static List<byte[]> everyField(Random random) {
    List<byte[]> records = new ArrayList<>();
    List<String> names = new ArrayList<>(List.of("Item", "Folders", "Actor", "Unheard", ".", ""));
    for (Field field : FieldCatalogue.fields()) {
      if (field.path().startsWith(AUDIT)) {
        names.add(field.path().substring(AUDIT.length()));
      }
    }
    int[] types = {1, 2, 3, 6, 8, 11, 13, 15, 25, 28, 40, 41, 47, 50, 63, 65, 999};
    for (int value = 0; value < VALUES.size(); value++) {
      StringBuilder record = new StringBuilder(head(types[value % types.length]));
      // Of the largest values not all fields at once: a record has its limits, too.
      boolean large = VALUES.get(value).length() > 1_000;
      for (String name : names) {
        if (!List.of("Id", "CreationTime", "RecordType").contains(name)
            && (!large || random.nextInt(8) == 0)) {
          record.append(",\"").append(name).append("\":").append(VALUES.get(value));
        }
      }
      records.add(record.append('}').toString().getBytes(UTF_8));
    }
    for (int i = 0; i < 300; i++) {
      StringBuilder record = new StringBuilder(head(types[random.nextInt(types.length)]));
      for (int f = 0; f < 12; f++) {
        record
            .append(",\"")
            .append(names.get(random.nextInt(names.size())))
            .append("\":")
            .append(VALUES.get(random.nextInt(VALUES.size())));
      }
      records.add(record.append('}').toString().getBytes(UTF_8));
    }
    return records;
  }

  /** Records whose id, time or type, of which each must have one, is hostile. */
  static List<byte[]> headlines() {
    List<byte[]> records = new ArrayList<>();
    List<String> values = new ArrayList<>(VALUES);
    values.addAll(
        List.of(
            "-1",
            "\"-1\"",
            "9223372036854775807",
            "\"ExchangeItem\"",
            "\" 15 \"",
            "2.0",
            "\"2026-03-02T10:00:00.123456789+14:00\"",
            "\"2000-01-01\"",
            "\"../../_bulk?x=\\\"y\\\"\""));
    for (String value : values) {
      for (int hostile = 0; hostile < 3; hostile++) {
        String record =
            "{\"Id\":%s,\"CreationTime\":%s,\"RecordType\":%s,\"Operation\":\"Send\",\"ClientIP\":\"1.2.3.4\",\"UserId\":\"ann@c.example\"}"
                .formatted(
                    hostile == 0 ? value : "\"r\"",
                    hostile == 1 ? value : "\"2026-03-02T10:00:00\"",
                    hostile == 2 ? value : "2");
        records.add(record.getBytes(UTF_8));
      }
    }
    return records;
  }

  /** What is not one value but a shape: many names, many values, deep nesting. */
  static List<byte[]> shapes() {
    StringBuilder manyNames = new StringBuilder(head(2));
    StringBuilder manyValues = new StringBuilder(head(2)).append(",\"New\":[0");
    for (int i = 0; i < 30_000; i++) {
      manyNames.append(",\"Name").append(i).append("\":").append(i);
      manyValues.append(',').append(i);
    }
    List<byte[]> records = new ArrayList<>();
    records.add(manyNames.append('}').toString().getBytes(UTF_8));
    records.add(manyValues.append("]}").toString().getBytes(UTF_8));
    for (int depth : new int[] {15, 25, 150, 10_000}) {
      for (String name : new String[] {"Deep", "Parameters", "Item", "ModifiedProperties"}) {
        records.add(
            (head(1)
                    + ",\""
                    + name
                    + "\":"
                    + "{\"n\":".repeat(depth)
                    + "1"
                    + "}".repeat(depth)
                    + "}")
                .getBytes(UTF_8));
        records.add(
            (head(1) + ",\"" + name + "\":" + "[".repeat(depth) + "1" + "]".repeat(depth) + "}")
                .getBytes(UTF_8));
      }
    }
    return records;
  }

  private static String head(int type) {
    return "{\"Id\":\"r\",\"CreationTime\":\"2026-03-02T10:00:00\",\"RecordType\":" + type;
  }

  /** A record of which some values, wherever they stand, are replaced, or some bytes are wrong. */
  static byte[] mutated(byte[] record, Random random) {
    try {
      JsonNode tree = Json.mapper().readTree(record);
      for (int i = 0; i <= random.nextInt(3); i++) {
        replace(tree, random);
      }
      byte[] bytes = tree.toString().getBytes(UTF_8);
      if (random.nextInt(4) == 0) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void replace(JsonNode node, Random random) {
    JsonNode child = null;
    if (node instanceof ObjectNode object && !object.isEmpty()) {
      List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
      Map.Entry<String, JsonNode> member = members.get(random.nextInt(members.size()));
      child = member.getValue();
      if (child.isValueNode() || random.nextInt(4) == 0) {
        object.set(member.getKey(), value(random));
        return;
      }
    } else if (node instanceof ArrayNode array && !array.isEmpty()) {
      int at = random.nextInt(array.size());
      child = array.get(at);
      if (child.isValueNode() || random.nextInt(4) == 0) {
        array.set(at, value(random));
        return;
      }
    }
    if (child != null) {
      replace(child, random);
    }
  }

  /** As the mapper reads it, else as text: what only bytes can say is in {@link #everyField}. */
  private static JsonNode value(Random random) {
    String value = VALUES.get(random.nextInt(VALUES.size()));
    if (!value.contains("e400") && !value.contains("E-400")) {
      try {
        return Json.mapper().readTree(value);
      } catch (JsonProcessingException e) {
        return Json.mapper().getNodeFactory().textNode(value);
      }
    }
    return Json.mapper().getNodeFactory().textNode(value);
  }
}
