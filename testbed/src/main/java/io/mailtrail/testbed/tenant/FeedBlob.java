package io.mailtrail.testbed.tenant;

import io.mailtrail.model.ContentType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A content blob of the feed: a JSON array of records. Immutable. */
public interface FeedBlob {
  /** For so long after it was announced a blob can be had. */
  Duration LIFE = Duration.ofDays(7);

  String contentId();

  ContentType contentType();

  /** {@code contentCreated}: when it became available; listings go by this. */
  Instant created();

  /** The ids of its records, in their order; one that is in it twice is named twice. */
  List<String> recordIds();

  /** Writes the very bytes of the array. Needs no more memory than for a few records. */
  void writeTo(OutputStream out) throws IOException;

  /** {@code contentExpiration}: from then on it cannot be had any more. */
  default Instant expiration() {
    return created().plus(LIFE);
  }

  /** About how many bytes that is. */
  long estimatedBytes();

  /** The array compressed, where that is at hand; else null. */
  default byte[] compressed() {
    return null;
  }

  /** The whole array; not for the huge ones. */
  default byte[] json() {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try {
      writeTo(json);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    }
    return json.toByteArray();
  }
}
