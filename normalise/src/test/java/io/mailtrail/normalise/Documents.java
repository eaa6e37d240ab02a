package io.mailtrail.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mailtrail.model.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Holds a document against the catalogue: whatever passes cannot be rejected by the mapping. */
final class Documents {
  private static final ObjectMapper STRICT =
      new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private Documents() {}

  static JsonNode checked(byte[] json) {
    try {
      assertThat(Utf8.firstInvalid(json)).isEqualTo(-1);
      JsonNode document = STRICT.readTree(json);
      check("", document);
      return document;
    } catch (IOException e) {
      throw new AssertionError("not JSON", e);
    }
  }

  private static void check(String object, JsonNode node) {
    assertThat(node.isEmpty()).as(object).isFalse();
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String path = object.isEmpty() ? member.getKey() : object + "." + member.getKey();
      Field field = FieldCatalogue.field(path).orElse(null);
      if (field == null) {
        assertThat(member.getValue().isObject()).as(path + " is in the catalogue").isTrue();
        check(path, member.getValue());
      } else if (field.type() == FieldType.FLAT_OBJECT) {
        flat(path, member.getValue());
      } else {
        assertThat(member.getValue().isArray()).as(path).isEqualTo(field.list());
        for (JsonNode value :
            field.list() ? items(member.getValue()) : List.of(member.getValue())) {
          value(field, value);
        }
      }
    }
  }

  private static List<JsonNode> items(JsonNode array) {
    assertThat(array.isEmpty()).isFalse();
    List<JsonNode> items = new ArrayList<>();
    array.forEach(items::add);
    return items;
  }

  private static void value(Field field, JsonNode value) {
    switch (field.type()) {
      case KEYWORD, TEXT -> text(field.path(), value);
      case LONG ->
          assertThat(value.canConvertToLong() && value.isIntegralNumber())
              .as(field.path())
              .isTrue();
      case BOOLEAN -> assertThat(value.isBoolean()).as(field.path()).isTrue();
      case DATE -> assertThat(Instant.parse(value.textValue())).as(field.path()).isNotNull();
      case IP -> ip(field.path(), value.textValue());
      case GEO_POINT ->
          assertThat(value.get("lat").isNumber() && value.get("lon").isNumber()).isTrue();
      default -> throw new AssertionError(field.path());
    }
  }

  private static void ip(String path, String text) {
    assertThat(text).as(path).matches("[0-9a-f:.]+");
    try {
      // Nothing is resolved: what matches has no letters beyond hexadecimal digits, and a colon or
      // dots.
      assertThat(text.indexOf(':') >= 0 || text.chars().filter(c -> c == '.').count() == 3)
          .isTrue();
      assertThat(InetAddress.getByName(text)).isNotNull();
    } catch (IOException e) {
      throw new AssertionError(path, e);
    }
  }

  private static void text(String path, JsonNode value) {
    assertThat(value.isTextual()).as(path).isTrue();
    assertThat(value.textValue().length()).as(path).isBetween(0, Limits.MAX_TERM_CHARS);
  }

  private static void flat(String path, JsonNode object) {
    assertThat(object.isObject() && !object.isEmpty()).as(path).isTrue();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      assertThat(member.getKey().length()).as(path).isBetween(1, 2 * Names.MAX_PATH_CHARS);
      for (String part : member.getKey().split("\\.", -1)) {
        assertThat(part).as(path).isNotBlank();
      }
      for (JsonNode value :
          member.getValue().isArray() ? items(member.getValue()) : List.of(member.getValue())) {
        text(path, value);
      }
    }
  }
}
