package io.mailtrail.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.apache.flink.connector.base.sink.writer.RequestEntryWrapper;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.api.Test;

class DocumentTest {
  private final DocumentStateSerializer serializer = new DocumentStateSerializer();

  @Test
  void crossesFlinkEdgesWithoutKryo() {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(Document.class);
  }

  @Property(tries = 200)
  void survivesACheckpoint(
      @ForAll DocumentKind kind,
      @ForAll @StringLength(max = 600) String id,
      @ForAll boolean hasCopy,
      @ForAll byte[] json,
      @ForAll long version,
      @ForAll long offset)
      throws IOException {
    Document document = new Document();
    document.kind = kind;
    document.index = "mailtrail-events-2026.03";
    document.id = wellFormed(id);
    document.version = version;
    document.json = json;
    document.copy = hasCopy ? "blob#" + wellFormed(id) : null;
    document.topic = "audit.events";
    document.partition = 3;
    document.offset = offset;
    document.timestamp = version ^ offset;
    document.rejections = 1;

    byte[] state =
        serializer.serialize(
            new BufferedRequestState<>(List.of(new RequestEntryWrapper<>(document, 17))));
    BufferedRequestState<Document> restored =
        serializer.deserialize(DocumentStateSerializer.VERSION, state);

    assertThat(restored.getBufferedRequestEntries()).hasSize(1);
    assertThat(restored.getBufferedRequestEntries().get(0).getSize()).isEqualTo(17);
    assertThat(restored.getBufferedRequestEntries().get(0).getRequestEntry())
        .usingRecursiveComparison()
        .isEqualTo(document);
  }

  @Test
  void stateOfAnotherFormatIsNotGuessedAt() throws IOException {
    byte[] state = serializer.serialize(BufferedRequestState.emptyState());

    assertThatThrownBy(() -> serializer.deserialize(2, state))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("format 2");
  }

  @Test
  void saysWhereItComesFrom() {
    assertThat(TestDocuments.event(17).position()).isEqualTo("audit.events-0@17");
  }

  /** Ids come from UTF-8, so they have no lone surrogates. */
  private static String wellFormed(String text) {
    return new String(text.getBytes(UTF_8), UTF_8);
  }
}
