package io.mailtrail.sink;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Arrays;
import java.util.List;

/**
 * The body of a bulk request: an action line and a source line per document. Written by hand,
 * because the sources are JSON already and the typed request would parse each of them again.
 */
final class BulkBody {
  private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();
  private static final byte[] INDEX = ascii("{\"index\":{\"_index\":\"");
  private static final byte[] ID = ascii("\",\"_id\":\"");
  private static final byte[] VERSION = ascii("\",\"version\":");
  private static final byte[] EXTERNAL = ascii(",\"version_type\":\"external\"}}\n");
  private static final byte[] UNVERSIONED = ascii("\"}}\n");

  private byte[] bytes;
  private int length;

  private BulkBody(int capacity) {
    bytes = new byte[capacity];
  }

  static byte[] of(List<Document> documents) {
    long size = 0;
    for (Document document : documents) {
      size += document.size() + 1;
    }
    BulkBody body = new BulkBody((int) Math.min(size, Integer.MAX_VALUE - 8));
    documents.forEach(body::add);
    return body.length == body.bytes.length ? body.bytes : Arrays.copyOf(body.bytes, body.length);
  }

  private void add(Document document) {
    append(INDEX);
    append(ENCODER.quoteAsUTF8(document.index));
    append(ID);
    append(ENCODER.quoteAsUTF8(document.id));
    if (document.version == Document.NO_VERSION) {
      append(UNVERSIONED);
    } else {
      append(VERSION);
      append(Long.toString(document.version).getBytes(UTF_8));
      append(EXTERNAL);
    }
    appendLine(document.json);
  }

  /**
   * A line feed ends a line of the request. JSON allows one only between tokens, where a blank does
   * as well; a source that brought its own could smuggle in an action.
   */
  private void appendLine(byte[] json) {
    int from = length;
    append(json);
    for (int i = from; i < length; i++) {
      if (bytes[i] == '\n' || bytes[i] == '\r') {
        bytes[i] = ' ';
      }
    }
    ensure(1);
    bytes[length++] = '\n';
  }

  private void append(byte[] more) {
    ensure(more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
  }

  private void ensure(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length + bytes.length / 2, length + more));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
