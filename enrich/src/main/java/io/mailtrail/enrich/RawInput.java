package io.mailtrail.enrich;

import io.mailtrail.model.RawRecord;

/**
 * One message of {@code audit.raw}: a record, or a progress marker, or a message that is neither.
 * Exactly one of the three is set.
 *
 * @param record the record
 * @param marker the JSON of a {@link io.mailtrail.model.ProgressMarker}
 * @param malformed a record whose headers cannot be read, with placeholders for them
 * @param problem what is wrong with {@link #malformed}; null otherwise
 */
public record RawInput(RawRecord record, byte[] marker, RawRecord malformed, String problem) {
  static RawInput ofRecord(RawRecord record) {
    return new RawInput(record, null, null, null);
  }

  static RawInput ofMarker(byte[] marker) {
    return new RawInput(null, marker, null, null);
  }

  static RawInput ofMalformed(RawRecord malformed, String problem) {
    return new RawInput(null, null, malformed, problem);
  }
}
