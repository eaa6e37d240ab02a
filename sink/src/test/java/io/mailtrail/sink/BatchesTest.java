package io.mailtrail.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.flink.connector.base.sink.writer.Batch;
import org.apache.flink.connector.base.sink.writer.DequeRequestBuffer;
import org.apache.flink.connector.base.sink.writer.RequestEntryWrapper;

class BatchesTest {
  @Property
  void everyDocumentGoesOnceInOrderAndNoBatchIsTooLargeButThatOfOne(
      @ForAll @Size(max = 60) List<@IntRange(min = 1, max = 1_500) Integer> sizes,
      @ForAll @IntRange(min = 1, max = 20) int maxDocuments) {
    DequeRequestBuffer<Document> buffer = new DequeRequestBuffer<>();
    List<Document> sent = new ArrayList<>();
    for (int size : sizes) {
      Document document = new Document();
      document.offset = sent.size();
      sent.add(document);
      buffer.add(new RequestEntryWrapper<>(document, size), false);
    }
    Batches batches = new Batches(1_000);

    List<Document> batched = new ArrayList<>();
    while (!buffer.isEmpty()) {
      Batch<Document> batch = batches.createNextBatch(() -> maxDocuments, buffer);
      assertThat(batch.getBatchEntries()).isNotEmpty().hasSizeLessThanOrEqualTo(maxDocuments);
      assertThat(batch.getSizeInBytes() <= 1_000 || batch.getRecordCount() == 1).isTrue();
      batched.addAll(batch.getBatchEntries());
    }

    assertThat(batched).containsExactlyElementsOf(sent);
  }
}
