package io.mailtrail.sink;

import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.base.sink.AsyncSinkBase;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Writes documents into OpenSearch, each under its own id and version, at least once: a document
 * that is written again changes nothing. A document that OpenSearch refuses is replaced by a failed
 * record with the reason; one that it cannot take now is sent again until it can. The job fails
 * only where trying again would not help: see {@link SinkException}.
 *
 * <p>The templates have to be installed: {@link Templates#install}.
 */
public final class OpenSearchSink extends AsyncSinkBase<Document, Document> {
  private final OpenSearchAccess access;
  private final SinkLimits limits;

  public OpenSearchSink(OpenSearchAccess access, SinkLimits limits) {
    super(
        (document, context) -> document,
        limits.batchDocuments(),
        limits.inFlight(),
        limits.bufferDocuments(),
        limits.batchBytes(),
        limits.bufferTime().toMillis(),
        limits.batchBytes());
    this.access = access;
    this.limits = limits;
  }

  @Override
  public StatefulSinkWriter<Document, BufferedRequestState<Document>> createWriter(
      WriterInitContext context) {
    return restoreWriter(context, List.of());
  }

  @Override
  public StatefulSinkWriter<Document, BufferedRequestState<Document>> restoreWriter(
      WriterInitContext context, Collection<BufferedRequestState<Document>> states) {
    return OpenSearchWriter.open(context, access, limits, states);
  }

  @Override
  public SimpleVersionedSerializer<BufferedRequestState<Document>> getWriterStateSerializer() {
    return new DocumentStateSerializer();
  }
}
