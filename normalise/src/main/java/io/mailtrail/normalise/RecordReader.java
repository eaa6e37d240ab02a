package io.mailtrail.normalise;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mailtrail.normalise.Node.Container;
import java.io.IOException;

/**
 * The one pass over a record: every scalar goes to its slot, or to the node of its path. Of two
 * top-level fields of one name the first value counts, as it does for {@link
 * io.mailtrail.model.RecordId}; the other is kept in {@code o365.audit.other}.
 */
final class RecordReader {
  private final Picked picked;
  private byte[] bytes;
  private int offset;
  private Node field;

  RecordReader(Picked picked) {
    this.picked = picked;
  }

  /** The top-level field at which reading stopped or stands; null before the first. */
  Node field() {
    return field;
  }

  /**
   * Reads one record of valid UTF-8.
   *
   * @throws com.fasterxml.jackson.core.exc.StreamConstraintsException if it is nested too deep
   * @throws IOException if it is not one JSON object and nothing else
   */
  void read(byte[] record) throws IOException {
    field = null;
    bytes = record;
    offset = hasByteOrderMark(record) ? 3 : 0;
    try (JsonParser parser =
        picked.names.factory.createParser(record, offset, record.length - offset)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new JsonParseException(parser, "not an object");
      }
      String name;
      while ((name = parser.nextFieldName()) != null) {
        field = picked.names.child(picked.names.top, name);
        top(parser, field, parser.nextToken());
      }
      field = null;
      if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
        throw new JsonParseException(parser, "more after the object");
      }
    }
  }

  private static boolean hasByteOrderMark(byte[] record) {
    return record.length >= 3
        && record[0] == (byte) 0xEF
        && record[1] == (byte) 0xBB
        && record[2] == (byte) 0xBF;
  }

  private void top(JsonParser parser, Node node, JsonToken token) throws IOException {
    if (token.isScalarValue()) {
      if (token == JsonToken.VALUE_NULL) {
        return;
      }
      if (node.slot >= 0 && !picked.has(node.slot)) {
        int leaf = scalar(parser, token);
        if (fits(FieldCatalogue.get(node.slot).type(), leaf)) {
          picked.set(node.slot, leaf);
        } else if (picked.full()) {
          picked.truncated(node.container.slot);
        } else if (picked.visit(node)) {
          picked.misfits().add(node);
          other(node, leaf);
        }
      } else if (!picked.visit(node)) {
        return;
      } else if (node.list != null) {
        textList(parser, node, token);
      } else {
        other(node, parser, token);
      }
      return;
    }
    if (!picked.visit(node)) {
      parser.skipChildren();
      return;
    }
    if (node.slot >= 0) {
      picked.misfits().add(node);
    }
    int from = offset + (int) parser.currentTokenLocation().getByteOffset();
    if (node.list != null) {
      list(parser, node.list, token);
    } else {
      flatten(parser, node);
    }
    if (node.rawSource == null) {
      node.rawSource = bytes;
      node.rawStart = from;
      node.rawEnd = offset + (int) parser.currentLocation().getByteOffset();
    }
  }

  /** Whether a value can be written in a field of this type as it stands. */
  private boolean fits(FieldType type, int leaf) {
    return switch (type) {
      case LONG -> Scalars.isLong(picked, leaf);
      case BOOLEAN -> picked.matches(leaf, "true") || picked.matches(leaf, "false");
      default -> true;
    };
  }

  private void other(Node node, JsonParser parser, JsonToken token) throws IOException {
    if (token == JsonToken.VALUE_NULL) {
      return;
    }
    if (picked.full()) {
      picked.truncated(node.container.slot);
      return;
    }
    other(node, scalar(parser, token));
  }

  private void other(Node node, int leaf) {
    node.container.unordered |= node.container == picked.names.other;
    picked.add(node, leaf);
  }

  /** Takes the object or array at the parser apart: every scalar to the node of its path. */
  private void flatten(JsonParser parser, Node node) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      node.container.unordered = true;
      String name;
      while ((name = parser.nextFieldName()) != null) {
        member(parser, picked.names.child(node, name), parser.nextToken());
      }
      return;
    }
    JsonToken token;
    while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
      node.elements++;
      if (token.isScalarValue()) {
        other(node, parser, token);
      } else {
        flatten(parser, node);
      }
    }
  }

  private void member(JsonParser parser, Node child, JsonToken token) throws IOException {
    if (!picked.visit(child)) {
      parser.skipChildren();
    } else if (token.isScalarValue()) {
      other(child, parser, token);
    } else {
      flatten(parser, child);
    }
  }

  // --- name/value lists: an array of {Name, Value}, an object, an array of names, or text

  private void list(JsonParser parser, Container list, JsonToken token) throws IOException {
    if (!picked.visit(list.root)) {
      parser.skipChildren();
      return;
    }
    if (token == JsonToken.START_OBJECT) {
      pair(parser, list);
      return;
    }
    JsonToken element;
    while ((element = parser.nextToken()) != JsonToken.END_ARRAY) {
      if (element == JsonToken.START_OBJECT) {
        pair(parser, list);
      } else {
        member(parser, picked.names.child(list.root, "value"), element);
      }
    }
  }

  /** One object: a pair if it has a Name; the fields that are none of a pair go by their names. */
  private void pair(JsonParser parser, Container list) throws IOException {
    int name = Picked.NONE;
    int value = Picked.NONE;
    int old = Picked.NONE;
    String spelled;
    while ((spelled = parser.nextFieldName()) != null) {
      JsonToken token = parser.nextToken();
      if (picked.full()) {
        picked.truncated(list.slot);
        parser.skipChildren();
      } else if (name == Picked.NONE && token.isScalarValue() && spelled.equalsIgnoreCase("Name")) {
        name = token == JsonToken.VALUE_NULL ? Picked.NONE : scalar(parser, token);
      } else if (value == Picked.NONE
          && (spelled.equalsIgnoreCase("Value") || spelled.equalsIgnoreCase("NewValue"))) {
        value = whole(parser, token);
      } else if (old == Picked.NONE && spelled.equalsIgnoreCase("OldValue")) {
        old = whole(parser, token);
      } else {
        list.unordered = true;
        member(parser, picked.names.child(list.root, spelled), token);
      }
    }
    put(list, name, value, old);
  }

  private void put(Container list, int name, int value, int old) {
    if (name == Picked.NONE) {
      keep(picked.names.child(list.root, "value"), value);
      keep(picked.names.child(list.root, "old"), old);
      return;
    }
    if (value == Picked.NONE && old == Picked.NONE) {
      // Either {"Name": "x"} alone, or an object that happens to have a field Name.
      keep(picked.names.child(list.root, "Name"), name);
      return;
    }
    Node node = picked.names.child(list.root, picked.word(name));
    keep(node, value);
    if (old != Picked.NONE && picked.visit(node)) {
      keep(picked.names.child(node, "old"), old);
    }
  }

  private void keep(Node node, int leaf) {
    if (leaf != Picked.NONE && picked.visit(node)) {
      picked.add(node, leaf);
    }
  }

  /** A value as one leaf: a scalar as its text, an object or array as its JSON. */
  private int whole(JsonParser parser, JsonToken token) throws IOException {
    if (token == JsonToken.VALUE_NULL) {
      return Picked.NONE;
    }
    if (token.isScalarValue()) {
      return scalar(parser, token);
    }
    int from = offset + (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    int to = offset + (int) parser.currentLocation().getByteOffset();
    return picked.leaf(bytes, from, to - from, Picked.TEXT | Picked.ESCAPE);
  }

  /** A list that came as text: the JSON of a list (some exports), or anything. */
  private void textList(JsonParser parser, Node node, JsonToken token) throws IOException {
    int leaf = scalar(parser, token);
    if (node.rawSource == null) {
      node.rawSource = picked.source(leaf);
      node.rawStart = picked.start(leaf);
      node.rawEnd = picked.start(leaf) + picked.length(leaf);
    }
    if (picked.isEmpty(leaf)) {
      return;
    }
    if (token == JsonToken.VALUE_STRING && isJson(leaf)) {
      byte[] outerBytes = bytes;
      int outerOffset = offset;
      bytes = picked.source(leaf);
      offset = picked.start(leaf);
      try (JsonParser inner =
          picked.names.factory.createParser(bytes, offset, picked.length(leaf))) {
        list(inner, node.list, inner.nextToken());
      } finally {
        bytes = outerBytes;
        offset = outerOffset;
      }
    } else if (picked.visit(node.list.root)) {
      keep(picked.names.child(node.list.root, "value"), leaf);
    }
  }

  /** Whether text is one JSON object or array, whole and not too deep. */
  private boolean isJson(int leaf) {
    byte begin = picked.source(leaf)[picked.start(leaf)];
    if (begin != '{' && begin != '[') {
      return false;
    }
    try (JsonParser inner =
        picked.names.factory.createParser(
            picked.source(leaf), picked.start(leaf), picked.length(leaf))) {
      inner.nextToken();
      inner.skipChildren();
      return inner.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  /** The scalar at the parser: where possible a range of the record's own bytes. */
  private int scalar(JsonParser parser, JsonToken token) throws IOException {
    int chars = parser.getTextLength();
    int from = offset + (int) parser.currentTokenLocation().getByteOffset();
    if (token != JsonToken.VALUE_STRING) {
      return picked.leaf(bytes, from, chars, token.isNumeric() ? Picked.NUMBER : Picked.BOOLEAN);
    }
    from++;
    int count = offset + (int) parser.currentLocation().getByteOffset() - 1 - from;
    if (count == chars || !hasBackslash(from, count)) {
      return picked.leaf(bytes, from, count, Picked.TEXT);
    }
    int mark = picked.arena.length();
    picked.arena.chars(parser.getTextCharacters(), parser.getTextOffset(), chars);
    return picked.written(mark, Picked.TEXT | Picked.ESCAPE);
  }

  private boolean hasBackslash(int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (bytes[i] == '\\') {
        return true;
      }
    }
    return false;
  }
}
