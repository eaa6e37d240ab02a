package io.mailtrail.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.model.Json;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BulkBodyTest {
  @Test
  void writesAnActionLineAndASourceLinePerDocument() {
    Document versioned = document("id-1", 3, "{\"a\":1}");
    Document unversioned = document("id-2", Document.NO_VERSION, "{}");

    assertThat(new String(BulkBody.of(List.of(versioned, unversioned)), UTF_8))
        .isEqualTo(
            """
            {"index":{"_index":"some-index","_id":"id-1","version":3,"version_type":"external"}}
            {"a":1}
            {"index":{"_index":"some-index","_id":"id-2"}}
            {}
            """);
  }

  @Test
  void aSourceCannotSmuggleInAnAction() {
    Document document = document("id", 1, "{\"a\":\r\n1}\n{\"delete\":{\"_id\":\"other\"}}");

    assertThat(lines(BulkBody.of(List.of(document))))
        .hasSize(2)
        .last()
        .isEqualTo("{\"a\":  1} {\"delete\":{\"_id\":\"other\"}}");
  }

  @Property
  void whateverTheIdsEveryActionLineSaysThemAndNothingElse(
      @ForAll @Size(max = 20) List<String> ids, @ForAll @LongRange(min = 0) long version)
      throws Exception {
    List<Document> documents = new ArrayList<>();
    for (String id : ids) {
      documents.add(document(wellFormed(id), version, "{\"x\":\"" + "y".repeat(200) + "\"}"));
    }

    List<String> lines = lines(BulkBody.of(documents));

    assertThat(lines).hasSize(2 * ids.size());
    for (int i = 0; i < ids.size(); i++) {
      JsonNode action = Json.mapper().readTree(lines.get(2 * i)).path("index");
      assertThat(action.path("_id").asText()).isEqualTo(documents.get(i).id);
      assertThat(action.path("version").asLong()).isEqualTo(version);
      assertThat(lines.get(2 * i + 1).getBytes(UTF_8)).isEqualTo(documents.get(i).json);
    }
  }

  /** An id comes from UTF-8, so it has no lone surrogates. */
  private static String wellFormed(String text) {
    return new String(text.getBytes(UTF_8), UTF_8);
  }

  /** Split at line feeds only: other line separators are content. */
  private static List<String> lines(byte[] body) {
    String text = new String(body, UTF_8);
    assertThat(text.isEmpty() || text.endsWith("\n")).isTrue();
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    lines.remove(lines.size() - 1);
    return lines;
  }

  private static Document document(String id, long version, String json) {
    Document document = new Document();
    document.kind = DocumentKind.EVENT;
    document.index = "some-index";
    document.id = id;
    document.version = version;
    document.json = json.getBytes(UTF_8);
    return document;
  }
}
