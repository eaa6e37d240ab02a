package io.mailtrail.ingest.file;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mailtrail.model.Json;
import io.mailtrail.model.Likeness;
import io.mailtrail.model.RecordTypes;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What an import says about a record: when it happened, and what its copies have in common. Read in
 * one pass, without judging: that is the normaliser's part.
 */
final class RecordFacts {
  private static final Set<Long> MAILBOX_TYPES = Set.of(2L, 3L, 50L);

  /** More items than anybody's likeness needs. */
  private static final int MAX_ITEMS = 1_000;

  private static final ExportTimes UTC = new ExportTimes(Optional.empty(), ZoneOffset.UTC);

  private String time;
  private String recordType;
  private String owner;
  private String guid;
  private String operation;
  private String sid;
  private String user;
  private final List<String> items = new ArrayList<>();

  private RecordFacts() {}

  static RecordFacts of(byte[] record) {
    RecordFacts facts = new RecordFacts();
    try (JsonParser parser = Json.factory().createParser(record)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        facts.read(parser);
      }
    } catch (IOException e) {
      // What was read before the fault counts.
      return facts;
    }
    return facts;
  }

  /** When it happened; empty if that cannot be read. */
  Optional<Instant> time() {
    try {
      return time == null ? Optional.empty() : UTC.parse(time);
    } catch (ExportTimes.AmbiguousException e) {
      return Optional.empty();
    }
  }

  /** The key of a mailbox record's copies; empty for other records. */
  Optional<String> likeness() {
    String mailbox = owner == null ? guid : owner;
    Optional<Instant> when = isMailbox() ? time() : Optional.empty();
    if (when.isEmpty() || mailbox == null || operation == null) {
      return Optional.empty();
    }
    String actor = sid != null ? sid : user == null ? "" : user;
    return Optional.of(Likeness.key(mailbox, operation, when.get().getEpochSecond(), actor, items));
  }

  private boolean isMailbox() {
    if (recordType == null) {
      return false;
    }
    try {
      return MAILBOX_TYPES.contains(Long.parseLong(recordType.strip()));
    } catch (NumberFormatException e) {
      return RecordTypes.number(recordType).stream().anyMatch(MAILBOX_TYPES::contains);
    }
  }

  private void read(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName().toLowerCase(Locale.ROOT);
      JsonToken value = parser.nextToken();
      if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
        scalar(name, parser);
      } else if (value == JsonToken.START_OBJECT && name.equals("item")) {
        item(parser);
      } else if (value == JsonToken.START_ARRAY && name.equals("affecteditems")) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          if (parser.currentToken() == JsonToken.START_OBJECT) {
            item(parser);
          } else {
            parser.skipChildren();
          }
        }
      } else {
        parser.skipChildren();
      }
    }
  }

  private void scalar(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "creationtime" -> time = first(time, parser);
      case "recordtype" -> recordType = first(recordType, parser);
      case "mailboxownerupn" -> owner = first(owner, parser);
      case "mailboxguid" -> guid = first(guid, parser);
      case "operation" -> operation = first(operation, parser);
      case "logonusersid" -> sid = first(sid, parser);
      case "userid" -> user = first(user, parser);
      default -> {
        // Says nothing that is asked here.
      }
    }
  }

  private static String first(String before, JsonParser parser) throws IOException {
    return before != null || parser.getText().isBlank() ? before : parser.getText();
  }

  private void item(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean id = parser.currentName().equalsIgnoreCase("Id");
      JsonToken value = parser.nextToken();
      if (id && value == JsonToken.VALUE_STRING && items.size() < MAX_ITEMS) {
        items.add(parser.getText());
      } else {
        parser.skipChildren();
      }
    }
  }
}
