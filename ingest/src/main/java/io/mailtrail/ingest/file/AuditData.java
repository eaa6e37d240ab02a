package io.mailtrail.ingest.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mailtrail.model.Json;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The record inside one object of a Search-UnifiedAuditLog export, whose {@code AuditData} holds it
 * as text or as an object.
 */
final class AuditData {
  static final String NAME = "AuditData";

  private AuditData() {}

  /** The record's bytes; empty if the object has no AuditData and so is a record itself. */
  static Optional<byte[]> of(byte[] object) {
    try (JsonParser parser = Json.factory().createParser(object)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = parser.currentName().equalsIgnoreCase(NAME);
        JsonToken value = parser.nextToken();
        if (wanted && value == JsonToken.VALUE_STRING) {
          return Optional.of(parser.getText().strip().getBytes(UTF_8));
        }
        if (wanted && value == JsonToken.START_OBJECT) {
          int start = (int) parser.currentTokenLocation().getByteOffset();
          parser.skipChildren();
          int end = (int) parser.currentLocation().getByteOffset();
          return Optional.of(Arrays.copyOfRange(object, start, end));
        }
        if (wanted && value == JsonToken.VALUE_NULL) {
          return Optional.of(new byte[0]);
        }
        parser.skipChildren();
      }
    } catch (IOException e) {
      // Not JSON after all: as it stands it goes to the normaliser, who says why.
      return Optional.empty();
    }
    return Optional.empty();
  }
}
