package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.model.Json;
import io.mailtrail.model.RawRecord;
import io.mailtrail.model.RecordId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for any bytes at all. */
class NormaliserPropertiesTest {
  private static final List<String> GOLDEN = Goldens.names();

  /** Goes through every record of every property, so that what one leaves behind would show. */
  private final Normaliser used = new Normaliser(Lookups.none());

  /** Handles something else before each record, so that the two never have the same past. */
  private final Normaliser other = new Normaliser(Lookups.none());

  private final List<RawRecord> between =
      GOLDEN.stream().map(name -> Records.raw(read(name))).toList();

  @Property
  void anyBytesAreNormalisedOrRejected(@ForAll byte[] bytes) {
    checked(Records.raw(bytes));
  }

  @Property(tries = 3000)
  void aDamagedRecordIsNormalisedOrRejectedInOneWay(
      @ForAll("goldens") String golden, @ForAll long seed) {
    byte[] bytes = read(golden);
    Random random = new Random(seed);
    for (int i = 0; i <= random.nextInt(4); i++) {
      bytes = damaged(bytes, random);
    }
    checked(Records.raw(bytes));
  }

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void anyFieldsInARecordGiveADocumentOfTheCatalogue(@ForAll("fields") String fields) {
    RawRecord raw = Records.with(fields);
    assertThat(used.normalise(raw)).isInstanceOf(Outcome.Normalised.class);
    checked(raw);
  }

  @Property(tries = 300)
  void fieldOrderAndLetterCaseDoNotMatter(@ForAll("goldens") String golden, @ForAll long seed)
      throws IOException {
    byte[] bytes = read(golden);
    ObjectNode record = (ObjectNode) Json.mapper().readTree(bytes);
    assertThat(json(shuffled(record, new Random(seed)).toString())).isEqualTo(fresh(bytes));
  }

  private static String fresh(byte[] record) {
    Normaliser fresh = new Normaliser(Lookups.none());
    return new String(Records.event(fresh, Records.raw(record)).json(), UTF_8);
  }

  private String json(String record) {
    return new String(Records.event(used, Records.raw(record)).json(), UTF_8);
  }

  /** Normalised xor rejected; the same whatever came before; the document fits the catalogue. */
  private void checked(RawRecord raw) {
    Outcome first = used.normalise(raw);
    other.normalise(between.get(Math.floorMod(raw.value().length, between.size())));
    Outcome second = other.normalise(raw);
    RecordId.Scan scan = RecordId.scan(raw.value());
    if (first instanceof Outcome.Normalised normalised) {
      Event event = normalised.event();
      assertThat(((Outcome.Normalised) second).event().json()).isEqualTo(event.json());
      JsonNode document = Documents.checked(event.json());
      assertThat(document.at("/event/id").textValue()).isEqualTo(event.recordId());
      assertThat(scan.recordId(raw.tenant())).contains(event.recordId());
      assertThat(event.message()).isEqualTo(document.get("message").textValue());
    } else {
      Outcome.Rejected rejected = (Outcome.Rejected) first;
      assertThat(((Outcome.Rejected) second).failed().toBytes())
          .isEqualTo(rejected.failed().toBytes());
      assertThat(rejected.failed().original()).isSameAs(raw.value());
      assertThat(rejected.failed().message()).endsWith(".");
    }
  }

  private static byte[] damaged(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return bytes;
    }
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(4)) {
      case 0 -> bytes[at] = (byte) random.nextInt(256);
      case 1 -> {
        return java.util.Arrays.copyOf(bytes, at);
      }
      case 2 -> bytes[at] = (byte) "\"{}[]:,\\0-e.ntf ".charAt(random.nextInt(16));
      default -> {
        int from = random.nextInt(bytes.length);
        int count = Math.min(random.nextInt(20), bytes.length - Math.max(at, from));
        System.arraycopy(bytes.clone(), from, bytes, at, count);
      }
    }
    return bytes;
  }

  private static ObjectNode shuffled(ObjectNode object, Random random) {
    List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
    Collections.shuffle(members, random);
    ObjectNode shuffled = Json.mapper().createObjectNode();
    for (Map.Entry<String, JsonNode> member : members) {
      StringBuilder name = new StringBuilder();
      for (char c : member.getKey().toCharArray()) {
        name.append(random.nextBoolean() ? Character.toLowerCase(c) : Character.toUpperCase(c));
      }
      boolean known = Names.safe(name.toString()).equals(Names.safe(member.getKey()));
      JsonNode value =
          member.getValue().isObject()
              ? shuffled((ObjectNode) member.getValue(), random)
              : member.getValue();
      shuffled.set(known ? name.toString() : member.getKey(), value);
    }
    return shuffled;
  }

  @Provide
  Arbitrary<String> goldens() {
    return Arbitraries.of(GOLDEN);
  }

  /** Members of a JSON object: Microsoft's names and strange ones, with values of every kind. */
  @Provide
  Arbitrary<String> fields() {
    List<String> known = new ArrayList<>(List.of("Item", "Folders", "Actor", "AppAccessContext"));
    for (Field field : FieldCatalogue.fields()) {
      if (field.path().startsWith(FieldCatalogue.AUDIT)
          && !List.of("Id", "CreationTime").contains(field.name())) {
        known.add(field.name());
      }
    }
    Arbitrary<String> names =
        Arbitraries.oneOf(Arbitraries.of(known), Arbitraries.strings().ofMaxLength(6))
            .map(NormaliserPropertiesTest::quoted);
    Arbitrary<String> members =
        Combinators.combine(names, values(2)).as((name, value) -> name + ":" + value);
    return members
        .list()
        .ofMaxSize(12)
        .map(list -> String.join(",", list))
        .filter(text -> text.isEmpty() || !hasIdentity(text));
  }

  private static boolean hasIdentity(String members) {
    RecordId.Scan scan = RecordId.scan(("{" + members + "}").getBytes(UTF_8));
    return scan.id() != null;
  }

  private static Arbitrary<String> values(int depth) {
    Arbitrary<String> scalars =
        Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(12).map(NormaliserPropertiesTest::quoted),
            Arbitraries.of(
                "null",
                "true",
                "false",
                "0",
                "-1",
                "1.5e300",
                "9223372036854775808",
                "\"\"",
                "\"True\"",
                "\"12\"",
                "\"007\"",
                "\"1.2.3.4:5\"",
                "\"a@b.c\"",
                "\"2026-01-01\"",
                "\"[{\\\"Name\\\":\\\"a.b\\\"}]\"",
                "[]",
                "{}"));
    if (depth == 0) {
      return scalars;
    }
    Arbitrary<String> names =
        Arbitraries.of(
            "\"Name\"",
            "\"Value\"",
            "\"NewValue\"",
            "\"OldValue\"",
            "\"\"",
            "\".\"",
            "\"Id\"",
            "\"x\"");
    Arbitrary<String> objects =
        Combinators.combine(names, values(depth - 1))
            .as((name, value) -> name + ":" + value)
            .list()
            .ofMaxSize(4)
            .map(list -> "{" + String.join(",", list) + "}");
    Arbitrary<String> arrays =
        values(depth - 1).list().ofMaxSize(4).map(list -> "[" + String.join(",", list) + "]");
    return Arbitraries.oneOf(scalars, objects, arrays);
  }

  private static String quoted(String text) {
    return Json.mapper().createObjectNode().textNode(text).toString();
  }

  private static byte[] read(String name) {
    return Goldens.record(name);
  }
}
