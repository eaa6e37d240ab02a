package io.mailtrail.sink;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mailtrail.model.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the answer to a bulk request: one item per document, in the order of the request. */
final class BulkReply {
  /** What is asked for; the order of the items says whose they are. */
  static final String FILTER =
      "items.*.status,items.*.error.type,items.*.error.reason,items.*.error.caused_by.reason,"
          + "error.type,error.reason";

  private BulkReply() {}

  /**
   * @throws IOException if this is not an answer to a bulk request, or not all of it
   */
  static List<ItemReply> items(byte[] body) throws IOException {
    List<ItemReply> items = new ArrayList<>();
    try (JsonParser parser = Json.factory().createParser(body)) {
      expect(parser.nextToken(), JsonToken.START_OBJECT);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean isItems = parser.currentName().equals("items");
        JsonToken value = parser.nextToken();
        if (isItems && value == JsonToken.START_ARRAY) {
          while (parser.nextToken() == JsonToken.START_OBJECT) {
            items.add(item(parser));
          }
        } else {
          parser.skipChildren();
        }
      }
      expect(parser.currentToken(), JsonToken.END_OBJECT);
    }
    return items;
  }

  /**
   * Why a request as a whole was refused: the type of the error; empty where the answer does not
   * tell, as that of a proxy does not.
   */
  static String errorType(byte[] body) {
    try (JsonParser parser = Json.factory().createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return "";
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean isError = parser.currentName().equals("error");
        if (parser.nextToken() == JsonToken.START_OBJECT && isError) {
          ErrorObject error = new ErrorObject();
          error.read(parser);
          return error.type;
        }
        parser.skipChildren();
      }
    } catch (IOException e) {
      return "";
    }
    return "";
  }

  /** {@code {"index":{"status":201}}}. */
  private static ItemReply item(JsonParser parser) throws IOException {
    ItemReply reply = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      expect(parser.nextToken(), JsonToken.START_OBJECT);
      reply = action(parser);
    }
    expect(parser.currentToken(), JsonToken.END_OBJECT);
    if (reply == null || reply.status() == 0) {
      throw new IOException("an item of the bulk answer has no status");
    }
    return reply;
  }

  private static ItemReply action(JsonParser parser) throws IOException {
    int status = 0;
    ErrorObject error = new ErrorObject();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals("status")) {
        status = parser.getValueAsInt();
      } else if (name.equals("error") && value == JsonToken.START_OBJECT) {
        error.read(parser);
      } else {
        parser.skipChildren();
      }
    }
    expect(parser.currentToken(), JsonToken.END_OBJECT);
    return new ItemReply(status, error.type, error.reason());
  }

  /** The error object of an item, and what caused it. */
  private static final class ErrorObject {
    private String type = "";
    private String outer = "";
    private String cause = "";

    void read(JsonParser parser) throws IOException {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        switch (name) {
          case "type" -> type = parser.getValueAsString("");
          case "reason" -> outer = parser.getValueAsString("");
          case "caused_by" -> {
            if (value == JsonToken.START_OBJECT) {
              readCause(parser);
            }
          }
          default -> parser.skipChildren();
        }
      }
    }

    private void readCause(JsonParser parser) throws IOException {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean isReason = parser.currentName().equals("reason");
        parser.nextToken();
        if (isReason) {
          cause = parser.getValueAsString("");
        } else {
          parser.skipChildren();
        }
      }
    }

    private String reason() {
      return cause.isEmpty() || cause.equals(outer) ? outer : outer + " (" + cause + ")";
    }
  }

  private static void expect(JsonToken actual, JsonToken expected) throws IOException {
    if (actual != expected) {
      throw new IOException("the bulk answer cannot be read: " + actual + " for " + expected);
    }
  }
}
