package io.mailtrail.ingest.source;

import io.mailtrail.model.Digests;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * A digest over the records of a blob up to one of them, each step made from the last one, so that
 * it can be stored at every record and compared when the blob is read again.
 */
final class PrefixDigest {
  private final MessageDigest sha256 = Digests.newSha256();
  private byte[] value = new byte[0];

  void add(byte[] record) {
    sha256.update(value);
    sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(record.length).array());
    value = sha256.digest(record);
  }

  /** A fresh array with every record. */
  byte[] value() {
    return value;
  }
}
