package io.mailtrail.ingest.source;

import java.util.List;
import org.apache.flink.api.connector.source.SourceEvent;

/** What readers and the enumerator tell each other. Split state travels in its own serializer. */
final class BlobEvents {
  private BlobEvents() {}

  /** Reader to enumerator: nothing more comes of the blob; what came is on its way. */
  record Fetched(byte[] split) implements SourceEvent {}

  /**
   * Reader to enumerator: the blob is put aside for a while; another one may come meanwhile.
   *
   * @param code of the refusal that the ledger is to hear of; null for none
   */
  record Rested(byte[] split, String code) implements SourceEvent {}

  /** Reader to enumerator: a completed checkpoint covers the blob's last record. */
  record Covered(byte[] split) implements SourceEvent {}

  /** Reader to enumerator: leave to make one request to this tenant's API is asked for. */
  record Asked(String tenant) implements SourceEvent {}

  /** Reader to enumerator: the API finds that too many requests are made. */
  record Throttled(String tenant, long retryAfterMillis) implements SourceEvent {}

  /** Enumerator to reader: one request may be made. */
  record Granted(String tenant) implements SourceEvent {}

  /** Enumerator to reader: a completed checkpoint holds what was told; these may be forgotten. */
  record Acknowledged(List<String> splitIds) implements SourceEvent {
    Acknowledged {
      splitIds = List.copyOf(splitIds);
    }
  }
}
