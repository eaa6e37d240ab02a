package io.mailtrail.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * One normalised event as it travels on {@code audit.events}: key {@link #recordId()}, value {@link
 * #json()}, the rest headers, so that a consumer can place it without reading it.
 *
 * <p>The array is not copied: nobody may change it.
 *
 * @param recordId the {@link RecordId}
 * @param json the event, one JSON object in UTF-8
 * @param time event time, milliseconds since the epoch
 * @param origin wire name of the {@link Origin}; its fidelity is the document's version
 * @param copyId {@link RawRecord#copyId()} of the copy it was made from: tells Microsoft's repeats
 *     from our replays
 */
public record EventMessage(
    String recordId, byte[] json, String tenant, long time, String origin, String copyId) {

  public static final String TIME = "mailtrail-time";
  public static final String COPY = "mailtrail-copy";

  public EventMessage {
    Objects.requireNonNull(recordId, "recordId");
    Objects.requireNonNull(json, "json");
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(copyId, "copyId");
  }

  /** The headers of the Kafka message. */
  public Map<String, byte[]> headers() {
    Map<String, byte[]> headers = new LinkedHashMap<>();
    headers.put(TIME, Instant.ofEpochMilli(time).toString().getBytes(UTF_8));
    headers.put(RawRecord.TENANT, tenant.getBytes(UTF_8));
    headers.put(RawRecord.ORIGIN, origin.getBytes(UTF_8));
    headers.put(COPY, copyId.getBytes(UTF_8));
    return headers;
  }

  /**
   * The event in a Kafka message.
   *
   * @param header gives the value of a header, or null where the message has none
   * @throws IllegalArgumentException naming the header that is missing or cannot be read
   */
  public static EventMessage of(byte[] key, byte[] value, Function<String, byte[]> header) {
    return new EventMessage(
        new String(key, UTF_8),
        value,
        RawRecord.text(header, RawRecord.TENANT),
        RawRecord.parse(header, TIME, text -> Instant.parse(text).toEpochMilli()),
        RawRecord.text(header, RawRecord.ORIGIN),
        RawRecord.text(header, COPY));
  }
}
