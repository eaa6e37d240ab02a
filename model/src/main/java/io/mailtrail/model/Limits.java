package io.mailtrail.model;

/** Sizes and depths that every process agrees on, so that what one accepts the next can carry. */
public final class Limits {
  /** The largest record that travels through Kafka, in bytes. */
  public static final int MAX_RECORD_BYTES = 4 * 1024 * 1024;

  /**
   * The largest Kafka message, in bytes: an event, or a failed record in base64, made from one
   * record of {@link #MAX_RECORD_BYTES}, with headers.
   */
  public static final int MAX_MESSAGE_BYTES = 4 * MAX_RECORD_BYTES;

  /** The deepest nesting of objects and arrays in a record that is still read. */
  public static final int MAX_NESTING_DEPTH = 200;

  /** The longest record id, in bytes of UTF-8; OpenSearch allows 512 for a document id. */
  public static final int MAX_ID_BYTES = 256;

  /** The longest text kept in one indexed field, in characters; Lucene allows 32,766 bytes. */
  public static final int MAX_TERM_CHARS = 8_000;

  private Limits() {}
}
