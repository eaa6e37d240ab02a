package io.mailtrail.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Serializable;

/**
 * One document on its way to OpenSearch, and where it came from. Flat, because it crosses Flink
 * edges and rests in checkpoints. The fields are public for Flink's POJO serializer; nobody changes
 * them once the document is made.
 */
public final class Document implements Serializable {
  /** The document has no external version: the last write wins. */
  public static final long NO_VERSION = -1;

  /** What an action line needs besides index, id and version, roughly, in bytes. */
  private static final int ACTION_LINE_BYTES = 90;

  public DocumentKind kind;

  /** The index to write to. */
  public String index;

  /** The document id, at most 512 bytes. */
  public String id;

  /** External version: a document with the same or a higher one stays. */
  public long version;

  /** The source, one JSON object in UTF-8. */
  public byte[] json;

  /** For an event, the copy that it was made from ({@code RawRecord.copyId}); else null. */
  public String copy;

  /** Topic of the Kafka message that this document is about. */
  public String topic;

  public int partition;
  public long offset;

  /** Timestamp of the Kafka message, milliseconds since the epoch. */
  public long timestamp;

  /** How often what the document is about has been refused: 0 for what comes from Kafka. */
  public int rejections;

  /** What is to be written, in bytes. */
  public long size() {
    return (long) json.length + id.getBytes(UTF_8).length + index.length() + ACTION_LINE_BYTES;
  }

  /** The Kafka message, for a person: {@code audit.events-2@17}. */
  public String position() {
    return topic + "-" + partition + "@" + offset;
  }
}
