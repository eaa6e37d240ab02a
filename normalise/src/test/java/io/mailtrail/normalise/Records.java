package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.model.RawRecord;
import java.time.Instant;

/** Raw records for tests, all fetched at one time. */
final class Records {
  static final long FETCHED = Instant.parse("2026-03-03T00:00:00Z").toEpochMilli();
  static final String TENANT = "5f3c9a10-1111-4222-8333-444455556666";

  private Records() {}

  static RawRecord raw(byte[] json) {
    return new RawRecord("key", json, TENANT, "api", "Audit.Exchange", "blob-1", 7, FETCHED);
  }

  static RawRecord raw(String json) {
    return raw(json.getBytes(UTF_8));
  }

  /** A record with what every record must have, and these further fields. */
  static RawRecord with(String fields) {
    return raw("{\"Id\":\"r1\",\"CreationTime\":\"2026-03-02T10:00:00\"" + comma(fields) + "}");
  }

  private static String comma(String fields) {
    return fields.isEmpty() ? "" : "," + fields;
  }

  static Event event(Normaliser normaliser, RawRecord raw) {
    Outcome outcome = normaliser.normalise(raw);
    if (outcome instanceof Outcome.Normalised normalised) {
      return normalised.event();
    }
    throw new AssertionError("rejected: " + ((Outcome.Rejected) outcome).failed().message());
  }
}
