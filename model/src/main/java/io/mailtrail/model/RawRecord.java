package io.mailtrail.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * One audit record as it travels on {@code audit.raw}: the record's own bytes, untouched, and where
 * they came from. The Kafka key is {@link #key()}, the value is {@link #value()}, the rest are
 * headers.
 *
 * <p>The arrays are not copied: nobody may change them.
 *
 * @param key the record id ({@link RecordId}), or container and ordinal where no id can be read
 * @param value the record's own bytes
 * @param tenant id of the tenant that was polled or named at import; may be empty
 * @param origin wire name of an {@link Origin}
 * @param contentType wire name of a {@link ContentType}; empty for a file
 * @param container content id of the blob, or {@code sha256:} and the digest of the imported file
 * @param ordinal position in the container, from 0
 * @param fetchedAt when the container was fetched, milliseconds since the epoch
 */
public record RawRecord(
    String key,
    byte[] value,
    String tenant,
    String origin,
    String contentType,
    String container,
    long ordinal,
    long fetchedAt) {

  public static final String TENANT = "mailtrail-tenant";
  public static final String ORIGIN = "mailtrail-origin";
  public static final String CONTENT_TYPE = "mailtrail-content-type";
  public static final String CONTAINER = "mailtrail-container";
  public static final String ORDINAL = "mailtrail-ordinal";
  public static final String FETCHED_AT = "mailtrail-fetched-at";

  public RawRecord {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(contentType, "contentType");
    Objects.requireNonNull(container, "container");
  }

  /** Names this copy of the record: the container and the position in it. */
  public String copyId() {
    return container + "#" + ordinal;
  }

  /** The headers of the Kafka message. */
  public Map<String, byte[]> headers() {
    Map<String, byte[]> headers = new LinkedHashMap<>();
    headers.put(TENANT, tenant.getBytes(UTF_8));
    headers.put(ORIGIN, origin.getBytes(UTF_8));
    headers.put(CONTENT_TYPE, contentType.getBytes(UTF_8));
    headers.put(CONTAINER, container.getBytes(UTF_8));
    headers.put(ORDINAL, Long.toString(ordinal).getBytes(UTF_8));
    headers.put(FETCHED_AT, Instant.ofEpochMilli(fetchedAt).toString().getBytes(UTF_8));
    return headers;
  }

  /**
   * The record in a Kafka message.
   *
   * @param header gives the value of a header, or null where the message has none
   * @throws IllegalArgumentException naming the header that is missing or cannot be read
   */
  public static RawRecord of(byte[] key, byte[] value, Function<String, byte[]> header) {
    return new RawRecord(
        key == null ? "" : new String(key, UTF_8),
        value == null ? new byte[0] : value,
        text(header, TENANT),
        text(header, ORIGIN),
        text(header, CONTENT_TYPE),
        text(header, CONTAINER),
        parse(header, ORDINAL, Long::parseLong),
        parse(header, FETCHED_AT, text -> Instant.parse(text).toEpochMilli()));
  }

  static String text(Function<String, byte[]> header, String name) {
    byte[] value = header.apply(name);
    if (value == null) {
      throw new IllegalArgumentException("header " + name + " is missing");
    }
    return new String(value, UTF_8);
  }

  static long parse(Function<String, byte[]> header, String name, ToLongFunction<String> as) {
    String text = text(header, name);
    try {
      return as.applyAsLong(text);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("header " + name + " cannot be read: " + text, e);
    }
  }
}
