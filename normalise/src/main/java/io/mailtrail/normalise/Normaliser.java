package io.mailtrail.normalise;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.mailtrail.model.FailedRecord;
import io.mailtrail.model.FailedRecord.Stage;
import io.mailtrail.model.Limits;
import io.mailtrail.model.RawRecord;
import io.mailtrail.model.RecordId;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;

/**
 * Makes an event of a record: a pure function of its bytes, its headers and the lookup tables. The
 * buffers and caches in it save work and never show in a result. Not thread-safe: one per thread.
 *
 * <p>Codes of rejected records: {@code too_large}, {@code not_json} (also: more than one value, no
 * object, not UTF-8), {@code too_deep}, {@code no_id} (no Id, or neither a tenant nor an
 * OrganizationId), {@code no_time}, {@code absurd_time} (before 2000, or more than a day after the
 * record was fetched). Nothing else is a reason to reject.
 */
public final class Normaliser {
  /** Changes whenever the same record can give another event. */
  public static final String VERSION = "3";

  private final Picked picked = new Picked();
  private final RecordReader reader = new RecordReader(picked);
  private final DocumentWriter writer = new DocumentWriter();
  private final Derivation derivation;

  public Normaliser(Lookups lookups) {
    this.derivation = new Derivation(picked, Objects.requireNonNull(lookups, "lookups"));
  }

  /** The event of a record, or why there is none. Never throws for any bytes. */
  public Outcome normalise(RawRecord raw) {
    byte[] bytes = raw.value();
    picked.begin();
    if (bytes.length > Limits.MAX_RECORD_BYTES) {
      return rejected(
          raw,
          "too_large",
          "The record has "
              + bytes.length
              + " bytes; at most "
              + Limits.MAX_RECORD_BYTES
              + " are read.");
    }
    int invalid = Utf8.firstInvalid(bytes);
    if (invalid >= 0) {
      return rejected(raw, "not_json", "The record is not UTF-8 at byte " + invalid + ".");
    }
    if (looksLikeUtf16(bytes)) {
      return rejected(raw, "not_json", "The record is not UTF-8 at byte 0.");
    }
    try {
      reader.read(bytes);
    } catch (StreamConstraintsException e) {
      return rejected(
          raw,
          "too_deep",
          "The record is nested deeper than "
              + Limits.MAX_NESTING_DEPTH
              + " levels"
              + where(e)
              + ".");
    } catch (JsonProcessingException e) {
      return rejected(raw, "not_json", "The record is not one JSON object" + where(e) + ".");
    } catch (IOException e) {
      return rejected(raw, "not_json", "The record is not one JSON object.");
    }
    return identified(raw);
  }

  private Outcome identified(RawRecord raw) {
    int id = picked.get(Slot.ID);
    String idText = id == Picked.NONE ? "" : picked.text(id);
    if (idText.isBlank()) {
      return rejected(raw, "no_id", "The record has no Id.");
    }
    String tenant = raw.tenant();
    if (tenant.isEmpty()) {
      int organization = picked.get(Slot.ORGANIZATION_ID);
      if (organization == Picked.NONE) {
        return rejected(
            raw, "no_id", "The record has no OrganizationId, and no tenant was named for it.");
      }
      tenant = picked.text(organization).toLowerCase(Locale.ROOT);
    }
    int sent = picked.filled(Slot.CREATION_TIME);
    if (sent == Picked.NONE) {
      return rejected(raw, "no_time", "The record has no CreationTime.");
    }
    long time = Timestamps.parse(picked.source(sent), picked.start(sent), picked.length(sent));
    if (time == Timestamps.UNREADABLE) {
      return rejected(raw, "no_time", "The CreationTime is no date and time that can be read.");
    }
    if (!Timestamps.isPlausible(time, raw.fetchedAt())) {
      return rejected(
          raw,
          "absurd_time",
          "The CreationTime is before 2000 or more than a day after the record was fetched.");
    }
    String recordId = RecordId.of(tenant, idText);
    derivation.derive(raw, recordId, tenant, time);
    byte[] json = writer.write(picked, raw.value().length);
    return new Outcome.Normalised(new Event(raw, recordId, tenant, time, json, picked));
  }

  /** A zero byte among the first four: the parser would take the bytes for UTF-16 or UTF-32. */
  private static boolean looksLikeUtf16(byte[] bytes) {
    for (int i = 0; i < Math.min(4, bytes.length); i++) {
      if (bytes[i] == 0) {
        return true;
      }
    }
    return false;
  }

  /** Field and position, never contents. A name that is not Microsoft's is contents too. */
  private String where(JsonProcessingException e) {
    long at = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
    Node field = reader.field();
    boolean known = field != null && (field.slot >= 0 || field.list != null);
    return (at < 0 ? "" : ", at byte " + at) + (known ? ", in " + field.path : "");
  }

  private static Outcome rejected(RawRecord raw, String code, String message) {
    String recordId = RecordId.scan(raw.value()).recordId(raw.tenant()).orElse(null);
    return new Outcome.Rejected(FailedRecord.of(raw, Stage.NORMALISE, code, message, recordId));
  }
}
