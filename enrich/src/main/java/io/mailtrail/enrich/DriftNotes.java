package io.mailtrail.enrich;

import io.mailtrail.model.FailedRecord;
import io.mailtrail.model.FailedRecord.Stage;
import io.mailtrail.model.RawRecord;
import io.mailtrail.normalise.Event;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Turns what Mailtrail did not know of a record into notes for {@code audit.failed}: code {@code
 * drift}, with the record as a sample. The record itself is an event all the same, so a note bears
 * no record id, and is no failure when records are counted. Of what recurs, one task notes the
 * first of a day; the tasks among them are put right by {@link DriftFunction}. Not thread-safe.
 */
final class DriftNotes {
  static final String CODE = "drift";
  private static final int REMEMBERED = 10_000;

  private final Map<String, Boolean> noted =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** The note about one thing of an event, or null if this task has noted it for that day. */
  KeyedJson note(RawRecord sample, Event event, String what) {
    Instant fetched = Instant.ofEpochMilli(sample.fetchedAt());
    String id =
        "drift/"
            + event.tenant()
            + "/"
            + fetched.atOffset(ZoneOffset.UTC).toLocalDate()
            + "/"
            + what;
    if (noted.put(id, true) != null) {
      return null;
    }
    FailedRecord note =
        new FailedRecord(
            id,
            Stage.NORMALISE,
            CODE,
            "Not known to Mailtrail: "
                + what
                + ". The event is made and searchable: "
                + event.recordId()
                + ".",
            event.tenant(),
            sample.container(),
            sample.ordinal(),
            null,
            fetched,
            sample.value());
    return new KeyedJson(id, note.toBytes());
  }
}
