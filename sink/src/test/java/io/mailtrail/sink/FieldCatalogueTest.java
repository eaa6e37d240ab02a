package io.mailtrail.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.Limits;
import io.mailtrail.normalise.Field;
import io.mailtrail.normalise.FieldCatalogue;
import io.mailtrail.normalise.FieldType;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the normaliser writes and what the index knows are the same fields. */
class FieldCatalogueTest {
  private static final Templates.Template EVENTS = Templates.bundled().get(0);

  @Test
  void theEventTemplateMapsEveryFieldOfTheCatalogueAndNoOther() {
    Map<String, String> catalogue = new TreeMap<>();
    for (Field field : FieldCatalogue.fields()) {
      catalogue.put(field.path(), mapped(field.type()));
    }

    assertThat(TemplatesTest.fields(EVENTS.mappings())).isEqualTo(catalogue);
  }

  @Test
  void everyTextThatTheNormaliserKeepsIsIndexed() {
    String ignoreAbove = "/properties/o365/properties/audit/properties/ObjectId/ignore_above";

    assertThat(EVENTS.mappings().at(ignoreAbove).asInt()).isGreaterThan(Limits.MAX_TERM_CHARS);
  }

  /** Sentences are searched, not scored: the smaller kind of text does. */
  private static String mapped(FieldType type) {
    return type == FieldType.TEXT ? "match_only_text" : type.wireName();
  }
}
