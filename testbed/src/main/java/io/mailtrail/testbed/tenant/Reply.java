package io.mailtrail.testbed.tenant;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.model.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the server answers.
 *
 * @param blob id of the blob that the body is, or null
 */
record Reply(int status, Map<String, String> headers, Body body, String blob) {
  private static final Body NOTHING = Body.of(new byte[0]);

  static Reply empty(int status) {
    return new Reply(status, Map.of(), NOTHING, null);
  }

  static Reply json(int status, Object body) {
    return new Reply(status, Map.of(), Body.of(Json.bytes(body)), null);
  }

  static Reply blob(FeedBlob blob) {
    return new Reply(200, Map.of(), Body.of(blob), blob.contentId());
  }

  /** The error body of the Management Activity API. */
  static Reply error(AfCode code, String about) {
    return error(code.status(), code.name(), code.message(about));
  }

  static Reply error(int status, String code, String message) {
    Map<String, String> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("message", message);
    return json(status, Map.of("error", error));
  }

  /** The same with its body replaced by this text. */
  Reply saying(String contentType, String text) {
    return new Reply(status, headers, Body.of(text.getBytes(UTF_8)), blob)
        .with("Content-Type", contentType);
  }

  /** Its body as text; of a small one. */
  String text() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      body.writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    }
    return bytes.toString(UTF_8);
  }

  Reply with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Reply(status, more, body, blob);
  }

  Reply withStatus(int newStatus) {
    return new Reply(newStatus, headers, body, blob);
  }
}
