package io.mailtrail.detect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.model.Digests;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Name-based identities: the same finding has the same id wherever and however often it is made.
 */
final class AlertIds {
  private AlertIds() {}

  static String ofEpisode(String rule, Fact fact, Episode episode) {
    return uuid(
        "episode",
        rule,
        fact.tenant(),
        String.join(Fact.SEPARATOR, fact.group()),
        Long.toString(episode.anchor()),
        episode.extra());
  }

  static String ofRecord(String rule, String recordId) {
    return uuid("record", rule, recordId);
  }

  static String ofTitle(String title) {
    return uuid("title", title);
  }

  /** A UUID of version 8 (RFC 9562): the first bits of a SHA-256 over the parts. */
  private static String uuid(String... parts) {
    byte[] hash = Digests.newSha256().digest(String.join("\u001e", parts).getBytes(UTF_8));
    ByteBuffer buffer = ByteBuffer.wrap(hash);
    long high = (buffer.getLong() & 0xffff_ffff_ffff_0fffL) | 0x8000L;
    long low = (buffer.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }
}
