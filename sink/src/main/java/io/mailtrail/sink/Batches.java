package io.mailtrail.sink;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.connector.base.sink.writer.Batch;
import org.apache.flink.connector.base.sink.writer.BatchCreator;
import org.apache.flink.connector.base.sink.writer.RequestBuffer;
import org.apache.flink.connector.base.sink.writer.RequestEntryWrapper;
import org.apache.flink.connector.base.sink.writer.strategy.RequestInfo;

/** Takes documents in order while they fit. The first always fits: too large a one goes alone. */
final class Batches implements BatchCreator<Document> {
  private final long maxBytes;

  Batches(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public Batch<Document> createNextBatch(RequestInfo request, RequestBuffer<Document> buffer) {
    List<Document> batch = new ArrayList<>(request.getBatchSize());
    long bytes = 0;
    while (batch.size() < request.getBatchSize() && !buffer.isEmpty()) {
      long size = buffer.peek().getSize();
      if (!batch.isEmpty() && bytes + size > maxBytes) {
        break;
      }
      RequestEntryWrapper<Document> next = buffer.poll();
      batch.add(next.getRequestEntry());
      bytes += size;
    }
    return new Batch<>(batch, bytes);
  }
}
