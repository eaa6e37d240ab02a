package io.mailtrail.ingest.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mailtrail.model.Json;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Reads when a record's event was, for the ledger; the event itself is the normaliser's matter. */
final class EventTime {
  private EventTime() {}

  /** The top-level {@code CreationTime}, which is in UTC and names no zone; empty if unreadable. */
  static Optional<Instant> scan(byte[] record) {
    try (JsonParser parser = Json.factory().createParser(record)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = parser.currentName().equals("CreationTime");
        if (parser.nextToken() == JsonToken.VALUE_STRING && wanted) {
          return Optional.of(parse(parser.getText()));
        }
        parser.skipChildren();
      }
      return Optional.empty();
    } catch (IOException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Instant parse(String text) {
    return text.endsWith("Z")
        ? Instant.parse(text)
        : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
  }
}
