package io.mailtrail.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.model.Digests;

/** Ids that OpenSearch takes. */
final class DocumentIds {
  /** The longest id that OpenSearch allows, in bytes of UTF-8. */
  private static final int MAX_BYTES = 512;

  private DocumentIds() {}

  /** The id itself, or its digest where it is too long or empty. */
  static String bounded(String id) {
    byte[] bytes = id.getBytes(UTF_8);
    return bytes.length > 0 && bytes.length <= MAX_BYTES ? id : "sha256:" + Digests.sha256(bytes);
  }
}
