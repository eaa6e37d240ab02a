package io.mailtrail.model;

import java.time.Instant;
import java.util.Objects;

/**
 * A record that a stage could not handle, with its original bytes: on {@code audit.failed} and in
 * {@code mailtrail-failed}. It depends on nothing but the record and the stage, so a replay writes
 * the same one again.
 *
 * @param id {@code container#ordinal/stage}: key of the topic and id of the document
 * @param stage where it failed
 * @param code what is wrong, from the stage's fixed vocabulary, such as {@code not_json}
 * @param message one sentence for a person: what and where
 * @param recordId the record id, where one could be read; else null
 * @param fetchedAt when the container was fetched; serves as {@code @timestamp}
 * @param original the record's own bytes (base64 in JSON)
 */
public record FailedRecord(
    String id,
    Stage stage,
    String code,
    String message,
    String tenant,
    String container,
    long ordinal,
    String recordId,
    Instant fetchedAt,
    byte[] original) {

  /** The stages of the pipeline in which a record can fail. */
  public enum Stage {
    IMPORT,
    NORMALISE,
    DETECT,
    SINK
  }

  public FailedRecord {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(stage, "stage");
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(message, "message");
    // JSON leaves out what is empty.
    original = original == null ? new byte[0] : original;
  }

  /** A failure of this raw record. */
  public static FailedRecord of(
      RawRecord raw, Stage stage, String code, String message, String recordId) {
    return new FailedRecord(
        raw.copyId() + "/" + stage,
        stage,
        code,
        message,
        raw.tenant(),
        raw.container(),
        raw.ordinal(),
        recordId,
        Instant.ofEpochMilli(raw.fetchedAt()),
        raw.value());
  }

  public byte[] toBytes() {
    return Json.bytes(this);
  }

  public static FailedRecord of(byte[] bytes) {
    return Json.read(bytes, FailedRecord.class);
  }
}
